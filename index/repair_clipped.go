package index

import (
	"cmp"
	"math"
	"slices"
	"strings"
)

// What a clipped word must have to be known by its beginning.
const (
	minClipped   = 3
	maxBeginning = 2000 // words with the same beginning: more of them than that mean nothing
	clippedShare = 0.5  // of the best word among all that begin so
)

// Half of a word says less than a misspelt one, so more words stand beside the best.
const (
	maxMeant   = 3
	closeMeant = 5
)

// clippedCost is what a clipped word costs next to the slips of a misspelt one.
const clippedCost = 5

// unclip returns the words that a clipped one («стип», «инфа», «препода») may stand for, best first, and whether it is
// the beginning of them as it stands. A clipped word is inflected like any other, so the ending may have to go first.
func (r *repairer) unclip(word Word, around *surroundings) (found []correction, whole bool) {
	if letters(word.Text) <= minClipped {
		return nil, false
	}
	if found = r.beginning(word.Text, around); len(found) > 0 {
		return found, true
	}
	if word.Stem != word.Text && letters(word.Stem) >= minClipped {
		found = r.beginning(word.Stem, around)
	}
	return found, false
}

func (r *repairer) beginning(with string, around *surroundings) []correction {
	numbers := r.lexicon.startingWith(with)
	if len(numbers) == 0 || len(numbers) > maxBeginning {
		return nil
	}
	var found []correction
	for _, i := range numbers { // in the order of their letters: the shortest of a family comes first
		e := &r.lexicon.entries[i]
		if letters(e.text) <= letters(with)+1 || len(found) > 0 && found[len(found)-1].stem == e.stem {
			continue
		}
		found = append(found, correction{text: e.text, stem: e.stem})
	}
	slices.SortStableFunc(found, func(a, b correction) int {
		return cmp.Or(cmp.Compare(r.length(a.stem), r.length(b.stem)), cmp.Compare(a.stem, b.stem))
	})
	found = slices.CompactFunc(found, func(a, b correction) bool { return a.stem == b.stem })
	slices.SortStableFunc(found, func(a, b correction) int { return cmp.Compare(r.frequent(b.stem), r.frequent(a.stem)) })
	found = found[:min(len(found), maxWeighed)]
	for i := range found {
		c := &found[i]
		c.score = lengthCost*float64(letters(c.text)) - fitBonus*around.fit(c.stem) - clippedFrequency*math.Log(1+r.frequent(c.stem))
	}
	slices.SortFunc(found, byScore)
	return found
}

func (r *repairer) frequent(stem uint32) float64 {
	return float64(r.lexicon.forward.stemsAll.count(stem))
}

func (r *repairer) length(stem uint32) int { return len(r.lexicon.forward.table.stems.terms[stem]) }

// People clip the words that they use all the time, so frequency counts more than for a misspelling, and of one family
// («стипендия», «стипендиальный») they mean the shortest.
const (
	clippedFrequency = 2.5
	lengthCost       = 0.5
)

// families returns the words beside the first that are close enough to be meant, and the share of the first one together with
// its family: «стипендия» and «стипендиальный» are no rivals.
func (r *repairer) families(found []correction) (others []correction, share float64) {
	const temperature = 2.5
	first, sum := 0.0, 0.0
	for i, c := range found {
		p := math.Exp((found[0].score - c.score) / temperature)
		sum += p
		if r.sameFamily(c.stem, found[0].stem) {
			first += p
		}
		if i > 0 && i <= maxMeant && c.score-found[0].score < closeMeant {
			others = append(others, c)
		}
	}
	return others, first / sum
}

// sameFamily tells whether two words share a stem but for a suffix.
func (r *repairer) sameFamily(a, b uint32) bool {
	stems := r.lexicon.forward.table.stems.terms
	return strings.HasPrefix(stems[a], stems[b]) || strings.HasPrefix(stems[b], stems[a])
}
