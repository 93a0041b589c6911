package markup

import (
	stdhtml "html"
	"slices"
	"strings"
)

// elements of HTML whose tags are dropped. What else stands in angle brackets is no HTML but what the author wants to
// show ("<name>"), and stays.
var elements = strings.Fields(`a abbr address article aside audio b big blockquote body button caption center cite code
	col colgroup dd del details dfn div dl dt em embed fieldset figcaption figure font footer form h1 h2 h3 h4 h5 h6
	head header html i iframe img input ins kbd label legend li link main mark meta nav noscript object ol option p
	param picture pre q s samp script section select small source span strike strong style sub summary sup svg table
	tbody td textarea tfoot th thead tr tt u ul var video tg-spoiler tg-emoji`)

// rawText returns the text of raw HTML: tags and comments are dropped, a <br> breaks the line.
func rawText(raw string) string {
	var b strings.Builder
	for raw != "" {
		open := strings.IndexByte(raw, '<')
		if open < 0 {
			b.WriteString(raw)
			break
		}
		b.WriteString(raw[:open])
		raw = raw[open:]
		length := tagLength(raw)
		switch name := elementName(raw[:length]); {
		case strings.HasPrefix(raw, "<!") || strings.HasPrefix(raw, "<?"):
		case name == "br" || name == "hr":
			b.WriteByte('\n')
		case !slices.Contains(elements, name):
			b.WriteString(raw[:length])
		}
		raw = raw[length:]
	}
	return clean(stdhtml.UnescapeString(b.String()))
}

// tagLength returns the length of what begins with "<" at the start of raw: a comment, a tag, or the lone sign.
func tagLength(raw string) int {
	end := ">"
	if strings.HasPrefix(raw, "<!--") {
		end = "-->"
	}
	if at := strings.Index(raw, end); at > 0 {
		return at + len(end)
	}
	return 1
}

// elementName returns the lower-case name in a tag, empty when there is none.
func elementName(t string) string {
	name := strings.ToLower(strings.Trim(t, "</>"))
	if at := strings.IndexAny(name, " \t\n/"); at >= 0 {
		name = name[:at]
	}
	return name
}
