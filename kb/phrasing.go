package kb

import (
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"unicode"
)

// ErrSections says that a file cannot take a phrasing, since its articles are sections of one page.
var ErrSections = errors.New("the page is split at its headings, and other phrasings need a `question` beside them: give the section a file of its own")

// AddPhrasing returns the text of an article's file with one more of the other phrasings. Nothing but the list `also` of
// the front matter is touched: comments, quotes, order and line ends stay as the author has them. A phrasing that the
// article has already changes nothing.
func AddPhrasing(file []byte, phrase string) ([]byte, error) {
	phrase = printable(phrase)
	if phrase == "" {
		return nil, errors.New("add a phrasing: it is empty")
	}
	before, err := readSingle(file)
	if err != nil {
		return nil, fmt.Errorf("add a phrasing: %w", err)
	}
	if before.has(phrase) {
		return file, nil
	}
	// Where YAML allows an insertion depends on the style of what stands there, and the parser's positions do not tell
	// enough of it. So the places where a person would write are tried, and the first counts at which the file reads as
	// before with the phrasing added.
	for _, edit := range before.edits(phrase) {
		text := edit.apply(before.lines)
		if after, err := readSingle([]byte(text)); err == nil && before.gained(after, phrase) {
			return []byte(text), nil
		}
	}
	return nil, errors.New("add a phrasing: `also` is written in a way that only a person can add to: make it a list, one line each")
}

// printable is a phrase on one line, without characters that nobody sees.
func printable(phrase string) string {
	return strings.ToValidUTF8(oneLine(strings.Map(func(r rune) rune {
		if unicode.IsControl(r) && !unicode.IsSpace(r) || r == '\uFEFF' {
			return -1
		}
		return r
	}, phrase)), "")
}

// single is a file that holds one article, with its front matter.
type single struct {
	article Article
	fields  []field
	body    string
	lines   []string // of the whole file, with their ends
	end     int      // the line that ends the front matter, from 0
}

func readSingle(file []byte) (*single, error) {
	src, line, reason := normalise(file)
	if reason != "" {
		return nil, fmt.Errorf("line %d: %s", line, reason)
	}
	front, body, bodyLine, err := splitFrontMatter(src)
	if err != nil {
		return nil, err
	}
	ps := &problems{}
	fm := readFrontMatter("", front, ps)
	s := &single{fields: fm.fields, body: body, lines: rawLines(string(file)), end: bodyLine - 2}
	s.article, _ = fm.articleFields()
	for _, p := range ps.list {
		if p.Severity == Error {
			return nil, fmt.Errorf("line %d: %s", p.Line, p.Text)
		}
	}
	if s.article.Question == "" {
		return nil, ErrSections
	}
	return s, nil
}

// rawLines cuts a text into lines that keep their ends, whichever of the three kinds those are.
func rawLines(text string) []string {
	var lines []string
	for text != "" {
		end := strings.IndexAny(text, "\r\n") + 1
		switch {
		case end == 0:
			end = len(text)
		case strings.HasPrefix(text[end-1:], "\r\n"):
			end++
		}
		lines = append(lines, text[:end])
		text = text[end:]
	}
	return lines
}

func (s *single) has(phrase string) bool {
	return slices.ContainsFunc(s.article.Phrasings(), func(p string) bool { return strings.EqualFold(p, phrase) })
}

// gained tells whether after is the same file with the phrasing added.
func (s *single) gained(after *single, phrase string) bool {
	want, got := s.article, after.article
	want.Also = append(slices.Clone(want.Also), phrase)
	want.Line = got.Line
	return s.body == after.body && reflect.DeepEqual(want, got)
}

// edits are the ways in which the phrasing may be written, the most usual first.
func (s *single) edits(phrase string) []edit {
	at := slices.IndexFunc(s.fields, func(f field) bool { return f.key == keyAlso })
	if at < 0 {
		return s.newList(phrase)
	}
	first, last := s.region(at)
	if first < 1 || first >= last {
		return nil
	}
	f := s.fields[at]
	var all []edit
	for _, q := range quoted(phrase, f.node) {
		switch {
		case isScalar(f.node):
			all = append(all, s.lone(first, last, q)...)
		default:
			all = append(all, s.items(first, last, q)...)
			all = append(all, s.flow(first, last, q)...)
		}
	}
	return all
}

// region returns the lines of a field, from 0, up to those of the next one.
func (s *single) region(i int) (first, last int) {
	last = s.end
	if i+1 < len(s.fields) {
		last = min(last, s.fields[i+1].line-1)
	}
	return s.fields[i].line - 1, last
}

// newList begins the list after the question, where authors look for it, else at the end.
func (s *single) newList(phrase string) []edit {
	at := slices.IndexFunc(s.fields, func(f field) bool { return f.key == keyQuestion })
	first, last := s.region(at)
	if first < 1 {
		return nil
	}
	key := indentation(s.lines[first])
	var all []edit
	for _, q := range quoted(phrase, s.fields[at].node) {
		for line := first + 1; line <= last; line++ {
			end := lineEnd(s.lines[line-1])
			all = append(all, edit{line: line, text: key + keyAlso + ":" + end + key + "  - " + q + end})
		}
	}
	return all
}
