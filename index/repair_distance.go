package index

import "strings"

// Costs of one slip, in tenths of an arbitrary mistake. Slips that fingers and ears make are cheaper than others.
const (
	anySlip       = 10
	swappedSlip   = 6 // two letters in the wrong order
	neighbourSlip = 6 // the key beside
	soundSlip     = 4 // о for а, т for д: written as heard
	doubledSlip   = 3 // one letter for two
	softSlip      = 3 // ь and ъ, which have no sound: «учится» for «учиться»
	firstSlip     = 3 // on top of the slip: hardly anybody errs in the first letter
)

// letters of the two alphabets in one row, so that costs lie in a small table.
const (
	cyrillicLetters = 'я' - 'а' + 1
	lettersKnown    = cyrillicLetters + 'z' - 'a' + 1
)

func letterNumber(r rune) int {
	switch {
	case r >= 'а' && r <= 'я':
		return int(r - 'а')
	case r >= 'a' && r <= 'z':
		return cyrillicLetters + int(r-'a')
	}
	return -1
}

var substitution = func() (cost [lettersKnown][lettersKnown]uint8) {
	for i := range cost {
		for j := range cost[i] {
			if i != j {
				cost[i][j] = anySlip
			}
		}
	}
	cheaper := func(a, b rune, by uint8) {
		i, j := letterNumber(a), letterNumber(b)
		cost[i][j] = min(cost[i][j], by)
		cost[j][i] = cost[i][j]
	}
	for _, keyboard := range [][3]string{
		{"йцукенгшщзхъ", "фывапролджэ", "ячсмитьбю"},
		{"qwertyuiop", "asdfghjkl", "zxcvbnm"},
	} {
		for i, row := range keyboard {
			keys := []rune(row)
			for at := 1; at < len(keys); at++ {
				cheaper(keys[at-1], keys[at], neighbourSlip)
			}
			if i == 0 {
				continue
			}
			above := []rune(keyboard[i-1])
			for at, key := range keys { // a key lies below two of the row above
				cheaper(key, above[at], neighbourSlip)
				if at+1 < len(above) {
					cheaper(key, above[at+1], neighbourSlip)
				}
			}
		}
	}
	for _, pair := range strings.Fields("оа еи еэ иы ея ия йи ую бп вф гк дт жш зс щш чщ чш цс ck sz sc iy ei ae vw oa") {
		letters := []rune(pair)
		cheaper(letters[0], letters[1], soundSlip)
	}
	return cost
}()

func substitutionCost(a, b rune) int {
	if a == b {
		return 0
	}
	i, j := letterNumber(a), letterNumber(b)
	if i < 0 || j < 0 {
		return anySlip
	}
	return int(substitution[i][j])
}

// gapCost is the cost of a letter too many, next to the letters around it.
func gapCost(word []rune, at int) int {
	r := word[at]
	switch {
	case r == 'ь', r == 'ъ':
		return softSlip
	case r == 'й' && at > 0: // hardly heard: «перети» for «перейти»
		return soundSlip
	case at > 0 && word[at-1] == r, at+1 < len(word) && word[at+1] == r:
		return doubledSlip
	}
	return anySlip
}

// slips is the weighted Damerau-Levenshtein distance of two words by rune: what it costs to have typed one for the
// other, or a number above limit when it costs more than that.
func slips(typed, meant []rune, limit int) int {
	if len(typed) > maxWordRunes || len(meant) > maxWordRunes {
		return limit + 1
	}
	var rows [3][maxWordRunes + 1]int
	before, last, row := &rows[0], &rows[1], &rows[2]
	for j := range meant {
		last[j+1] = last[j] + gapCost(meant, j)
	}
	for i, r := range typed {
		row[0] = last[0] + gapCost(typed, i)
		best := row[0]
		gap := gapCost(typed, i)
		for j, m := range meant {
			cost := min(last[j]+substitutionCost(r, m), last[j+1]+gap, row[j]+gapCost(meant, j))
			if i > 0 && j > 0 && r == meant[j-1] && typed[i-1] == m && r != m {
				cost = min(cost, before[j-1]+swappedSlip)
			}
			row[j+1] = cost
			best = min(best, cost)
		}
		if best > limit {
			return limit + 1
		}
		before, last, row = last, row, before
	}
	cost := last[len(meant)]
	if cost > 0 && len(typed) > 0 && len(meant) > 0 && typed[0] != meant[0] {
		cost += firstSlip
	}
	return cost
}
