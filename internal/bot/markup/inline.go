package markup

import (
	"bufio"
	"bytes"
	stdhtml "html"
	"net/url"
	"strings"

	"github.com/yuin/goldmark/ast"
	east "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/renderer/html"
	"github.com/yuin/goldmark/util"
)

func (b *builder) inlines(parent ast.Node) {
	for n := parent.FirstChild(); n != nil; n = n.NextSibling() {
		b.inline(n)
	}
}

func (b *builder) inline(n ast.Node) {
	switch n := n.(type) {
	case *ast.Text:
		b.write(literal(n.Value(b.src)))
		switch {
		case n.HardLineBreak():
			b.newLines(1)
		case n.SoftLineBreak() && n.NextSibling() != nil:
			b.write(" ")
		}
	case *ast.String:
		b.write(string(n.Value))
	case *ast.CodeSpan:
		b.codeSpan(n)
	case *ast.Emphasis:
		name := "i"
		if n.Level == 2 {
			name = "b"
		}
		b.within(tag{name: name}, func() { b.inlines(n) })
	case *east.Strikethrough:
		b.within(tag{name: "s"}, func() { b.inlines(n) })
	case *ast.Link:
		b.link(string(util.URLEscape(n.Destination, true)), func() { b.inlines(n) })
	case *ast.Image:
		b.link(string(util.URLEscape(n.Destination, true)), func() { b.inlines(n) })
	case *ast.AutoLink:
		address := string(n.URL(b.src))
		if n.AutoLinkType == ast.AutoLinkEmail {
			b.write(address) // Telegram itself makes a link of an address
			return
		}
		b.link(address, func() { b.write(address) })
	case *ast.RawHTML:
		b.write(rawText(string(n.Segments.Value(b.src))))
	default:
		b.inlines(n)
	}
}

// literal resolves backslashes and entities. Goldmark's own writer knows how the two meet ("\&amp;"); it escapes what
// it writes, which is undone.
func literal(value []byte) string {
	var out bytes.Buffer
	w := bufio.NewWriter(&out)
	html.DefaultWriter.Write(w, value)
	_ = w.Flush() // a buffer in memory refuses nothing
	return clean(stdhtml.UnescapeString(out.String()))
}

// codeSpan writes code without any other formatting, which Telegram does not allow around it. Of a link made of code
// the link stays.
func (b *builder) codeSpan(n ast.Node) {
	var code strings.Builder
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		if t, ok := c.(*ast.Text); ok {
			code.WriteString(strings.ReplaceAll(string(t.Value(b.src)), "\n", " "))
		}
	}
	saved := b.tags
	if !b.inLink() {
		b.tags = append(outside(saved), tag{name: "code"})
	}
	b.write(code.String())
	b.tags = saved
}

func (b *builder) inLink() bool {
	return run{tags: b.tags}.has("a")
}

// link writes a label as a link where Telegram can open it. An address of mail or a telephone number is shown in
// words: Telegram drops such links and makes its own of what it sees. Other addresses, as of a file beside the article,
// mean nothing to a customer.
func (b *builder) link(address string, label func()) {
	u, err := url.Parse(address)
	if err != nil || b.inLink() {
		label()
		return
	}
	switch strings.ToLower(u.Scheme) {
	case "http", "https":
		if u.Host == "" {
			label()
			return
		}
	case "tg":
	case "mailto", "tel":
		b.spelled(u.Opaque, label)
		return
	default:
		label()
		return
	}
	before := b.length
	b.within(tag{name: "a", attributes: ` href="` + attribute(address) + `"`}, func() {
		if label(); b.length == before {
			b.write(readable(address))
		}
	})
}

// readable returns an address as people know it, with letters in the place of "%D0%BF".
func readable(address string) string {
	plain, err := url.PathUnescape(address)
	if err != nil {
		plain = address
	}
	return clean(plain)
}

// spelled writes a label and, where the label does not say it, the address behind it.
func (b *builder) spelled(address string, label func()) {
	address = readable(address)
	before := b.length
	label()
	switch said := b.runs.plain()[before:]; {
	case strings.TrimSpace(said) == "":
		b.write(address)
	case !strings.Contains(digitsOrText(said), digitsOrText(address)):
		b.write(" (" + address + ")")
	}
}

// digitsOrText makes "+7 (495) 000-00-00" and "+74950000000" the same.
func digitsOrText(s string) string {
	return strings.NewReplacer(" ", "", "(", "", ")", "", "-", "", "\u00a0", "").Replace(strings.ToLower(s))
}

// attribute makes a value safe between the quotes of a tag.
func attribute(value string) string {
	return strings.ReplaceAll(Escape(clean(value)), `"`, "&quot;")
}
