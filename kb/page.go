package kb

import (
	"bufio"
	"bytes"
	stdhtml "html"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/renderer/html"
	"github.com/yuin/goldmark/text"
)

// page is what one Markdown file holds.
type page struct {
	articles []Article
	places   map[place]int
	problems []Problem
	broken   int // articles that are left out
}

// parsePage reads one Markdown file: an article, or a page of sections that become one article each. id is the path
// in the knowledge base without ".md", file the path that problems name. Articles with an error are left out.
func parsePage(file, id string, data []byte) page {
	ps := &problems{}
	src, line, reason := normalise(data)
	if reason != "" {
		ps.errorf(file, line, "%s", reason)
		return page{problems: ps.list, broken: 1}
	}
	if strings.TrimSpace(src) == "" {
		ps.errorf(file, 1, "the file is empty: write a question and its answer, or delete it")
		return page{problems: ps.list, broken: 1}
	}
	front, body, bodyLine, err := splitFrontMatter(src)
	if err != nil {
		ps.errorf(file, 1, "%v", err)
		return page{problems: ps.list, broken: 1}
	}
	fm := readFrontMatter(file, front, ps)
	if HasErrors(ps.list) { // nothing is known of this file, so nothing more is missed in it
		return page{problems: ps.list, broken: 1}
	}
	article, places := fm.articleFields()
	article.ID, article.Topic, article.File = id, topicOf(id), file
	if article.Question != "" {
		article.Answer = trimAnswer(body)
		if visibleLength(article.Answer) == 0 {
			ps.errorf(file, article.Line, "the answer is empty: write it below the front matter")
		}
		if HasErrors(ps.list) {
			return page{problems: ps.sorted(), broken: 1}
		}
		return page{articles: []Article{article}, places: ofArticle(places, id), problems: ps.sorted()}
	}
	sections := splitSections(body)
	if len(sections) == 0 {
		ps.errorf(file, article.Line, "no question: add `question: …` to the front matter, or give each question a `## ` heading")
		return page{problems: ps.sorted(), broken: 1}
	}
	fm.checkPage()
	if HasErrors(ps.list) {
		return page{problems: ps.sorted(), broken: 1}
	}
	p := page{places: make(map[place]int)}
	slugs := make(map[string]bool, len(sections))
	for _, s := range sections {
		a := article
		a.Question, a.Answer, a.Line = s.title, s.answer, bodyLine+s.line
		a.ID = id + "#" + uniqueSlug(slugs, s.title)
		switch {
		case a.Question == "":
			ps.errorf(file, a.Line, "no question: the heading is empty")
			p.broken++
			continue
		case visibleLength(a.Answer) == 0:
			ps.errorf(file, a.Line, "the answer is empty: write it below the heading")
			p.broken++
			continue
		}
		p.articles = append(p.articles, a)
		for at, line := range ofArticle(places, a.ID) {
			p.places[at] = line
		}
	}
	p.problems = ps.sorted()
	return p
}

// normalise makes one kind of text of what editors save: no byte order mark, "\n" ends a line. What no author can
// have meant is a reason to refuse the file.
func normalise(data []byte) (src string, line int, reason string) {
	data = bytes.TrimPrefix(data, []byte("\uFEFF"))
	data = bytes.ReplaceAll(data, []byte("\r\n"), []byte("\n"))
	data = bytes.ReplaceAll(data, []byte("\r"), []byte("\n"))
	if at := bytes.IndexByte(data, 0); at >= 0 {
		return "", 1 + bytes.Count(data[:at], []byte("\n")), "a zero byte: this is no text file"
	}
	if !utf8.Valid(data) {
		at := 0
		for {
			r, size := utf8.DecodeRune(data[at:])
			if r == utf8.RuneError && size <= 1 {
				return "", 1 + bytes.Count(data[:at], []byte("\n")), "the text is not UTF-8: save the file in that encoding"
			}
			at += size
		}
	}
	return string(data), 0, ""
}

// trimAnswer cuts empty lines off both ends; the first line keeps its indentation, which means something in Markdown.
func trimAnswer(body string) string {
	body = strings.TrimRightFunc(body, unicode.IsSpace)
	for {
		first, rest, more := strings.Cut(body, "\n")
		if !more || strings.TrimSpace(first) != "" {
			return body
		}
		body = rest
	}
}

// topicOf returns the folder of an id, empty at the root.
func topicOf(id string) string {
	if slash := strings.LastIndexByte(id, '/'); slash >= 0 {
		return id[:slash]
	}
	return ""
}

// section is one "## " heading of a page and the text under it.
type section struct {
	title  string
	answer string
	line   int // from 0, in the page's body
}

// splitSections cuts a body at its headings of the second level. A heading of the first level ends a section too: it
// titles a group of them.
func splitSections(body string) []section {
	src := []byte(body)
	doc := answerParser.Parse(text.NewReader(src))
	var headings []*ast.Heading
	for n := doc.FirstChild(); n != nil; n = n.NextSibling() {
		if h, ok := n.(*ast.Heading); ok && h.Level <= 2 {
			headings = append(headings, h)
		}
	}
	definitions := linkDefinitions(doc, src)
	var sections []section
	for i, h := range headings {
		if h.Level != 2 {
			continue
		}
		end := len(src)
		if i+1 < len(headings) {
			end = lineStart(src, headings[i+1].Pos())
		}
		answer := trimAnswer(string(src[headingEnd(src, h):end]))
		sections = append(sections, section{
			title:  oneLine(inlineText(h, src)),
			answer: withDefinitions(answer, definitions),
			line:   bytes.Count(src[:h.Pos()], []byte("\n")),
		})
	}
	return sections
}

func lineStart(src []byte, pos int) int {
	return bytes.LastIndexByte(src[:pos], '\n') + 1
}

// headingEnd returns the offset of the line after a heading, past the underline of a setext heading.
func headingEnd(src []byte, h *ast.Heading) int {
	last := h.Pos()
	if n := h.Lines().Len(); n > 0 {
		last = max(last, h.Lines().At(n-1).Start)
	}
	end := nextLine(src, last)
	if first := bytes.TrimLeft(src[lineStart(src, h.Pos()):], " \t"); !bytes.HasPrefix(first, []byte("#")) {
		end = nextLine(src, end)
	}
	return end
}

func nextLine(src []byte, pos int) int {
	if at := bytes.IndexByte(src[pos:], '\n'); at >= 0 {
		return pos + at + 1
	}
	return len(src)
}

// definition is a "[label]: address" line of a page.
type definition struct {
	label string
	line  string
}

// linkDefinitions returns a page's link definitions: a section may use one that stands in another.
func linkDefinitions(doc ast.Node, src []byte) []definition {
	var found []definition
	for n := doc.FirstChild(); n != nil; n = n.NextSibling() {
		if def, ok := n.(*ast.LinkReferenceDefinition); ok {
			found = append(found, definition{label: string(def.Label), line: strings.TrimSpace(string(def.Lines().Value(src)))})
		}
	}
	return found
}

// withDefinitions appends the definitions that an answer needs and does not hold itself.
func withDefinitions(answer string, definitions []definition) string {
	for _, d := range definitions {
		if strings.Contains(answer, "["+d.label+"]") && !strings.Contains(answer, d.line) {
			answer += "\n\n" + d.line
		}
	}
	return answer
}

// inlineText returns what a reader sees of a block's inline Markdown.
func inlineText(block ast.Node, src []byte) string {
	var b strings.Builder
	_ = ast.Walk(block, func(n ast.Node, entering bool) (ast.WalkStatus, error) { // our function returns no error
		if !entering {
			return ast.WalkContinue, nil
		}
		switch n := n.(type) {
		case *ast.Text:
			if value := n.Value(src); n.Parent().Kind() == ast.KindCodeSpan {
				b.Write(value)
			} else {
				b.WriteString(unescape(value))
			}
			if n.SoftLineBreak() || n.HardLineBreak() {
				b.WriteByte('\n')
			}
		case *ast.String:
			b.Write(n.Value)
		case *ast.AutoLink:
			b.Write(n.Label(src))
		}
		return ast.WalkContinue, nil
	})
	return b.String()
}

// unescape resolves what Markdown writes with a backslash or as an HTML entity. Goldmark's own writer knows how the two
// meet ("\&amp;"); it escapes what it writes, which is undone.
func unescape(value []byte) string {
	var out bytes.Buffer
	w := bufio.NewWriter(&out)
	html.DefaultWriter.Write(w, value)
	_ = w.Flush() // a buffer in memory refuses nothing
	return stdhtml.UnescapeString(out.String())
}
