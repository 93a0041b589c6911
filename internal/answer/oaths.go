package answer

import "strings"

// oathRoots open the words of Russian and English swearing.
var oathRoots = []string{
	"бля", "хуй", "хуе", "хуи", "хую", "хуя", "пизд", "пезд", "ебат", "ебал", "ебан", "ебуч", "ебн", "сука", "суки", "сучк",
	"мудак", "мудил", "гандон", "гондон", "долбоеб", "пидор", "пидар", "говн", "гавн", "жопа", "жопу", "шлюх",
	"fuck", "shit", "bitch", "ashole", "bulshit", "motherfuck",
}

// oathPrefixes may stand before the roots of prefixedOaths («заебали», «нахуй»). Roots are not looked for just anywhere
// in a word: «страхует» and «колебания» hold them and mean no harm.
var (
	oathPrefixes  = []string{"на", "за", "по", "вы", "до", "от", "о", "у", "не", "ни", "про", "при", "под", "раз", "рас", "разъ", "съ", "въ", "объ", "отъ"}
	prefixedOaths = []string{"хуй", "хуя", "хуе", "пизд", "ебал", "ебан", "ебат", "ебыв", "ебис"}
)

// harmless begin like an oath and are none.
var harmless = []string{"блях", "бляш", "shitake"}

// isOath tells whether a word, as wordsOf returns it, is swearing.
func isOath(w string) bool {
	if hasAnyPrefix(w, harmless) {
		return false
	}
	if hasAnyPrefix(w, oathRoots) {
		return true
	}
	for _, prefix := range oathPrefixes {
		if rest, ok := strings.CutPrefix(w, prefix); ok && hasAnyPrefix(rest, prefixedOaths) {
			return true
		}
	}
	return false
}

func hasAnyPrefix(w string, prefixes []string) bool {
	for _, p := range prefixes {
		if strings.HasPrefix(w, p) {
			return true
		}
	}
	return false
}
