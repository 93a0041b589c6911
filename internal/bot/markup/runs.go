package markup

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf16"
)

// tag is an open element of Telegram's HTML. Attributes are kept as they are written, escaped.
type tag struct {
	name       string
	attributes string // with a space before, empty for none
}

// run is text of one formatting; its tags are listed from the outermost.
type run struct {
	text string
	tags []tag
}

// runs are a whole text. Blocks are parted by line breaks in it, so that a place to split at is found in the text and
// tags are balanced wherever it is cut.
type runs []run

// add appends text, joined to the run before where the formatting is the same.
func (rs *runs) add(text string, tags []tag) {
	if text == "" {
		return
	}
	if n := len(*rs); n > 0 && slices.Equal((*rs)[n-1].tags, tags) {
		(*rs)[n-1].text += text
		return
	}
	*rs = append(*rs, run{text: text, tags: slices.Clone(tags)})
}

// html writes the text with its tags. A tag stays open as long as the runs that follow have it.
func (rs runs) html() string {
	var b strings.Builder
	var open []tag
	for _, r := range rs {
		same := 0
		for same < len(open) && same < len(r.tags) && open[same] == r.tags[same] {
			same++
		}
		closeTags(&b, open[same:])
		for _, t := range r.tags[same:] {
			b.WriteString("<" + t.name + t.attributes + ">")
		}
		b.WriteString(Escape(r.text))
		open = r.tags
	}
	closeTags(&b, open)
	return b.String()
}

func closeTags(b *strings.Builder, open []tag) {
	for _, t := range slices.Backward(open) {
		b.WriteString("</" + t.name + ">")
	}
}

func (rs runs) plain() string {
	var b strings.Builder
	for _, r := range rs {
		b.WriteString(r.text)
	}
	return b.String()
}

// trim cuts white space off both ends, as Telegram does. The first line of code keeps its indentation.
func (rs runs) trim() runs {
	rs = slices.Clone(rs)
	for len(rs) > 0 {
		cutset := " \t\n"
		if rs[0].has("pre") {
			cutset = "\n"
		}
		if rs[0].text = strings.TrimLeft(rs[0].text, cutset); rs[0].text != "" {
			break
		}
		rs = rs[1:]
	}
	for len(rs) > 0 {
		last := len(rs) - 1
		if rs[last].text = strings.TrimRight(rs[last].text, " \t\n"); rs[last].text != "" {
			break
		}
		rs = rs[:last]
	}
	return rs
}

// blank tells whether a reader would see nothing; Telegram refuses such a message.
func (rs runs) blank() bool {
	for _, r := range rs {
		if strings.ContainsFunc(r.text, visible) {
			return false
		}
	}
	return true
}

func visible(r rune) bool {
	return !unicode.IsSpace(r) && !unicode.IsControl(r) && !unicode.Is(unicode.Cf, r)
}

func (r run) has(name string) bool {
	return slices.ContainsFunc(r.tags, func(t tag) bool { return t.name == name })
}

// units counts as Telegram does, in UTF-16 code units.
func units(s string) int {
	n := 0
	for _, r := range s {
		n += utf16.RuneLen(r)
	}
	return n
}
