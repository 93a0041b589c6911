package index

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/kljensen/snowball/english"
	"github.com/kljensen/snowball/russian"
	"golang.org/x/text/unicode/norm"
)

// Class tells what a word does in a question beyond its meaning.
type Class uint8

// The classes of words. Most words are plain.
const (
	Plain    Class = iota
	Negation       // «не», «без», "not": turns the question into its opposite
	Asking         // «когда», «сколько», "where": says what kind of answer is wanted
	Number         // holds a digit: "1с", "2027"
	Latin          // a Latin word; among Cyrillic ones it is mostly a name
)

// Word is one word of an analysed text.
type Word struct {
	Text  string // as typed, after folding: lower case, NFKC, ё as е, no accents, «скока» as «сколько»
	Stem  string
	Class Class
}

// maxWordRunes cuts what is no word any more (base64, a held-down key), so that one message cannot bloat the vocabulary.
const maxWordRunes = 40

// Analyze splits a text into words, folds and stems them and leaves out the few that mean nothing in a question
// (prepositions, pronouns, courtesies). Negation and question words stay: «можно вернуть» and «нельзя вернуть»
// are different questions. A text that is made of left-out words only keeps all of them, so that whatever holds
// a letter or a digit is analysed to something.
func Analyze(text string) []Word { return analyze(text, newWord) }

// analyze is Analyze for whoever knows many words already: of finds out what a folded word is.
func analyze(text string, of func(string) Word) []Word {
	folded := fold(text)
	words := split(withoutLinks(folded))
	if len(words) == 0 {
		words = split(folded)
	}
	kept := make([]Word, 0, len(words))
	for _, w := range words {
		if !stopWords[w] {
			kept = append(kept, of(w))
		}
	}
	if len(kept) == 0 {
		for _, w := range words {
			kept = append(kept, of(w))
		}
	}
	return kept
}

func newWord(text string) Word {
	return Word{Text: text, Stem: stem(text), Class: classify(text)}
}

// fold brings spellings that mean the same to one form. Marks that NFKC leaves on their own are accents of
// stressed vowels or decoration and carry no meaning in Russian or English.
func fold(text string) string {
	text = strings.ToLower(norm.NFKC.String(strings.ToValidUTF8(text, " ")))
	text = norm.NFKC.String(text) // lower case may decompose ("İ")
	return strings.Map(func(r rune) rune {
		switch {
		case r == 'ё':
			return 'е'
		case r == '’', r == 'ʼ', r == '`':
			return '\''
		case unicode.Is(unicode.Mn, r):
			return -1
		}
		return r
	}, text)
}

// withoutLinks blanks out addresses: their parts are not words of the question.
func withoutLinks(text string) string {
	for from := 0; ; {
		at := strings.Index(text[from:], "://")
		if at < 0 {
			return text
		}
		at += from
		start := at
		for start > 0 && text[start-1] >= 'a' && text[start-1] <= 'z' {
			start--
		}
		end := len(text)
		if after := strings.IndexFunc(text[at:], func(r rune) bool { return unicode.IsSpace(r) || strings.ContainsRune(`)>"`, r) }); after >= 0 {
			end = at + after
		}
		text = text[:start] + " " + text[end:]
		from = start + 1
	}
}

var contractions = strings.NewReplacer("can't", "can not", "won't", "will not", "n't", " not")

// split cuts folded text into runs of letters and digits. An English contraction is opened, since its negation counts.
func split(text string) []string {
	text = contractions.Replace(text)
	words := strings.FieldsFunc(text, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	for i, w := range words {
		if written, ok := spoken[w]; ok {
			w = written
		}
		words[i] = cut(w)
	}
	return words
}

func cut(w string) string {
	if len(w) <= maxWordRunes {
		return w
	}
	n := 0
	for i := range w {
		if n == maxWordRunes {
			return w[:i]
		}
		n++
	}
	return w
}

func classify(w string) Class {
	switch {
	case negations[w]:
		return Negation
	case askingWords[w] != 0:
		return Asking
	case strings.IndexFunc(w, unicode.IsDigit) >= 0:
		return Number
	case isLatin(w):
		return Latin
	}
	return Plain
}

func isLatin(w string) bool {
	for _, r := range w {
		if r > unicode.MaxLatin1 {
			return false
		}
	}
	return true
}

// stem cuts the ending off: Snowball for Russian when the word is Cyrillic, for English when it is ASCII.
// Words with digits are names and codes and stay whole.
func stem(w string) string {
	cyrillic, ascii := true, true
	for _, r := range w {
		cyrillic = cyrillic && r >= 'а' && r <= 'я'
		ascii = ascii && r >= 'a' && r <= 'z'
	}
	s := w
	switch {
	case cyrillic:
		s = russian.Stem(w, false)
	case ascii:
		s = english.Stem(w, false)
	}
	if s == "" {
		return w
	}
	return s
}

// sound writes a Latin word in Cyrillic letters, so that «шортс» is alike to "Shorts". Other words are what they are.
func (w Word) sound() string {
	if w.Class != Latin {
		return w.Text
	}
	if spellings := toCyrillicSound.spellings(w.Text); len(spellings) > 0 {
		return spellings[0]
	}
	return w.Text
}

// trigrams returns the character trigrams of one word with its ends marked ("<до", "дос", …, "ка>"). They see
// through endings, clipped words and most typos, where stems do not.
func trigrams(w string) []string {
	marked := "<" + w + ">"
	grams := make([]string, 0, utf8.RuneCountInString(w))
	var first, second int // where the two letters before begin
	for i, r := range marked {
		if i > 1 && second > 0 {
			grams = append(grams, marked[first:i+utf8.RuneLen(r)])
		}
		first, second = second, i
	}
	return grams
}
