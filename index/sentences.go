package index

import (
	"strings"
	"unicode/utf8"
)

// A message of more words than storyFrom is mostly a story with a question in it, so its sentences are searched for as
// well. One in fifty support questions of the set rutube is longer; from 12 on the whole message finds more than its
// sentences, from 18 on neither does.
const storyFrom = 18

// maxAsked is how many questions one story may ask: with more of them it is a text about something else, or no one
// article answers it.
const maxAsked = 3

// sentences cuts a text at its lines and where a sentence ends.
func sentences(text string) []string {
	var all []string
	for line := range strings.Lines(text) {
		start := 0
		for i, r := range line {
			switch r {
			case ' ', '\t':
				if start < i && strings.ContainsRune(".!?;…", last(line[start:i])) {
					all = append(all, line[start:i])
					start = i
				}
			}
		}
		if line = strings.TrimSpace(line[start:]); line != "" {
			all = append(all, line)
		}
	}
	return all
}

func last(s string) rune {
	r, _ := utf8.DecodeLastRuneInString(s)
	return r
}

// asked returns the sentences of a story that end in a question mark, nothing if there are more than maxAsked.
func asked(story string) []string {
	var sentences []string
	for line := range strings.Lines(story) {
		start := 0
		for i, r := range line {
			switch r {
			case '.', '!', '…', ';':
				start = i
			case '?', '？':
				if sentence := strings.Trim(line[start:i], ".!…;?？ \t"); sentence != "" {
					sentences = append(sentences, sentence)
				}
				start = i
			}
		}
	}
	if len(sentences) > maxAsked {
		return nil
	}
	return sentences
}
