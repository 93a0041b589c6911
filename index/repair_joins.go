package index

// What a word typed together with another costs, in tenths of a slip. Each part must be a word, and the shorter a part,
// the easier it is found by chance.
const (
	partCost       = 3
	shortPart      = 4 // for two letters, and twice that for one
	inflectedPart  = 3 // only another form of it is known
	russianPart    = 5 // no article knows it, but it is Russian
	minRussianPart = 5 // letters of such a one: there are too many short ones
	maxSplitCost   = 18
)

// parts cuts a word that was typed together («немогу», «видеохостинг») into known ones, as few and long as possible;
// nil if there is no good way.
func (r *repairer) parts(word string) (words []string, cost int) {
	runes := []rune(word)
	if len(runes) < minClipped || len(runes) > maxWordRunes {
		return nil, 0
	}
	type way struct{ cost, from int }
	ways := make([]way, len(runes)+1) // to read the first letters
	for end := 1; end <= len(runes); end++ {
		ways[end].cost = maxSplitCost + 1
		for from := range end {
			if ways[from].cost > maxSplitCost || from == 0 && end == len(runes) {
				continue
			}
			if cost := ways[from].cost + r.partCost(string(runes[from:end]), end-from); cost < ways[end].cost {
				ways[end] = way{cost: cost, from: from}
			}
		}
	}
	cost = ways[len(runes)].cost
	if cost > maxSplitCost {
		return nil, 0
	}
	for end := len(runes); end > 0; end = ways[end].from {
		words = append([]string{string(runes[ways[end].from:end])}, words...)
	}
	return words, cost
}

func (r *repairer) partCost(part string, length int) int {
	cost := partCost
	switch length {
	case 1:
		if !stopWords[part] {
			return maxSplitCost + 1
		}
		cost += 2 * shortPart
	case 2:
		cost += shortPart
	}
	switch {
	case isFunctionWord(part):
	case length < 3:
		return maxSplitCost + 1
	case r.lexicon.hasText(part):
	case length > 3 && r.lexicon.hasStem(stem(part)):
		cost += inflectedPart
	case length >= minRussianPart && alphabetOf(part) == cyrillic && isRussian(part):
		cost += russianPart
	default:
		return maxSplitCost + 1
	}
	return cost
}

// joined returns the known word that two neighbours make together («видео хостинг», «на стройки»).
func (r *repairer) joined(first, second string) (string, bool) {
	if letters(first)+letters(second) > maxWordRunes {
		return "", false
	}
	whole := first + second
	switch {
	case negations[first] || classify(first) == Number || classify(second) == Number:
		return "", false
	case r.lexicon.hasText(whole), r.lexicon.declared[whole]:
		return whole, true
	}
	if letters(second) < 2 || alphabetOf(whole) == mixed || isFunctionWord(second) || r.understands(first) && r.understands(second) {
		return "", false // another form of a known word is found by chance in words that are right
	}
	return whole, r.lexicon.hasStem(stem(whole))
}
