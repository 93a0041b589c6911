package markup

import (
	"slices"
	"strconv"
	"strings"

	"github.com/yuin/goldmark/ast"
	east "github.com/yuin/goldmark/extension/ast"
)

const (
	// indentation of nested lists; Telegram keeps spaces, and its letters are of different width.
	indentation = "    "

	ruler = "———"
)

// builder walks a Markdown tree and gathers its text.
type builder struct {
	src   []byte
	runs  runs
	tags  []tag
	depth int // of lists

	// breaks are line breaks that are written when more text follows, in the formatting of the place where they were
	// asked for: a block that shows nothing leaves no gap.
	breaks    int
	breakTags []tag
	lead      string // begins the next line: indentation and a bullet

	length int // of what is written so far, in bytes
}

// write appends text in the formatting of the place.
func (b *builder) write(text string) {
	if text == "" {
		return
	}
	if b.breaks > 0 && b.length > 0 {
		b.add(strings.Repeat("\n", b.breaks), b.breakTags)
	}
	b.breaks = 0
	if b.lead != "" {
		b.add(b.lead, outside(b.tags))
		b.lead = ""
	}
	b.add(text, b.tags)
}

func (b *builder) add(text string, tags []tag) {
	b.runs.add(text, tags)
	b.length += len(text)
}

// outside returns the tags that a bullet has: it stands in the quote but is not formatted as its text.
func outside(tags []tag) []tag {
	return slices.DeleteFunc(slices.Clone(tags), func(t tag) bool { return t.name != "blockquote" })
}

// newLines asks for breaks before the next text.
func (b *builder) newLines(n int) {
	b.breaks, b.breakTags = max(b.breaks, n), slices.Clone(b.tags)
}

// within writes a part of the tree inside a tag. A tag inside itself says nothing new; Telegram forbids it for quotes.
func (b *builder) within(t tag, part func()) {
	if slices.ContainsFunc(b.tags, func(open tag) bool { return open.name == t.name }) {
		part()
		return
	}
	b.tags = append(b.tags, t)
	part()
	b.tags = b.tags[:len(b.tags)-1]
}

// blocks writes the children of a block with an empty line between them.
func (b *builder) blocks(parent ast.Node) {
	gap := 2
	if item, ok := parent.(*ast.ListItem); ok && item.Parent().(*ast.List).IsTight {
		gap = 1
	}
	for n := parent.FirstChild(); n != nil; n = n.NextSibling() {
		b.block(n)
		b.newLines(gap)
	}
}

func (b *builder) block(n ast.Node) {
	switch n := n.(type) {
	case *ast.Heading:
		b.within(tag{name: "b"}, func() { b.inlines(n) })
	case *ast.Blockquote:
		b.within(tag{name: "blockquote"}, func() { b.blocks(n) })
	case *ast.List:
		b.list(n)
	case *ast.FencedCodeBlock:
		b.code(string(n.Lines().Value(b.src)), string(n.Language(b.src)))
	case *ast.CodeBlock:
		b.code(string(n.Lines().Value(b.src)), "")
	case *ast.ThematicBreak:
		b.write(ruler)
	case *ast.HTMLBlock:
		b.write(strings.TrimSpace(rawText(string(n.Lines().Value(b.src)) + closure(n, b.src))))
	case *ast.LinkReferenceDefinition:
	case *east.Table:
		b.table(n)
	default:
		b.inlines(n)
	}
}

// closure returns the last line of an HTML block, which goldmark keeps apart.
func closure(n *ast.HTMLBlock, src []byte) string {
	if !n.HasClosure() {
		return ""
	}
	return string(n.ClosureLine.Value(src))
}

// code writes a block of code as it is. Only a language of plain letters is named, as class names are.
func (b *builder) code(content, language string) {
	content = strings.TrimRight(content, "\n ")
	if content == "" {
		return
	}
	saved := b.tags
	b.tags = append(outside(saved), tag{name: "pre"})
	if language != "" && strings.Trim(language, languageSigns) == "" {
		b.tags = append(b.tags, tag{name: "code", attributes: ` class="language-` + language + `"`})
	}
	b.write(content)
	b.tags = saved
}

const languageSigns = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+-_#"

func (b *builder) list(l *ast.List) {
	number, gap := l.Start, 2
	if l.IsTight {
		gap = 1
	}
	b.depth++
	for item := l.FirstChild(); item != nil; item = item.NextSibling() {
		bullet := "• "
		switch {
		case l.IsOrdered():
			bullet = strconv.Itoa(number) + ". "
			number++
		case b.depth > 1:
			bullet = "◦ "
		}
		// A list that begins an item puts its first bullet in the place of the item's.
		b.lead = strings.Repeat(indentation, b.depth-1) + bullet
		b.blocks(item)
		b.lead = ""
		b.newLines(gap)
	}
	b.depth--
}
