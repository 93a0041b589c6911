package kb

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"
)

// dateLayout is how valid_until is written.
const dateLayout = "2006-01-02"

// splitFrontMatter cuts a normalised file into its YAML and its body. bodyLine is the line of the file on which the
// body begins. A file that does not begin with "---" has no front matter and is all body.
func splitFrontMatter(src string) (front, body string, bodyLine int, err error) {
	first, rest, _ := strings.Cut(src, "\n")
	if strings.TrimRight(first, " \t") != "---" {
		return "", src, 1, nil
	}
	line, offset := 2, 0
	for offset < len(rest) {
		text, _, ended := strings.Cut(rest[offset:], "\n")
		next := offset + len(text)
		if ended {
			next++
		}
		if mark := strings.TrimRight(text, " \t"); mark == "---" || mark == "..." {
			return rest[:offset], rest[next:], line + 1, nil
		}
		offset = next
		line++
	}
	return "", "", 0, errors.New(`the front matter opened by "---" is never closed: add a line "---" after it`)
}

// field is one key of the front matter with its value and its line in the file.
type field struct {
	key  string
	line int
	node ast.Node
}

// frontMatter reads the keys of one file's front matter. Each read value is checked where it stands, so that every
// mistake of a file is told in one go.
type frontMatter struct {
	*problems
	file   string
	fields []field
}

// readFrontMatter parses YAML that begins on the second line of file.
func readFrontMatter(file, front string, ps *problems) *frontMatter {
	fm := &frontMatter{problems: ps, file: file}
	root, line, err := parseYAML(front)
	if err != nil {
		ps.errorf(file, line+1, "front matter: %v", err)
		return fm
	}
	switch n := root.(type) {
	case nil, *ast.NullNode, *ast.CommentGroupNode:
	case *ast.MappingNode:
		for _, v := range n.Values {
			fm.fields = append(fm.fields, field{key: scalarText(v.Key), line: lineOf(v.Key), node: v.Value})
		}
	default:
		ps.errorf(file, 2, `front matter: expected lines of "key: value"`)
	}
	return fm
}

// parseYAML returns the root node of one YAML document, nil when it is empty. The line is set with an error.
func parseYAML(src string) (root ast.Node, line int, err error) {
	// The YAML parser has panicked on odd input before; an author's typing mistake must not stop the bot.
	defer func() {
		if p := recover(); p != nil {
			root, line, err = nil, 1, errors.New("this is no valid YAML")
		}
	}()
	if strings.TrimSpace(src) == "" {
		return nil, 0, nil
	}
	file, err := parser.ParseBytes([]byte(src), 0)
	if err != nil {
		var at yaml.Error
		if errors.As(err, &at) {
			// A second place in the text would be counted from the front matter's start, not the file's.
			message, _, _ := strings.Cut(at.GetMessage(), " at [")
			return nil, tokenLine(at), errors.New(message)
		}
		return nil, 1, err
	}
	if len(file.Docs) == 0 || file.Docs[0] == nil || file.Docs[0].Body == nil {
		return nil, 0, nil
	}
	return file.Docs[0].Body, 0, nil
}

func tokenLine(err yaml.Error) int {
	if tk := err.GetToken(); tk != nil && tk.Position != nil {
		return tk.Position.Line
	}
	return 1
}

// lineOf returns the line of a node in the file: the YAML begins on the file's second line.
func lineOf(n ast.Node) int {
	if n == nil {
		return 1
	}
	if tk := n.GetToken(); tk != nil && tk.Position != nil {
		return tk.Position.Line + 1
	}
	return 1
}

// scalarText returns a scalar as its author typed it ("1.50" stays "1.50"), empty for everything else.
func scalarText(n ast.Node) string {
	switch n := n.(type) {
	case *ast.StringNode:
		return n.Value
	case *ast.LiteralNode:
		return n.Value.Value
	case *ast.IntegerNode, *ast.FloatNode, *ast.BoolNode, *ast.InfinityNode, *ast.NanNode:
		return n.GetToken().Value
	}
	return ""
}

func isScalar(n ast.Node) bool {
	switch n.(type) {
	case *ast.StringNode, *ast.LiteralNode, *ast.IntegerNode, *ast.FloatNode, *ast.BoolNode, *ast.InfinityNode, *ast.NanNode:
		return true
	}
	return false
}

func isNull(n ast.Node) bool {
	_, null := n.(*ast.NullNode)
	return n == nil || null
}

// phrase reads one line of text: line breaks and runs of spaces become single spaces.
func (fm *frontMatter) phrase(f field) string {
	return oneLine(fm.text(f))
}

func (fm *frontMatter) text(f field) string {
	if isNull(f.node) {
		return ""
	}
	if !isScalar(f.node) {
		fm.errorf(fm.file, f.line, "%s: expected text", f.key)
		return ""
	}
	return strings.TrimSpace(scalarText(f.node))
}

// phrases reads a list of phrases; a lone phrase is a list of one. The lines stand beside the phrases.
func (fm *frontMatter) phrases(f field) (list []string, lines []int) {
	nodes := []ast.Node{f.node}
	if seq, ok := f.node.(*ast.SequenceNode); ok {
		nodes = seq.Values
	}
	for _, n := range nodes {
		if isNull(n) {
			continue
		}
		line := lineOf(n)
		if p := fm.phrase(field{key: f.key, line: line, node: n}); p != "" {
			list, lines = append(list, p), append(lines, line)
		}
	}
	return list, lines
}

func (fm *frontMatter) date(f field) time.Time {
	text := fm.text(f)
	if text == "" {
		return time.Time{}
	}
	day, err := time.Parse(dateLayout, text)
	if err != nil {
		fm.errorf(fm.file, f.line, "%s: %q is no date: write it as 2027-03-01", f.key, text)
	}
	return day
}

// number reads a whole number that is at least low.
func (fm *frontMatter) number(f field, low int) int {
	n, err := strconv.Atoi(fm.text(f))
	if err != nil || n < low {
		fm.errorf(fm.file, f.line, "%s: expected a whole number from %d", f.key, low)
		return low
	}
	return n
}

func (fm *frontMatter) duration(f field) time.Duration {
	d, err := parseDuration(fm.text(f))
	if err != nil {
		fm.errorf(fm.file, f.line, "%s: %v", f.key, err)
	}
	return d
}

// durationUnits are the words that authors use beside Go's own.
var durationUnits = map[string]time.Duration{
	"m": time.Minute, "min": time.Minute, "h": time.Hour,
	"м": time.Minute, "мин": time.Minute, "минут": time.Minute, "минута": time.Minute, "минуты": time.Minute,
	"ч": time.Hour, "час": time.Hour, "часа": time.Hour, "часов": time.Hour,
}

// parseDuration reads "1h30m", "90m", "1 час 30 минут"; a bare number means minutes.
func parseDuration(text string) (time.Duration, error) {
	const digits = "0123456789"
	bad := fmt.Errorf("%q is no duration: write it as 30m, 1h or 1h30m", text)
	rest := strings.ToLower(strings.TrimSpace(text))
	var total time.Duration
	for rest != "" {
		unitAt := len(rest) - len(strings.TrimLeft(rest, digits))
		n, err := strconv.Atoi(rest[:unitAt])
		if err != nil || n > 24*60 {
			return 0, bad
		}
		rest = strings.TrimLeft(rest[unitAt:], " ")
		end := strings.IndexAny(rest, digits)
		if end < 0 {
			end = len(rest)
		}
		name := strings.TrimRight(rest[:end], " .")
		unit, known := durationUnits[name]
		if name == "" && total == 0 && end == len(rest) {
			unit, known = time.Minute, true
		}
		if !known {
			return 0, bad
		}
		total += time.Duration(n) * unit
		rest = rest[end:]
	}
	if total <= 0 {
		return 0, bad
	}
	return total, nil
}
