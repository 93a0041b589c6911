package answer

import (
	"strings"
	"unicode"
)

// meaningless tells whether a message holds nothing that could be a word: punctuation, a few letters, a row of the
// keyboard. It is asked only about messages of which no article knows a word, so «crm» and «цена» never get here.
func meaningless(text string) bool {
	for _, w := range rawWords(text) {
		if !isNoise(w) {
			return false
		}
	}
	return true
}

func rawWords(text string) []string {
	return strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
}

// Limits of what can be a word, chosen on Russian and English vocabulary: no word of a question is a keyboard row of
// four keys, has six consonants in a row or stands for something with three unknown letters alone. A number alone asks
// for nothing; one as long as a phone is somebody's phone.
const (
	shortLetters  = 3
	phoneDigits   = 10
	keyRun        = 4
	consonantsRun = 6
)

func isNoise(w string) bool {
	letters := []rune(w)
	switch {
	case strings.Trim(w, "0123456789") == "":
		return len(letters) < phoneDigits // an order's number says nothing without the word «заказ»
	case strings.IndexFunc(w, unicode.IsDigit) >= 0:
		return len(letters) < shortLetters // a longer one may be an article number
	case len(letters) <= shortLetters:
		return true
	case distinct(letters) <= 2:
		return true
	case keyboardRow(letters):
		return true
	}
	return consonants(letters)
}

func distinct(letters []rune) int {
	seen := map[rune]bool{}
	for _, r := range letters {
		seen[r] = true
	}
	return len(seen)
}

// keyboardRows are the rows of letters, and the one that people write out by ear.
var keyboardRows = []string{"йцукенгшщзхъ", "фывапролджэ", "ячсмитьбю", "qwertyuiop", "asdfghjkl", "zxcvbnm", "асдфгхйкл"}

// keyboardRow tells whether the word, or all of it but one letter, was typed by running along a row of keys.
func keyboardRow(letters []rune) bool {
	if len(letters) < keyRun {
		return false
	}
	steps := 0
	for i := 1; i < len(letters); i++ {
		if neighbours(letters[i-1], letters[i]) {
			steps++
		}
	}
	return steps >= keyRun-1 && steps >= len(letters)-2
}

func neighbours(a, b rune) bool {
	if a == b {
		return true
	}
	for _, row := range keyboardRows {
		if strings.Contains(row, string([]rune{a, b})) || strings.Contains(row, string([]rune{b, a})) {
			return true
		}
	}
	return false
}

const vowels = "аеёиоуыэюяіїєaeiouy"

// consonants tells whether a Cyrillic or Latin word cannot be spoken: no vowel at all, or six consonants in a row.
func consonants(letters []rune) bool {
	run, longest, spoken := 0, 0, false
	for _, r := range letters {
		switch {
		case !unicode.In(r, unicode.Cyrillic, unicode.Latin):
			return false
		case strings.ContainsRune(vowels, r):
			run, spoken = 0, true
		case r != 'ь' && r != 'ъ':
			run++
			longest = max(longest, run)
		}
	}
	return !spoken || longest >= consonantsRun
}
