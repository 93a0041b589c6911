package helpdesk

import (
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// CannedReply is an answer that managers give often, with placeholders that are filled in when it is sent.
type CannedReply struct {
	ID        int64
	Name      string // one word in lower case
	HTML      string // Telegram HTML
	Revision  int    // counts the changes: what was shown must be what is sent
	AuthorID  int64
	UpdatedAt time.Time
}

// The longest name and text of a canned reply, in characters.
const (
	maxCannedName = 32
	MaxCannedText = 2000
)

// CannedName returns a name as it is stored, false when it cannot be one: a name is one word of letters, digits, "-" and "_".
func CannedName(typed string) (string, bool) {
	name := strings.ToLower(strings.TrimSpace(typed))
	strange := func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '-' && r != '_' }
	return name, name != "" && utf8.RuneCountInString(name) <= maxCannedName && !strings.ContainsFunc(name, strange)
}

// ChangeableBy tells whether a manager may change or delete the reply: its author and administrators may.
func (r *CannedReply) ChangeableBy(m Manager) bool {
	return r.AuthorID == m.ID || m.Role == RoleAdministrator
}

// Placeholder is what the text of a canned reply leaves open, as {имя} or {name}.
type Placeholder string

// The placeholders, by their English names.
const (
	PlaceholderName     Placeholder = "name"     // the customer's first name
	PlaceholderNumber   Placeholder = "number"   // of the ticket
	PlaceholderManager  Placeholder = "manager"  // the name of the manager who sends it
	PlaceholderQuestion Placeholder = "question" // the customer's, as it was typed
)

// Placeholders are all placeholders.
var Placeholders = []Placeholder{PlaceholderName, PlaceholderNumber, PlaceholderManager, PlaceholderQuestion}

// russianPlaceholders are the same in Russian, in the same order.
var russianPlaceholders = []string{"имя", "номер", "менеджер", "вопрос"}

// In returns the placeholder as it is typed in a language.
func (p Placeholder) In(l Language) string {
	if i := slices.Index(Placeholders, p); i >= 0 && l == Russian {
		return "{" + russianPlaceholders[i] + "}"
	}
	return "{" + string(p) + "}"
}

var braces = regexp.MustCompile(`\{[^{}]*\}`)

// placeholder reads what stands in braces, in either language and in any case.
func placeholder(braced string) (Placeholder, bool) {
	word := strings.ToLower(strings.TrimSpace(strings.Trim(braced, "{}")))
	for i, p := range Placeholders {
		if word == string(p) || word == russianPlaceholders[i] {
			return p, true
		}
	}
	return "", false
}

// UnknownPlaceholders returns what stands in braces in a text and is no placeholder.
func UnknownPlaceholders(text string) []string {
	return slices.DeleteFunc(braces.FindAllString(text, -1), func(braced string) bool {
		_, ok := placeholder(braced)
		return ok
	})
}

// Fill returns a text, which may be HTML, with its placeholders filled in, and those of them for which there is no value. A
// number that stands alone gets its sign: who writes «заявка {номер}» means «заявка №12», as who writes «№{номер}» does.
func Fill(text string, values map[Placeholder]string) (filled string, missing []Placeholder) {
	var b strings.Builder
	end := 0
	for _, at := range braces.FindAllStringIndex(text, -1) {
		braced := text[at[0]:at[1]]
		b.WriteString(text[end:at[0]])
		end = at[1]
		p, ok := placeholder(braced)
		switch value := values[p]; {
		case !ok:
			b.WriteString(braced)
		case value == "":
			if !slices.Contains(missing, p) {
				missing = append(missing, p)
			}
		case p == PlaceholderNumber && standsAlone(text[:at[0]]):
			b.WriteString(numberSign(braced) + value)
		default:
			b.WriteString(value)
		}
	}
	b.WriteString(text[end:])
	return b.String(), missing
}

// numberSign is what a number begins with, in the language of its placeholder.
func numberSign(braced string) string {
	if strings.Contains(strings.ToLower(braced), string(PlaceholderNumber)) {
		return "No. "
	}
	return "№"
}

// signs are what says before a number that it is one.
var signs = []string{"№", "#", "no", "no.", "nr", "nr.", "num", "num.", "number", "номер", "номером", "номера", "номеру", "номере"}

var tags = regexp.MustCompile(`<[^<>]*>`)

// standsAlone tells whether a number that follows the text begins a word and has no sign before it.
func standsAlone(before string) bool {
	if strings.LastIndexByte(before, '<') > strings.LastIndexByte(before, '>') { // in the address of a link
		return false
	}
	before = tags.ReplaceAllString(before, "")
	last, _ := utf8.DecodeLastRuneInString(before)
	if before != "" && !unicode.IsSpace(last) && !strings.ContainsRune("(«“\"„", last) {
		return false
	}
	words := strings.Fields(before)
	if len(words) == 0 {
		return true
	}
	word := strings.TrimLeft(strings.ToLower(words[len(words)-1]), "(«“\"„")
	return !slices.Contains(signs, word) && !strings.HasSuffix(word, "№")
}
