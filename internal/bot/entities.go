package bot

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"github.com/mymmrac/telego"

	"github.com/chatbotsmanagers/faqbot/internal/bot/markup"
)

// span is formatting of a part of a text, in bytes.
type span struct {
	start, end int
	kind       string
	open       string
	close      string
}

// formatted returns a text that somebody typed, with its formatting, as Telegram HTML. Telegram counts the places of
// entities in UTF-16 units.
func formatted(text string, entities []telego.MessageEntity) string {
	spans := spansOf(text, entities)
	if len(spans) == 0 {
		return markup.Escape(text)
	}
	cuts := []int{0, len(text)}
	for _, s := range spans {
		cuts = append(cuts, s.start, s.end)
	}
	slices.Sort(cuts)
	cuts = slices.Compact(cuts)

	// Between two cuts the formatting is the same. Entities that cross are closed and opened again, since tags nest.
	var out strings.Builder
	var opened []span
	for i := 1; i < len(cuts); i++ {
		wanted := allowed(spans, cuts[i-1])
		same := 0
		for same < len(opened) && same < len(wanted) && opened[same] == wanted[same] {
			same++
		}
		closeAll(&out, opened[same:])
		for _, s := range wanted[same:] {
			out.WriteString(s.open)
		}
		out.WriteString(markup.Escape(text[cuts[i-1]:cuts[i]]))
		opened = wanted
	}
	closeAll(&out, opened)
	return out.String()
}

func closeAll(out *strings.Builder, opened []span) {
	for _, s := range slices.Backward(opened) {
		out.WriteString(s.close)
	}
}

// allowed returns the spans that hold at a place, outermost first, without those that Telegram does not let stand
// inside one another: nothing of the same kind, and nothing but a quotation around code.
func allowed(spans []span, at int) []span {
	var in []span
	for _, s := range spans {
		if s.start > at || s.end <= at {
			continue
		}
		if slices.ContainsFunc(in, func(o span) bool { return o.kind == s.kind || o.kind == kindCode }) {
			continue
		}
		if s.kind == kindCode {
			in = slices.DeleteFunc(in, func(o span) bool { return o.kind != kindQuote })
		}
		in = append(in, s)
	}
	return in
}

// Kinds of spans of which Telegram allows one at a place.
const (
	kindCode  = "code"
	kindQuote = "quote"
	kindLink  = "link"
)

// spansOf returns the formatting that bots may send, outermost first. What Telegram finds by itself, as addresses and
// hashtags, needs no tags; custom emoji may be sent by few bots, and their plain ones stand in the text.
func spansOf(text string, entities []telego.MessageEntity) []span {
	places := utf16Places(text)
	var spans []span
	for _, e := range entities {
		s, ok := tagsOf(e)
		if !ok {
			continue
		}
		last := len(places) - 1
		s.start = places[min(max(e.Offset, 0), last)]
		s.end = places[min(max(e.Offset+e.Length, 0), last)]
		if s.start < s.end {
			spans = append(spans, s)
		}
	}
	slices.SortStableFunc(spans, func(a, b span) int {
		return cmp.Or(cmp.Compare(a.start, b.start), cmp.Compare(b.end, a.end))
	})
	return spans
}

// utf16Places maps each UTF-16 offset of the text, its end included, to the byte at which its character starts.
func utf16Places(text string) []int {
	places := make([]int, 0, len(text)+1)
	for at, r := range text {
		places = append(places, at)
		if r > 0xFFFF {
			places = append(places, at)
		}
	}
	return append(places, len(text))
}

func tagsOf(e telego.MessageEntity) (span, bool) {
	tag := func(kind, name string) (span, bool) {
		return span{kind: kind, open: "<" + name + ">", close: "</" + name + ">"}, true
	}
	link := func(url string) (span, bool) {
		return span{kind: kindLink, open: `<a href="` + attribute(url) + `">`, close: "</a>"}, true
	}
	switch e.Type {
	case telego.EntityTypeBold:
		return tag("b", "b")
	case telego.EntityTypeItalic:
		return tag("i", "i")
	case telego.EntityTypeUnderline:
		return tag("u", "u")
	case telego.EntityTypeStrikethrough:
		return tag("s", "s")
	case telego.EntityTypeSpoiler:
		return tag("spoiler", "tg-spoiler")
	case telego.EntityTypeCode:
		return tag(kindCode, "code")
	case telego.EntityTypePre:
		if e.Language == "" {
			return tag(kindCode, "pre")
		}
		return span{
			kind:  kindCode,
			open:  `<pre><code class="language-` + attribute(e.Language) + `">`,
			close: "</code></pre>",
		}, true
	case telego.EntityTypeBlockquote:
		return tag(kindQuote, "blockquote")
	case telego.EntityTypeExpandableBlockquote:
		return span{kind: kindQuote, open: "<blockquote expandable>", close: "</blockquote>"}, true
	case telego.EntityTypeTextLink:
		if e.URL != "" {
			return link(e.URL)
		}
	case telego.EntityTypeTextMention:
		if e.User != nil {
			return link("tg://user?id=" + strconv.FormatInt(e.User.ID, 10))
		}
	}
	return span{}, false
}

// attribute makes a value safe between the quotes of a tag.
func attribute(value string) string {
	return strings.ReplaceAll(markup.Escape(value), `"`, "&quot;")
}

// cut returns a text without its first n bytes, and its entities moved along.
func cut(text string, entities []telego.MessageEntity, n int) (string, []telego.MessageEntity) {
	units := 0
	for _, r := range text[:n] {
		units++
		if r > 0xFFFF {
			units++
		}
	}
	var rest []telego.MessageEntity
	for _, e := range entities {
		e.Offset -= units
		if e.Offset < 0 {
			e.Offset, e.Length = 0, e.Length+e.Offset
		}
		if e.Length > 0 {
			rest = append(rest, e)
		}
	}
	return text[n:], rest
}
