package markup

import (
	stdhtml "html"
	"regexp"
	"slices"
	"strings"
)

// Markdown turns what somebody typed in Telegram into Markdown that shows the same: its text, with as much of the
// formatting as Markdown has. Lines and lists stay as they were typed, since people write them alike in both.
func Markdown(html string) string {
	typed := parse(clean(html)).trim()
	plain := runs{{text: typed.plain()}}
	// Whether a sign means formatting depends on all that stands around it. So the text that looks best is taken of those
	// that are shown as they were typed; with every sign escaped it always is.
	for _, attempt := range []struct {
		text    runs
		escaped *regexp.Regexp
	}{{typed, nil}, {typed, inlineSigns}, {typed, allSigns}, {plain, nil}, {plain, inlineSigns}} {
		if md := attempt.text.markdown(attempt.escaped); slices.Equal(seenWords(PlainText(md)), seenWords(plain.plain())) {
			return md
		}
	}
	return plain.markdown(allSigns)
}

var (
	inlineSigns = regexp.MustCompile("[\\\\`*_\\[\\]<>~|&]")
	allSigns    = regexp.MustCompile("[!-/:-@\\[-`{-~]")
)

// seenWords are the words that a reader sees, but for the signs that a list begins its lines with.
func seenWords(text string) []string {
	return slices.DeleteFunc(strings.Fields(text), func(w string) bool {
		return slices.Contains([]string{"•", "◦", "▪", "-", "*", "+"}, w)
	})
}

// markdown writes the text with the signs of escaped made harmless, nil for none.
func (rs runs) markdown(escaped *regexp.Regexp) string {
	var b strings.Builder
	lines := rs.lines()
	fenced := false
	for i, line := range lines {
		code, quote := line.has("pre"), line.has("blockquote")
		if code != fenced {
			b.WriteString("```\n")
			fenced = code
		}
		text := line.markdown(escaped)
		switch {
		case code:
			text = line.plain()
		case quote:
			text = "> " + text
		}
		b.WriteString(text)
		if i+1 == len(lines) {
			break
		}
		next := lines[i+1]
		goesOn := next.has("pre") == code && next.has("blockquote") == quote
		if goesOn && !code && text != "" && next.plain() != "" {
			b.WriteString("  ") // who breaks a line in Telegram means it
		}
		b.WriteByte('\n')
		if quote && !goesOn {
			b.WriteByte('\n')
		}
	}
	if fenced {
		b.WriteString("\n```")
	}
	return b.String()
}

// line is a line of a text, without its end.
type line runs

func (rs runs) lines() []line {
	all := []line{nil}
	for _, r := range rs {
		for i, text := range strings.Split(r.text, "\n") {
			if i > 0 {
				all = append(all, nil)
			}
			if text != "" {
				all[len(all)-1] = append(all[len(all)-1], run{text: text, tags: r.tags})
			}
		}
	}
	return all
}

func (l line) has(name string) bool {
	return slices.ContainsFunc(l, func(r run) bool { return r.has(name) })
}

func (l line) plain() string { return runs(l).plain() }

// markdown writes the line without the blanks at its ends, which would make it code or a break.
func (l line) markdown(escaped *regexp.Regexp) string {
	var b strings.Builder
	var open []tag
	for _, r := range l {
		tags := slices.DeleteFunc(slices.Clone(r.tags), func(t tag) bool { return opening[t.name] == "" })
		same := 0
		for same < len(open) && same < len(tags) && open[same] == tags[same] {
			same++
		}
		text := strings.TrimLeft(r.text, " \t")
		before := r.text[:len(r.text)-len(text)]
		closeMarks(&b, open[same:])
		b.WriteString(before)
		for _, t := range tags[same:] {
			b.WriteString(opening[t.name])
		}
		switch {
		case r.has("code"):
		case escaped != nil:
			text = escaped.ReplaceAllString(text, `\$0`)
		}
		b.WriteString(text)
		open = tags
	}
	closeMarks(&b, open)
	return strings.TrimSpace(b.String())
}

// opening are the signs that formatting begins with.
var opening = map[string]string{
	"b": "**", "strong": "**", "i": "*", "em": "*", "s": "~~", "strike": "~~", "del": "~~", "code": "`", "a": "[",
}

// closeMarks ends formatting before the blanks that the text ends with: after one no sign can close.
func closeMarks(b *strings.Builder, open []tag) {
	if len(open) == 0 {
		return
	}
	text := b.String()
	kept := strings.TrimRight(text, " \t")
	b.Reset()
	b.WriteString(kept)
	for _, t := range slices.Backward(open) {
		if t.name == "a" {
			b.WriteString("](<" + t.address() + ">)")
		} else {
			b.WriteString(opening[t.name])
		}
	}
	b.WriteString(text[len(kept):])
}

// address is where a link leads.
func (t tag) address() string {
	_, address, _ := strings.Cut(t.attributes, `href="`)
	return strings.NewReplacer("<", "%3C", ">", "%3E").Replace(stdhtml.UnescapeString(strings.TrimSuffix(address, `"`)))
}
