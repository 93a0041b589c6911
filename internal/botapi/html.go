package botapi

import (
	"strconv"
	"strings"
	"unicode/utf8"
)

// htmlTags are the tags of Telegram's HTML and the entity that each stands for.
var htmlTags = map[string]string{
	"a": "text_link", "b": "bold", "strong": "bold", "i": "italic", "em": "italic", "s": "strikethrough",
	"strike": "strikethrough", "del": "strikethrough", "u": "underline", "ins": "underline", "tg-spoiler": "spoiler",
	"span": "spoiler", "tg-emoji": "custom_emoji", "pre": "pre", "code": "code", "blockquote": "blockquote",
}

// openTag is a tag whose end has not come yet.
type openTag struct {
	name     string
	argument string // href, language, emoji id, or "1" of an expandable quote
	offset   int    // in UTF-16 units of the plain text
	start    int    // in bytes of the plain text
}

// htmlParser turns Telegram's HTML into plain text and entities. It follows TDLib's parse_html step by step, so that
// what is refused, and at which byte, is the same: a zero byte stands for the end of the text and counts as space.
type htmlParser struct {
	in       string
	pos      int
	out      []byte
	offset   int
	open     []openTag
	entities []Entity
	recheck  bool // a surrogate half was written as &#…; and the text must be checked again
}

// parseHTML gives the plain text of in and its entities, in order of offset.
func parseHTML(in string) (string, []Entity, *apiError) {
	p := &htmlParser{in: in, out: make([]byte, 0, len(in))}
	for p.pos < len(p.in) {
		if err := p.step(); err != nil {
			return "", nil, err
		}
	}
	if len(p.open) > 0 {
		return "", nil, refuse(missingEndTag, p.open[len(p.open)-1].name)
	}
	text := string(p.out)
	if p.recheck && !utf8.ValidString(text) {
		return "", nil, refuse(invalidUnicode)
	}
	for i := range p.entities {
		if p.entities[i].Type == "code" {
			p.entities[i].Language = "" // kept so far only for a <pre> around it
		}
	}
	sortEntities(p.entities)
	return text, p.entities, nil
}

// at is the byte at i, 0 past the end.
func (p *htmlParser) at(i int) byte {
	if i < len(p.in) {
		return p.in[i]
	}
	return 0
}

// isSpace counts the end of the text as space, as TDLib does.
func isSpace(b byte) bool {
	return b == ' ' || b == '\t' || b == '\r' || b == '\n' || b == 0 || b == '\v'
}

func (p *htmlParser) skipSpace() {
	for p.pos < len(p.in) && p.at(p.pos) != 0 && isSpace(p.at(p.pos)) {
		p.pos++
	}
}

// step takes one character, character reference or tag.
func (p *htmlParser) step() *apiError {
	b := p.in[p.pos]
	if b == '&' {
		if code, next := characterReference(p.in, p.pos); code != 0 {
			p.offset += utf16Width(code)
			p.recheck = p.recheck || code >= 0xd800 && code <= 0xdfff
			p.out = appendCode(p.out, code)
			p.pos = next
			return nil
		}
	}
	if b != '<' {
		if b < 0x80 || b >= 0xc0 { // the first byte of a character
			p.offset++
			if b >= 0xf0 {
				p.offset++
			}
		}
		p.out = append(p.out, b)
		p.pos++
		return nil
	}
	begin := p.pos
	p.pos++
	if p.at(p.pos) == '/' {
		return p.endTag(begin)
	}
	return p.startTag(begin)
}

func (p *htmlParser) startTag(begin int) *apiError {
	for !isSpace(p.at(p.pos)) && p.at(p.pos) != '>' {
		p.pos++
	}
	if p.at(p.pos) == 0 {
		return refuse(unclosedStartTag, begin)
	}
	name := lowerASCII(p.in[begin+1 : p.pos])
	if htmlTags[name] == "" {
		return refuse(unsupportedTag, name, begin)
	}
	tag := openTag{name: name, offset: p.offset, start: len(p.out)}
	for p.at(p.pos) != '>' {
		p.skipSpace()
		if p.at(p.pos) == '>' {
			break
		}
		if err := p.attribute(&tag, begin); err != nil {
			return err
		}
	}
	p.pos++
	if name == "span" && tag.argument != "spoiler" {
		return refuse(spanClass, begin)
	}
	p.open = append(p.open, tag)
	return nil
}

// attribute takes one attribute of the tag that began at begin.
func (p *htmlParser) attribute(tag *openTag, begin int) *apiError {
	nameStart := p.pos
	for !isSpace(p.at(p.pos)) && !strings.ContainsRune(`=>/"'`, rune(p.at(p.pos))) {
		p.pos++
	}
	name := p.in[nameStart:min(p.pos, len(p.in))]
	if name == "" {
		return refuse(emptyAttribute, tag.name, begin)
	}
	p.skipSpace()
	if p.at(p.pos) != '=' {
		if p.at(p.pos) == 0 {
			return refuse(unclosedNamedTag, tag.name, begin)
		}
		if tag.name == "blockquote" && name == "expandable" {
			tag.argument = "1"
		}
		return nil
	}
	p.pos++
	p.skipSpace()
	if p.at(p.pos) == 0 {
		return refuse(unclosedNamedTag, tag.name, begin)
	}
	value, err := p.attributeValue()
	if err != nil {
		return err
	}
	if p.at(p.pos) == 0 {
		return refuse(unclosedStartTag, begin)
	}
	switch {
	case tag.name == "a" && name == "href", tag.name == "tg-emoji" && name == "emoji-id":
		tag.argument = value
	case tag.name == "code" && name == "class" && strings.HasPrefix(value, "language-"):
		tag.argument = value[len("language-"):]
	case tag.name == "span" && name == "class" && strings.HasPrefix(value, "tg-"):
		tag.argument = value[len("tg-"):]
	case tag.name == "blockquote" && name == "expandable":
		tag.argument = "1"
	}
	return nil
}

// attributeValue takes a quoted value or a bare name token.
func (p *htmlParser) attributeValue() (string, *apiError) {
	quote := p.at(p.pos)
	if quote != '\'' && quote != '"' {
		start := p.pos
		for isNameToken(p.at(p.pos)) {
			p.pos++
		}
		if !isSpace(p.at(p.pos)) && p.at(p.pos) != '>' {
			return "", refuse(unexpectedTokenEnd, start)
		}
		return lowerASCII(p.in[start:min(p.pos, len(p.in))]), nil
	}
	p.pos++
	var value []byte
	for p.at(p.pos) != quote && p.at(p.pos) != 0 {
		if p.at(p.pos) == '&' {
			if code, next := characterReference(p.in, p.pos); code != 0 {
				value = appendCode(value, code)
				p.pos = next
				continue
			}
		}
		value = append(value, p.at(p.pos))
		p.pos++
	}
	if p.at(p.pos) == quote {
		p.pos++
	}
	return string(value), nil
}

func (p *htmlParser) endTag(begin int) *apiError {
	if len(p.open) == 0 {
		return refuse(unexpectedEndTag, begin)
	}
	for !isSpace(p.at(p.pos)) && p.at(p.pos) != '>' {
		p.pos++
	}
	name := lowerASCII(p.in[begin+2 : max(p.pos, begin+2)])
	p.skipSpace()
	if p.at(p.pos) != '>' {
		return refuse(unclosedEndTag, begin)
	}
	p.pos++
	tag := p.open[len(p.open)-1]
	if name != "" && name != tag.name {
		return refuse(unmatchedEndTag, begin, tag.name, name)
	}
	p.open = p.open[:len(p.open)-1]
	if p.offset == tag.offset {
		return nil
	}
	return p.emit(tag)
}

// emit writes the entity of a closed tag.
func (p *htmlParser) emit(tag openTag) *apiError {
	e := Entity{Type: htmlTags[tag.name], Offset: tag.offset, Length: p.offset - tag.offset}
	last := (*Entity)(nil)
	if n := len(p.entities); n > 0 && p.entities[n-1].Offset == e.Offset && p.entities[n-1].Length == e.Length {
		last = &p.entities[n-1]
	}
	switch tag.name {
	case "tg-emoji":
		if id, err := strconv.ParseInt(tag.argument, 10, 64); err != nil || id == 0 {
			return refuse(invalidEmojiID)
		}
		e.CustomEmojiID = tag.argument
	case "a":
		url := tag.argument
		if url == "" {
			url = string(p.out[tag.start:])
		}
		if id, ok := mentionedUser(url); ok {
			e.Type, e.User = "text_mention", &User{ID: id}
		} else if e.URL, _ = checkLink(url); e.URL == "" {
			return nil // Telegram drops a link that leads nowhere and keeps its text
		}
	case "pre":
		if last != nil && last.Type == "code" && last.Language != "" {
			last.Type = "pre"
			return nil
		}
	case "code":
		if last != nil && last.Type == "pre" && tag.argument != "" {
			last.Language = tag.argument
			return nil
		}
		e.Language = tag.argument
	case "blockquote":
		if tag.argument != "" {
			e.Type = "expandable_blockquote"
		}
	}
	p.entities = append(p.entities, e)
	return nil
}

func isNameToken(b byte) bool {
	return b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z' || b >= '0' && b <= '9' || b == '.' || b == '-'
}

// lowerASCII lowers Latin letters and leaves the rest byte for byte.
func lowerASCII(s string) string {
	b := []byte(s)
	for i := range b {
		if b[i] >= 'A' && b[i] <= 'Z' {
			b[i] += 'a' - 'A'
		}
	}
	return string(b)
}
