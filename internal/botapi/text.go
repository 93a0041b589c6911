package botapi

import (
	"cmp"
	"encoding/json"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"
)

// The limits of texts. Telegram's configuration (message_length_max, caption_length_max) speaks of code points, clients
// count UTF-16 units; the stricter reading is checked, which no honest bot notices and no sloppy one passes.
const (
	maxText      = 4096
	maxCaption   = 1024
	maxTextBytes = 1 << 15
)

// utf16Len is the length of a text in UTF-16 code units, in which Telegram counts offsets.
func utf16Len(s string) int {
	n := 0
	for _, r := range s {
		n += utf16Width(r)
	}
	return n
}

func utf16Width(r rune) int {
	if r > 0xffff {
		return 2
	}
	return 1
}

// messageText reads a text that a message cannot do without.
func (s *Server) messageText(c *call) (string, []Entity, *apiError) {
	if c.text("text") == "" {
		return "", nil, refuse(textEmpty)
	}
	text, entities, err := s.formatted(c.text("text"), c.text("parse_mode"), c.text("entities"))
	switch {
	case err != nil:
		return "", nil, err
	case text == "":
		return "", nil, refuse(textBlank)
	case utf16Len(text) > maxText:
		return "", nil, refuse(messageTooLong)
	}
	return text, entities, nil
}

// caption reads the text under a media, which may be absent.
func (s *Server) caption(text, parseMode, entities string) (string, []Entity, *apiError) {
	text, list, err := s.formatted(text, parseMode, entities)
	if err == nil && utf16Len(text) > maxCaption {
		err = refuse(captionTooLong)
	}
	return text, list, err
}

// formatted turns a text with its parse mode, or its explicit entities, into plain text and entities.
func (s *Server) formatted(text, parseMode, explicit string) (string, []Entity, *apiError) {
	if len(text) > maxTextBytes {
		return "", nil, refuse(textTooLarge)
	}
	if !utf8.ValidString(text) {
		return "", nil, refuse(notUTF8)
	}
	var entities []Entity
	mode := strings.ToLower(parseMode)
	if text == "" {
		mode = ""
	}
	switch mode {
	case "", "none":
		if explicit != "" {
			if err := json.Unmarshal([]byte(explicit), &entities); err != nil {
				return "", nil, refuse(entityMalformed, "expected an Object")
			}
			if err := checkEntities(text, entities); err != nil {
				return "", nil, err
			}
		}
	case "html":
		var err *apiError
		if text, entities, err = parseHTML(text); err != nil {
			return "", nil, err
		}
	case "markdown", "markdownv2":
		return "", nil, refuse(parseModeMissing)
	default:
		return "", nil, refuse(parseModeUnknown)
	}
	for i := range entities {
		if u := entities[i].User; u != nil {
			if known := s.world.Users[u.ID]; known != nil {
				entities[i].User = &known.User
			} else { // a mention of somebody unknown stays plain text
				entities[i].Length = 0
			}
		}
	}
	text, entities = trimmed(text, entities)
	return text, withFound(text, entities), nil
}

// checkEntities refuses entities that do not fit the text.
func checkEntities(text string, entities []Entity) *apiError {
	length := utf16Len(text)
	for i := range entities {
		e := &entities[i]
		switch {
		case e.Type == "":
			return refuse(entityMalformed, "Can't find field \"type\"")
		case !entityTypes[e.Type]:
			return refuse(entityMalformed, "Unsupported type specified")
		case e.Offset < 0 || e.Length <= 0 || e.Offset >= length:
			e.Length = 0 // dropped below, as Telegram drops it
		case e.Offset+e.Length > length:
			e.Length = length - e.Offset
		}
	}
	sortEntities(entities)
	return nil
}

var entityTypes = map[string]bool{
	"mention": true, "hashtag": true, "cashtag": true, "bot_command": true, "url": true, "email": true,
	"phone_number": true, "bank_card_number": true, "bold": true, "italic": true, "underline": true,
	"strikethrough": true, "spoiler": true, "blockquote": true, "expandable_blockquote": true, "code": true, "pre": true,
	"text_link": true, "text_mention": true, "custom_emoji": true,
}

// trimmed cuts white space off both ends of a text and fits the entities to what is left.
func trimmed(text string, entities []Entity) (string, []Entity) {
	right := strings.TrimRight(text, " \t\r\n\v\f\u00a0\u2028\u2029")
	left := strings.TrimLeft(right, " \n")
	cut, length := utf16Len(right)-utf16Len(left), utf16Len(left)
	kept := make([]Entity, 0, len(entities))
	for _, e := range entities {
		start, end := max(e.Offset-cut, 0), min(e.Offset-cut+e.Length, length)
		if start < end {
			e.Offset, e.Length = start, end-start
			kept = append(kept, e)
		}
	}
	sortEntities(kept)
	return left, kept
}

// sortEntities puts outer entities before the inner ones; of those that cover the same text, the order is TDLib's.
func sortEntities(entities []Entity) {
	slices.SortStableFunc(entities, func(a, b Entity) int {
		return cmp.Or(a.Offset-b.Offset, b.Length-a.Length, priority(a.Type)-priority(b.Type))
	})
}

// priority is MessageEntity::get_type_priority.
func priority(kind string) int {
	switch kind {
	case "blockquote", "expandable_blockquote":
		return 0
	case "pre":
		return 11
	case "code":
		return 20
	case "text_link", "text_mention":
		return 49
	case "bold":
		return 90
	case "italic":
		return 91
	case "underline":
		return 92
	case "strikethrough":
		return 93
	case "spoiler":
		return 94
	case "custom_emoji":
		return 99
	}
	return 50
}

// found are the entities that Telegram finds by itself in any text.
var found = []struct {
	kind    string
	pattern *regexp.Regexp
}{
	{"url", regexp.MustCompile(`(?i)\bhttps?://[^\s<>"]+[^\s<>".,;:!?)\]]`)},
	{"email", regexp.MustCompile(`\b[\w.+-]+@[\w-]+(?:\.[\w-]+)*\.[A-Za-z]{2,}\b`)},
	{"bot_command", regexp.MustCompile(`(?:^|[\s(])(/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32})?)(?:$|[\s).,!?])`)},
	{"mention", regexp.MustCompile(`(?:^|[\s(])(@[A-Za-z][A-Za-z0-9_]{3,31})`)},
	{"hashtag", regexp.MustCompile(`(?:^|\s)(#[\p{L}\d_]*\p{L}[\p{L}\d_]*)`)},
}

// withFound adds the links, commands, mentions, hashtags and addresses of a text, except where the author's own
// entities forbid it (inside code and links).
func withFound(text string, entities []Entity) []Entity {
	taken := slices.Clone(entities)
	taken = slices.DeleteFunc(taken, func(e Entity) bool {
		return e.Type != "code" && e.Type != "pre" && e.Type != "text_link" && e.Type != "text_mention"
	})
	for _, f := range found {
		for _, at := range f.pattern.FindAllStringSubmatchIndex(text, -1) {
			start, end := at[len(at)-2], at[len(at)-1]
			e := Entity{Type: f.kind, Offset: utf16Len(text[:start]), Length: utf16Len(text[start:end])}
			overlaps := slices.ContainsFunc(taken, func(t Entity) bool {
				return e.Offset < t.Offset+t.Length && t.Offset < e.Offset+e.Length
			})
			if !overlaps {
				taken, entities = append(taken, e), append(entities, e)
			}
		}
	}
	sortEntities(entities)
	if len(entities) == 0 {
		return nil
	}
	return entities
}
