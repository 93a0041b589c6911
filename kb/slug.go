package kb

import (
	"strconv"
	"strings"
	"unicode"
)

// slug makes the readable end of a section's id: lower case, letters of any script and digits, hyphens between.
func slug(title string) string {
	var b strings.Builder
	gap := false
	for _, r := range strings.ToLower(title) {
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r) {
			gap = true
			continue
		}
		if gap && b.Len() > 0 {
			b.WriteByte('-')
		}
		gap = false
		b.WriteRune(r)
	}
	if b.Len() == 0 {
		return "section"
	}
	return b.String()
}

// uniqueSlug returns the slug of a title, with "-2", "-3" … when a section before has it, and marks it as used.
func uniqueSlug(used map[string]bool, title string) string {
	base := slug(title)
	name := base
	for n := 2; used[name]; n++ {
		name = base + "-" + strconv.Itoa(n)
	}
	used[name] = true
	return name
}
