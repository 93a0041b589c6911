package answer

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// contrary tells whether a message says that just what a phrasing asks for is not wanted: «не отменяйте подписку», «я не хочу
// отменять подписку», where the article says how to cancel one. What a customer cannot do, or what does not happen, is no such
// wish: «не могу отменить» asks for the same article.
func contrary(text, phrasing string) bool {
	words, asked := wordsOf(text), wordsOf(phrasing)
	for i, word := range words {
		if word != "не" {
			continue
		}
		rest := words[i+1:]
		wish := 0
		for wish < len(rest) && slices.Contains(wishVerbs, rest[wish]) {
			wish++
		}
		if wish == len(rest) || wish == 0 && !imperative(rest[0]) {
			continue
		}
		if slices.ContainsFunc(asked, func(w string) bool { return sameVerb(w, rest[wish]) }) && !slices.Contains(asked, "не") {
			return true
		}
	}
	return false
}

// wishVerbs say after «не» that what follows is not wanted.
var wishVerbs = strings.Fields("хочу хотим хотел хотела хотели бы надо нужно стоит буду будем собираюсь собираемся планирую планируем")

// imperative tells whether a word is most probably a verb in the imperative.
func imperative(word string) bool {
	return slices.ContainsFunc([]string{"йте", "ите", "ьте", "ай", "яй", "уй"}, func(end string) bool { return strings.HasSuffix(word, end) })
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
