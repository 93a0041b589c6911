package kb

import (
	"unicode/utf16"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/text"
)

// messageLimit is how much text one Telegram message takes, in UTF-16 code units after its formatting is parsed.
const messageLimit = 4096

// answerParser reads the Markdown of answers as the bot does. To make one costs more than to parse an article.
var answerParser = goldmark.New(goldmark.WithExtensions(extension.Table, extension.Strikethrough)).Parser()

// visibleLength estimates how long an answer is once it is shown: the text without its markup, in UTF-16 code units.
// It is zero when a customer would see nothing, as of a lone comment.
func visibleLength(markdown string) int {
	src := []byte(markdown)
	doc := answerParser.Parse(text.NewReader(src))
	length := 0
	_ = ast.Walk(doc, func(n ast.Node, entering bool) (ast.WalkStatus, error) { // our function returns no error
		if !entering {
			return ast.WalkContinue, nil
		}
		switch n := n.(type) {
		case *ast.CodeBlock, *ast.FencedCodeBlock:
			length += units(n.Lines().Value(src))
		case *ast.HTMLBlock:
			if n.HTMLBlockType != ast.HTMLBlockType2 { // a comment
				length += units(n.Lines().Value(src))
			}
		case *ast.Image:
			length++
		case *ast.AutoLink:
			length += units(n.URL(src))
		case *ast.Text:
			length += units(n.Value(src))
			if n.SoftLineBreak() || n.HardLineBreak() {
				length++
			}
		}
		if n.Type() == ast.TypeBlock && n.PreviousSibling() != nil && length > 0 {
			length += 2 // an empty line between blocks
		}
		return ast.WalkContinue, nil
	})
	return length
}

func units(s []byte) int {
	n := 0
	for _, r := range string(s) {
		n += utf16.RuneLen(r)
	}
	return n
}
