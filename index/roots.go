package index

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// suffixes turn one part of speech into another. Snowball takes them off one at most; a root is what is left without
// any of them. Longer ones come first.
var suffixes = func() []string {
	all := strings.Fields(`ователь ирован енност анност изаци ирова ическ тельн еньк оньк ован енн анн тель аци яци ици ени
		ова ева ива ыва ост ств ичн чив лив щик чик ник ниц иров ани ян тел ск ист изм к н т л ц а и е о у ы я ь й`)
	slices.SortStableFunc(all, func(a, b string) int { return len(b) - len(a) })
	return all
}()

// minRoot is how many letters a root keeps: shorter ones join strangers.
const minRoot = 4

// alternations are consonants that change at the end of a root: «загрузить» and «загружать», «оплатить» and «оплачу».
var alternations = map[rune]rune{
	'ж': 'з', 'д': 'з', 'г': 'з', 'ч': 'т', 'щ': 'т', 'к': 'т', 'ц': 'т', 'ш': 'с', 'х': 'с',
}

// root returns what words of one family share: «оплата», «оплатить» and «оплачивать» have one. It is a rough cut that
// only serves to call words alike. Words that are not plain Russian are their own root.
func (w Word) root() string {
	if w.Class != Plain || strings.IndexFunc(w.Stem, func(r rune) bool { return r < 'а' || r > 'я' }) >= 0 {
		return w.Stem
	}
	root := w.Stem
	for cut := true; cut; {
		cut = false
		for _, s := range suffixes {
			if rest, ok := strings.CutSuffix(root, s); ok && utf8.RuneCountInString(rest) >= minRoot {
				root, cut = rest, true
				break
			}
		}
	}
	letters := []rune(root)
	if last := len(letters) - 1; last >= minRoot-1 {
		if to, ok := alternations[letters[last]]; ok {
			letters[last] = to
		}
	}
	return string(letters)
}
