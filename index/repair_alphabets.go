package index

import (
	"strings"
	"unicode"
)

// The letters that look the same in both alphabets, in lower case and as capitals, and the digits that stand in for a letter.
var lookAlike = [...]struct{ cyrillic, latin string }{
	{"асеорхукмтнв", "aceopxykmthb"},
	{"ипгиз", "unruz"},
}

// capitalsAlike are the letters of which a word of one alphabet may consist and look like one of the other.
const capitalsAlike = "асеорхукмтнвaceopxykmthb"

var looksCyrillic, looksLatin = func() (to, back map[rune]rune) {
	to, back = map[rune]rune{'4': 'ч', '0': 'о', '3': 'з', '6': 'б'}, map[rune]rune{'0': 'o', '1': 'l'}
	for _, pairs := range lookAlike {
		latin := []rune(pairs.latin)
		for i, r := range []rune(pairs.cyrillic) {
			if _, taken := to[latin[i]]; !taken {
				to[latin[i]] = r
			}
			if _, taken := back[r]; !taken {
				back[r] = latin[i]
			}
		}
	}
	return to, back
}()

// sameAlphabet writes a word that mixes alphabets («cчёт» with a Latin "c") in one of them, the one that most of its
// unmistakable letters are of; "" if that leaves a stranger. A word that consists of look-alikes alone («HOMEP») may be either.
func sameAlphabet(word string) (inCyrillic, inLatin string) {
	digits := 0
	for _, r := range word {
		if unicode.IsDigit(r) {
			digits++
		}
	}
	if digits*3 >= letters(word) {
		return "", "" // a code
	}
	if alphabetOf(word) != mixed && strings.Trim(word, capitalsAlike) != "" {
		return "", "" // not by chance all of its letters look the same
	}
	inCyrillic, inLatin = strings.Map(byKey(looksCyrillic), word), strings.Map(byKey(looksLatin), word)
	if alphabetOf(inCyrillic) != cyrillic || inCyrillic == word {
		inCyrillic = ""
	}
	if alphabetOf(inLatin) != latin || inLatin == word {
		inLatin = ""
	}
	return inCyrillic, inLatin
}

// knownTwin returns what a word looks like in one alphabet if that is known, or "".
func (r *repairer) knownTwin(word string) string {
	inCyrillic, inLatin := sameAlphabet(word)
	for _, way := range []string{inCyrillic, inLatin} {
		if way != "" && r.lexicon.knowsText(way) {
			return way
		}
	}
	return ""
}
