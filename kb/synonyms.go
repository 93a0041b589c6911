package kb

import "strings"

// parseSynonyms reads groups of words that mean the same: one group a line, commas between the words. What an author
// writes around them (headings, comments, sentences) is passed over: a group has a comma and is no sentence.
func parseSynonyms(src string) [][]string {
	var groups [][]string
	for line := range strings.Lines(src) {
		line = strings.TrimSpace(line)
		if line == "" || strings.ContainsAny(line[:1], "#<>") || strings.ContainsAny(line[len(line)-1:], ".:!?>") {
			continue
		}
		line = strings.TrimPrefix(strings.TrimPrefix(line, "- "), "* ")
		var words []string
		for word := range strings.SplitSeq(line, ",") {
			if word = strings.Join(strings.Fields(word), " "); word != "" {
				words = append(words, word)
			}
		}
		if len(words) > 1 {
			groups = append(groups, words)
		}
	}
	return groups
}
