package answer

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// contrary tells whether a message says that just what a phrasing asks for is not wanted: «не отменяйте подписку», «я не хочу
// отменять подписку», «подписку отменять не хочу», where the article says how to cancel one. What a customer cannot do, or what
// does not happen, is no such wish: «не могу отменить» asks for the same article. Nor is a thing that is not wanted, since
// «подписка не нужна» does.
func contrary(text, phrasing string) bool {
	asked := wordsOf(phrasing)
	if slices.Contains(asked, "не") {
		return false
	}
	wanted := func(verb string) bool {
		return slices.ContainsFunc(asked, func(w string) bool { return sameVerb(w, verb) })
	}
	words := wordsOf(text)
	for i, word := range words {
		if word != "не" || i+1 == len(words) {
			continue
		}
		rest := words[i+1:]
		if !slices.Contains(wishVerbs, rest[0]) {
			if imperative(rest[0]) && wanted(rest[0]) {
				return true
			}
			continue
		}
		near := words[max(0, i-1):min(len(words), i+2+verbReach)]
		if slices.ContainsFunc(near, func(w string) bool { return infinitive(w) && wanted(w) }) {
			return true
		}
	}
	return false
}

// wishVerbs say after «не» that something is not wanted.
var wishVerbs = strings.Fields("хочу хотим хотел хотела хотели надо нужно буду будем собираюсь собираемся планирую планируем")

// verbReach is how many words behind such a verb what is not wanted may stand: «не хочу вашу подписку отменять».
const verbReach = 3

// imperative tells whether a word is most probably a verb in the imperative.
func imperative(word string) bool {
	return hasEnding(word, "йте", "ите", "ьте", "ай", "яй", "уй")
}

// infinitive tells whether a word is most probably a verb in the infinitive.
func infinitive(word string) bool {
	return hasEnding(word, "ть", "ти", "чь", "ться", "тись", "чься")
}

func hasEnding(word string, endings ...string) bool {
	return slices.ContainsFunc(endings, func(end string) bool { return strings.HasSuffix(word, end) })
}

// sameVerb tells whether two words are most probably forms of one verb, or of its aspects: «отменяйте» and «отменить».
func sameVerb(a, b string) bool {
	const ending = 5 // runes of the longest endings that forms part in: «-яйте», «-овать»
	common := 0
	for common < len(a) && common < len(b) && a[common] == b[common] {
		common++
	}
	same := utf8.RuneCountInString(a[:common])
	return same >= 4 && min(utf8.RuneCountInString(a), utf8.RuneCountInString(b))-same <= ending
}
