package kb

import (
	"strings"
	"unicode"
)

// maxFileName is how long the name of a new file gets before a word is left out, in letters.
const maxFileName = 50

// latin writes Russian letters as links and file names of Russian sites do.
var latin = map[rune]string{
	'а': "a", 'б': "b", 'в': "v", 'г': "g", 'д': "d", 'е': "e", 'ё': "e", 'ж': "zh", 'з': "z", 'и': "i", 'й': "y",
	'к': "k", 'л': "l", 'м': "m", 'н': "n", 'о': "o", 'п': "p", 'р': "r", 'с': "s", 'т': "t", 'у': "u", 'ф': "f",
	'х': "kh", 'ц': "ts", 'ч': "ch", 'ш': "sh", 'щ': "shch", 'ъ': "", 'ы': "y", 'ь': "", 'э': "e", 'ю': "yu", 'я': "ya",
}

// fileName makes the name of a question's file, without the extension: Latin letters and digits, which every file
// system, link and keyboard takes, hyphens between the words.
func fileName(question string) string {
	name := ""
	words := strings.FieldsFunc(strings.ToLower(question), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r)
	})
	for _, w := range words {
		w = latinWord(w)
		switch {
		case w == "":
		case name == "":
			name = w[:min(len(w), maxFileName)]
		case len(name)+1+len(w) > maxFileName:
			return name
		default:
			name += "-" + w
		}
	}
	switch name {
	case "", "readme", "synonyms": // no articles, by their names
		return strings.TrimPrefix(name+"-article", "-")
	}
	return name
}

func latinWord(word string) string {
	var b strings.Builder
	for _, r := range word {
		switch {
		case r >= 'a' && r <= 'z' || r >= '0' && r <= '9':
			b.WriteRune(r)
		default:
			b.WriteString(latin[r])
		}
	}
	return b.String()
}
