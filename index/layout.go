package index

import "strings"

// The keys of the two layouts in the same order, so that a letter's place in one is the key that types it in the other.
const (
	latinKeys      = "`qwertyuiop[]asdfghjkl;'zxcvbnm,.~{}:\"<>"
	cyrillicKeys   = "ёйцукенгшщзхъфывапролджэячсмитьбюёхъжэбю"
	latinKeyMarks  = "`[];',.~{}:\"<>" // keys that type a letter in the Cyrillic layout only
	maxTrimmedKeys = 3
)

var toCyrillicKey, toLatinKey = func() (to, back map[rune]rune) {
	to, back = map[rune]rune{}, map[rune]rune{}
	latin, cyrillic := []rune(latinKeys), []rune(cyrillicKeys)
	for i, key := range latin {
		to[key] = cyrillic[i]
		if _, shifted := back[cyrillic[i]]; !shifted {
			back[cyrillic[i]] = key
		}
	}
	return to, back
}()

// OtherLayouts returns how a text reads if it was typed with the other keyboard layout on: "ghbdtn" as «привет», «руддщ» as
// "hello". Several ways are possible where marks at its end may be letters; whether any of them has a meaning is for the caller to say.
func OtherLayouts(text string) []string {
	text = strings.ToLower(text)
	script := scriptOf(text)
	if script == latin {
		return cyrillicReadings(text)
	}
	if script == cyrillic {
		return []string{latinLayout(text)}
	}
	return nil
}

// cyrillicLayout reads what was typed with the Latin layout on as the keys of the Cyrillic one: "ljcnfdrf" as «доставка».
// Text that holds no such keys comes back as it is.
func cyrillicLayout(typed string) string { return strings.Map(byKey(toCyrillicKey), typed) }

// latinLayout is the way back: «еудупкфь» as "telegram".
func latinLayout(typed string) string { return strings.Map(byKey(toLatinKey), typed) }

func byKey(keys map[rune]rune) func(rune) rune {
	return func(r rune) rune {
		if turned, ok := keys[r]; ok {
			return turned
		}
		return r
	}
}

// cyrillicReadings are the ways to read a run of Latin keys as Cyrillic. Marks at the end may be letters («rhjdm.» is
// «кровью») or marks («ljcnfdrf,» is «доставка,»), so the longest reading comes first and the marks fall off one by one.
func cyrillicReadings(typed string) []string {
	readings := []string{cyrillicLayout(typed)}
	for range maxTrimmedKeys {
		r := lastRune(typed)
		if r == 0 || !strings.ContainsRune(latinKeyMarks, r) {
			break
		}
		typed = strings.TrimSuffix(typed, string(r))
		readings = append(readings, cyrillicLayout(typed))
	}
	if bare := strings.Trim(typed, latinKeyMarks); bare != "" && bare != typed {
		readings = append(readings, cyrillicLayout(bare))
	}
	return readings
}

func lastRune(s string) rune {
	last := rune(0)
	for _, r := range s {
		last = r
	}
	return last
}
