package kb

import (
	"strings"
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

// visibleLength estimates how long an answer is once it is shown, in UTF-16 code units. It is zero when a customer would
// see nothing, as of a lone comment.
func visibleLength(markdown string) int {
	n := 0
	for _, r := range visibleText(markdown) {
		n += utf16.RuneLen(r)
	}
	return n
}

// visibleText is an answer without its markup; a space that does not break stands for a picture.
func visibleText(markdown string) string {
	src := []byte(markdown)
	doc := answerParser.Parse(text.NewReader(src))
	var shown strings.Builder
	_ = ast.Walk(doc, func(n ast.Node, entering bool) (ast.WalkStatus, error) { // our function returns no error
		if !entering {
			return ast.WalkContinue, nil
		}
		if n.Type() == ast.TypeBlock && n.PreviousSibling() != nil && shown.Len() > 0 {
			shown.WriteString("\n\n")
		}
		switch n := n.(type) {
		case *ast.CodeBlock, *ast.FencedCodeBlock:
			shown.Write(n.Lines().Value(src))
		case *ast.HTMLBlock:
			if n.HTMLBlockType != ast.HTMLBlockType2 { // a comment
				shown.Write(n.Lines().Value(src))
			}
		case *ast.Image:
			shown.WriteRune('\u00a0')
		case *ast.AutoLink:
			shown.Write(n.URL(src))
		case *ast.Text:
			shown.Write(n.Value(src))
			if n.SoftLineBreak() || n.HardLineBreak() {
				shown.WriteByte('\n')
			}
		}
		return ast.WalkContinue, nil
	})
	return shown.String()
}
