package index

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/chatbotsmanagers/faqbot/kb"
)

// explained matches what stands before a parenthesis and in it.
var explained = regexp.MustCompile(`([\p{L}][\p{L}\d-]*(?:[ \t]+[\p{L}][\p{L}\d-]*){0,7})["»*_]{0,3}[ \t]+\(["«*_]{0,3}([\p{L}][\p{L}\d -]{0,80}?)["»*_]{0,3}\)`)

// abbreviations returns those that the articles expand themselves, «личный кабинет (ЛК)» or «ЛК (личный кабинет)», each with its
// expansion, as lines of synonyms. The first letters must agree: what else stands in parentheses explains or limits, and means
// something else more often than the same.
func abbreviations(base *kb.Base) (lines [][]string) {
	seen := map[string]bool{}
	for i := range base.Articles {
		a := &base.Articles[i]
		for _, text := range append([]string{a.Question, a.Answer}, a.Also...) {
			if !strings.Contains(text, "(") {
				continue
			}
			for _, m := range explained.FindAllStringSubmatch(text, -1) {
				short, long := abbreviated(m[1], m[2])
				if line := []string{short, long}; short != "" && !seen[strings.Join(line, " ")] {
					seen[strings.Join(line, " ")] = true
					lines = append(lines, line)
				}
			}
		}
	}
	return lines
}

// abbreviated tells which of the words before a parenthesis and in it abbreviate the others; "" where none do.
func abbreviated(before, within string) (short, long string) {
	outside, inside := strings.Fields(before), strings.Fields(within)
	last := outside[len(outside)-1]
	if isAbbreviation(last) && spelt([]rune(strings.ToLower(last)), inside) == len(inside) {
		return strings.ToLower(last), strings.ToLower(within)
	}
	if !isAbbreviation(within) {
		return "", ""
	}
	letters := []rune(strings.ToLower(within))
	slices.Reverse(letters) // the words nearest to the parenthesis are the ones
	slices.Reverse(outside)
	expansion := outside[:spelt(letters, outside)]
	if len(expansion) == 0 {
		return "", ""
	}
	slices.Reverse(expansion)
	return strings.ToLower(within), strings.ToLower(strings.Join(expansion, " "))
}

// The lengths of an abbreviation in letters. One of more is a word in capitals.
const (
	minAbbreviation = 2
	maxAbbreviation = 6
)

// isAbbreviation tells a word of capitals.
func isAbbreviation(word string) bool {
	n := utf8.RuneCountInString(word)
	return n >= minAbbreviation && n <= maxAbbreviation && strings.IndexFunc(word, func(r rune) bool { return !unicode.IsUpper(r) }) < 0
}

// spelt returns how many of the words, from the first on, begin with the letters in turn; 0 if they do not. Small words need
// not have a letter: «отдел по работе с клиентами» is ОРК.
func spelt(letters []rune, words []string) int {
	for i, word := range words {
		word = strings.ToLower(word)
		first, _ := utf8.DecodeRuneInString(word)
		switch {
		case first == letters[0]:
			letters = letters[1:]
		case i == 0 || !stopWords[word]:
			return 0
		}
		if len(letters) == 0 {
			return i + 1
		}
	}
	return 0
}
