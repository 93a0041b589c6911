package kb

import (
	"slices"
	"strings"
	"unicode"

	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/token"
)

// items adds a line to a list that has a line for each phrasing, or is empty.
func (s *single) items(first, last int, q string) []edit {
	indent := indentation(s.lines[first]) + "  "
	for _, line := range s.lines[first+1 : last] {
		if strings.HasPrefix(strings.TrimLeft(line, " "), "-") {
			indent = indentation(line)
			break
		}
	}
	var all []edit
	for line := first + 1; line <= last; line++ {
		all = append(all, edit{line: line, text: indent + "- " + q + lineEnd(s.lines[line-1])})
	}
	return all
}

// flow adds to a list in brackets, before any of the brackets that may be its end.
func (s *single) flow(first, last int, q string) []edit {
	var all []edit
	for line := first; line < last; line++ {
		text := s.lines[line]
		for column, r := range text {
			if r != ']' {
				continue
			}
			for _, add := range []string{q, " " + q, ", " + q} { // nothing stands there, a last comma, a phrasing
				all = append(all, edit{line: line, column: column, text: add})
			}
			if strings.TrimSpace(text[:column]) == "" && line > first {
				all = append(all, s.flowAbove(line-1, q)...)
			}
		}
	}
	slices.SortStableFunc(all, func(a, b edit) int { return a.line - b.line })
	return all
}

// lone makes a list of a single phrasing that stands beside its key.
func (s *single) lone(first, last int, q string) []edit {
	line := s.lines[first]
	colon := strings.IndexByte(line, ':')
	if colon < 0 {
		return nil
	}
	value := colon + 1 + len(line[colon+1:]) - len(strings.TrimLeft(line[colon+1:], " \t"))
	end := lineEnd(line)
	item := end + indentation(line) + "  - "
	split := edit{line: first, column: colon + 1, until: value, text: item}
	all := make([]edit, 0, last-first)
	for at := first + 1; at <= last; at++ {
		both := split
		both.then = &edit{line: at, text: strings.TrimPrefix(item, end) + q + end}
		all = append(all, both)
	}
	return all
}

// flowAbove adds to the line above a bracket that begins its own: after a last comma as one more line, else to the
// phrasing that stands there.
func (s *single) flowAbove(line int, q string) []edit {
	above := s.lines[line]
	end := len(strings.TrimRight(above, " \t\r\n"))
	return []edit{
		{line: line, column: len(above), text: indentation(above) + q + lineEnd(above)},
		{line: line, column: end, text: ", " + q},
		{line: line, column: end, text: " " + q},
	}
}

func indentation(line string) string {
	return line[:len(line)-len(strings.TrimLeft(line, " "))]
}

func lineEnd(line string) string {
	return line[len(strings.TrimRight(line, "\r\n")):]
}

// edit puts a text into one line, or before it.
type edit struct {
	line, column int
	until        int // column up to which the text replaces what was there, 0 for none
	text         string
	then         *edit // on a later line
}

func (e *edit) apply(lines []string) string {
	changed := slices.Clone(lines)
	for ; e != nil; e = e.then {
		line := changed[e.line]
		changed[e.line] = line[:e.column] + e.text + line[max(e.column, e.until):]
	}
	return strings.Join(changed, "")
}

// quoted returns how a phrase can be written in YAML, first in the style of what stands beside it.
func quoted(phrase string, beside ast.Node) []string {
	double := `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(phrase) + `"`
	single := `'` + strings.ReplaceAll(phrase, `'`, `''`) + `'`
	if seq, ok := beside.(*ast.SequenceNode); ok && len(seq.Values) > 0 {
		beside = seq.Values[len(seq.Values)-1]
	}
	style := token.StringType
	if !isNull(beside) && beside.GetToken() != nil {
		style = beside.GetToken().Type
	}
	switch {
	case style == token.DoubleQuoteType:
		return []string{double, single}
	case style == token.SingleQuoteType:
		return []string{single, double}
	case isPlain(phrase):
		return []string{phrase, double, single}
	}
	return []string{double, single}
}

// isPlain tells whether a phrase needs no quotes, whatever list it stands in and whichever program reads it.
func isPlain(phrase string) bool {
	switch strings.ToLower(phrase) {
	case "true", "false", "yes", "no", "on", "off", "null", "y", "n":
		return false
	}
	for i, r := range phrase {
		if !unicode.IsLetter(r) && (i == 0 || !unicode.IsDigit(r) && !strings.ContainsRune(" -?!.()/+%", r)) {
			return false
		}
	}
	return true
}
