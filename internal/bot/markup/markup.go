// Package markup turns the CommonMark of the knowledge base into what Telegram shows.
//
// Telegram's HTML knows bold, italic, underline, strikethrough, spoilers, code, links and quotes, and nothing of
// headings, lists, tables or pictures. What it lacks is said in words and signs: a heading becomes bold, a list gets
// bullets, a table turns into lines that a phone can show.
package markup

import (
	"strings"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/text"
)

// MessageLimit is how much text one Telegram message takes, in UTF-16 code units after its entities are parsed.
const MessageLimit = 4096

// HTML renders Markdown as Telegram HTML of any length.
func HTML(markdown string) string {
	return render(markdown).html()
}

// Messages renders Markdown as Telegram HTML and splits it into messages of at most limit UTF-16 code units of text.
// It splits at the end of a paragraph; one that alone is too long is split at a line, a sentence or a word, and its
// formatting goes on in the next message. Markdown that shows nothing makes no message.
func Messages(markdown string, limit int) []string {
	return split(render(markdown), limit)
}

// PlainText renders Markdown without any formatting, as for a button or a log.
func PlainText(markdown string) string {
	return render(markdown).plain()
}

// Split splits text that is Telegram HTML already, by the rules of Messages.
func Split(html string, limit int) []string {
	return split(parse(html), limit)
}

// Strip returns the text of Telegram HTML without its formatting.
func Strip(html string) string {
	return parse(html).plain()
}

// Len returns how long Telegram finds a text of its HTML: in UTF-16 code units, tags not counted, entities as the
// signs that they stand for.
func Len(html string) int {
	n := 0
	for _, r := range parse(html) {
		n += units(r.text)
	}
	return n
}

var escaper = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;")

// Escape makes text safe to stand in Telegram HTML as it is, outside of tags.
func Escape(text string) string {
	return escaper.Replace(text)
}

// markdownParser may be used by many at a time; to make one costs more than to parse an answer.
var markdownParser = goldmark.New(goldmark.WithExtensions(extension.Table, extension.Strikethrough)).Parser()

func render(markdown string) runs {
	src := []byte(clean(markdown))
	b := &builder{src: src}
	b.blocks(markdownParser.Parse(text.NewReader(src)))
	return b.runs.trim()
}

// clean drops what no message can carry: broken encoding and control characters.
func clean(s string) string {
	s = strings.ReplaceAll(strings.ToValidUTF8(s, "\uFFFD"), "\r\n", "\n")
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\t':
			return r
		case r == '\r':
			return '\n'
		case r < ' ' || r == 0x7f:
			return -1
		}
		return r
	}, s)
}
