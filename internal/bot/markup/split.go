package markup

import (
	"strings"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"
)

// split cuts a text into parts of at most limit UTF-16 code units; MessageLimit holds where none is given.
func split(rs runs, limit int) []string {
	if limit <= 0 {
		limit = MessageLimit
	}
	var parts []string
	for rs = rs.trim(); len(rs) > 0; rs = rs.trim() {
		whole := rs.plain()
		window := fitting(whole, limit)
		head, tail := rs, runs(nil)
		if window < len(whole) {
			head, tail = rs.cut(rs.breakAt(whole, window))
		}
		if head = head.trim(); !head.blank() {
			parts = append(parts, head.html())
		}
		rs = tail
	}
	return parts
}

// fitting returns how many bytes of the text fit into limit code units, one character at least.
func fitting(s string, limit int) int {
	n := 0
	for i, r := range s {
		if n += utf16.RuneLen(r); n > limit && i > 0 {
			return i
		}
	}
	return len(s)
}

// breakAt returns the best place to cut whole, the text of rs, within its first window bytes: the last end of a
// paragraph, else of a line, of a sentence, of a word, else wherever no sign falls apart.
func (rs runs) breakAt(whole string, window int) int {
	// A break may begin right behind the window, since it is not sent.
	for end := min(window+len("\n\n"), len(whole)); end > 0; {
		at := strings.LastIndex(whole[:end], "\n\n")
		if at <= 0 {
			break
		}
		if !rs.codeAt(at) {
			return at
		}
		end = at + 1
	}
	if at := strings.LastIndexByte(whole[:window+1], '\n'); at > 0 {
		return at
	}
	// A message is not cut short for a sentence that ends at its beginning, nor for a lone word before a long one.
	if at := lastSentence(whole[:window+1]); at > window/4 {
		return at
	}
	if at := strings.LastIndexByte(whole[:window+1], ' '); at > window/2 {
		return at
	}
	return wholeSign(whole, window)
}

// codeAt tells whether the text is code at a byte, where an empty line ends no paragraph.
func (rs runs) codeAt(at int) bool {
	for _, r := range rs {
		if at < len(r.text) {
			return r.has("pre")
		}
		at -= len(r.text)
	}
	return false
}

// lastSentence returns the end of the last sentence that more text follows, 0 for none.
func lastSentence(s string) int {
	for at := strings.LastIndexByte(s, ' '); at > 0; at = strings.LastIndexByte(s[:at], ' ') {
		if before, _ := utf8.DecodeLastRuneInString(s[:at]); strings.ContainsRune(".!?…", before) {
			return at
		}
	}
	return 0
}

// wholeSign moves a cut back so that it parts no letter from its accent and no joined emoji.
func wholeSign(s string, at int) int {
	for back := at; back > 0; {
		next, _ := utf8.DecodeRuneInString(s[back:])
		before, size := utf8.DecodeLastRuneInString(s[:back])
		if !joins(next) && before != joiner {
			return back
		}
		back -= size
	}
	return at
}

// joiner makes one emoji of two.
const joiner = '\u200d'

func joins(r rune) bool {
	return r == joiner || unicode.IsMark(r) || r >= 0x1F3FB && r <= 0x1F3FF // skin tones
}

// cut parts the text at a byte.
func (rs runs) cut(at int) (head, tail runs) {
	for i, r := range rs {
		if at < len(r.text) {
			head, tail = append(head, rs[:i]...), append(tail, rs[i:]...)
			if at > 0 {
				head = append(head, run{text: r.text[:at], tags: r.tags})
			}
			tail[0].text = r.text[at:]
			return head, tail
		}
		at -= len(r.text)
	}
	return rs, nil
}
