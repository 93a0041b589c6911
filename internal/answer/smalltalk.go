package answer

import (
	"slices"
	"strings"
	"unicode"

	"github.com/chatbotsmanagers/faqbot/index"
)

// smallTalkTyped tells the same of a message that may have been typed with the other keyboard layout on: "ghbdtn" is
// «привет». Where an article knows a word as it was typed, it is meant so.
func smallTalkTyped(text string, known map[string]bool) (Reason, bool) {
	if reason, is := smallTalk(text, known); is {
		return reason, true
	}
	words := wordsOf(text)
	if len([]rune(strings.Join(words, ""))) < minTurned || slices.ContainsFunc(words, func(w string) bool { return known[w] }) {
		return "", false
	}
	for _, turned := range index.OtherLayouts(text) {
		if reason, is := smallTalk(turned, known); is {
			return reason, true
		}
	}
	return "", false
}

// minTurned is how many letters a message has that is read in the other layout: two may stand for anything.
const minTurned = 3

// smallTalk tells whether a message is nothing but courtesy, swearing or chatter, and of which sort. One word more and
// it is a question: «привет, сколько стоит бот?». A word that an article knows is never taken for a misspelt courtesy.
func smallTalk(text string, known map[string]bool) (Reason, bool) {
	words := wordsOf(text)
	if len(words) == 0 {
		if isSmile(text) {
			return Chatter, true
		}
		return "", false
	}
	var said Reason
	for at := 0; at < len(words); {
		n, reason := phraseAt(words[at:], known)
		if n == 0 {
			return "", false
		}
		if weight[reason] > weight[said] {
			said = reason
		}
		at += n
	}
	return said, said != ""
}

// weight says which sort names a message that holds several: «спасибо, пока» is a farewell that must not be greeted.
var weight = map[Reason]int{Chatter: 1, Greeting: 2, Thanks: 3, Farewell: 4, Swearing: 5}

// phraseAt returns how many words the phrase at the beginning has, 0 when there is none, and its sort, empty for
// words that only go along.
func phraseAt(words []string, known map[string]bool) (int, Reason) {
	for n := min(longestPhrase, len(words)); n > 0; n-- {
		if reason, ok := phrases[strings.Join(words[:n], " ")]; ok {
			return n, reason
		}
	}
	w := words[0]
	switch {
	case isOath(w):
		return 1, Swearing
	case isLaughter(w):
		return 1, Chatter
	case known[w]:
		return 0, ""
	}
	for _, courtesy := range courtesies {
		if misspelt(w, courtesy) {
			return 1, phrases[courtesy]
		}
	}
	return 0, ""
}

// wordsOf returns the words of a message in one spelling: lower case, ё as е, letters that are held down let go
// («приветтт», «пасибооо»).
func wordsOf(text string) []string {
	text = strings.NewReplacer("ё", "е", "'", "", "’", "").Replace(strings.ToLower(text))
	words := strings.FieldsFunc(text, func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r)
	})
	for i, w := range words {
		words[i] = squeeze(w)
	}
	return words
}

// squeeze leaves one of several equal letters in a row. Digits stay: 100 is not 10.
func squeeze(w string) string {
	var last rune
	return strings.Map(func(r rune) rune {
		if r == last && !unicode.IsDigit(r) {
			return -1
		}
		last = r
		return r
	}, w)
}

// isSmile tells whether a message without words is an emoji, a bracket smile or a plus of agreement.
func isSmile(text string) bool {
	smile := false
	for _, r := range strings.TrimSpace(text) {
		switch {
		case r == ')' || r == '(' || r == '+' || unicode.Is(unicode.So, r) || unicode.Is(unicode.Sk, r):
			smile = true
		case unicode.IsPunct(r), unicode.IsSpace(r), unicode.In(r, unicode.Mn, unicode.Cf, unicode.Sm, unicode.Me):
		default:
			return false
		}
	}
	return smile
}

// isLaughter knows «хаха», «ахахах», «хихи», "haha", «ололо».
func isLaughter(w string) bool {
	if len([]rune(w)) < 3 {
		return false
	}
	for _, letters := range []string{"ха", "хи", "хе", "ha", "he", "ло", "lo"} {
		if strings.Trim(w, letters) == "" {
			return strings.ContainsRune(w, []rune(letters)[0]) && strings.ContainsRune(w, []rune(letters)[1])
		}
	}
	return false
}

// misspelt tells whether a word is a courtesy with one slip: a letter wrong, missing, too many, or two swapped. Short
// words have too many neighbours that mean something else.
func misspelt(w, courtesy string) bool {
	const minLetters = 6
	a, b := []rune(w), []rune(courtesy)
	if len(b) < minLetters || len(a) < minLetters-1 || len(a)-len(b) > 1 || len(b)-len(a) > 1 {
		return false
	}
	i := 0
	for i < min(len(a), len(b)) && a[i] == b[i] {
		i++
	}
	restA, restB := a[i:], b[i:]
	swapped := len(restA) >= 2 && len(restB) >= 2 && restA[0] == restB[1] && restA[1] == restB[0] && string(restA[2:]) == string(restB[2:])
	return swapped || string(tail(restA)) == string(tail(restB)) || string(tail(restA)) == string(restB) || string(restA) == string(tail(restB))
}

func tail(r []rune) []rune {
	if len(r) == 0 {
		return r
	}
	return r[1:]
}
