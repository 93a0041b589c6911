package markup

import (
	stdhtml "html"
	"slices"
	"strings"
)

// formatting are the elements that Telegram's HTML has.
var formatting = []string{
	"b", "strong", "i", "em", "u", "ins", "s", "strike", "del", "span", "tg-spoiler", "tg-emoji", "tg-time",
	"a", "code", "pre", "blockquote",
}

// parse reads Telegram HTML. It is lenient, since the text is ours: what is no tag of Telegram's is text.
func parse(html string) runs {
	var (
		rs   runs
		open []tag
	)
	for html != "" {
		at := strings.IndexByte(html, '<')
		if at < 0 {
			at = len(html)
		}
		rs.add(stdhtml.UnescapeString(html[:at]), open)
		if html = html[at:]; html == "" {
			break
		}
		length := tagLength(html)
		inner := strings.Trim(html[:length], "<>")
		name := elementName(html[:length])
		switch {
		case length == 1 || !slices.Contains(formatting, name):
			rs.add(html[:1], open)
			length = 1
		case strings.HasPrefix(inner, "/"):
			open = closed(open, name)
		default:
			open = append(slices.Clone(open), tag{name: name, attributes: strings.TrimRight(inner[len(name):], " /")})
		}
		html = html[length:]
	}
	return rs
}

// closed returns the open tags without the innermost of a name and what stands in it.
func closed(open []tag, name string) []tag {
	for i, t := range slices.Backward(open) {
		if t.name == name {
			return slices.Clone(open[:i])
		}
	}
	return open
}
