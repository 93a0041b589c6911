package index

import (
	"cmp"
	"math"
	"math/bits"
	"slices"
)

// correction is a word that may have been meant.
type correction struct {
	text  string
	stem  uint32
	cost  int     // of the slips
	score float64 // lower is better
	kind  lexemeKind
}

// affordableSlips is how much of a word of that many letters may be wrong, in tenths of a slip: short words have too
// many neighbours that mean something else. Two and three letters are corrected to question words only («каг»).
func affordableSlips(letters int) int {
	switch {
	case letters < 2:
		return 0
	case letters < 4:
		return soundSlip
	case letters == 4:
		return 8
	case letters < 7:
		return 10
	case letters < 9:
		return 13
	case letters < 11:
		return 16
	default:
		return 20
	}
}

// How a correction is judged beside its slips, in tenths of a slip.
const (
	frequencyBonus = 0.8 // for each power of e of the articles that hold it
	fitBonus       = 4   // for a word that stands together with all others of the question
	endingCost     = 1   // the form itself is in no article
	closeRival     = 4   // a correction this much worse than the best stands beside it
	maxRivals      = 2
)

// corrections returns the words that may have been meant by a misspelt one, best first.
func (r *repairer) corrections(word Word, around *surroundings, limit int) []correction {
	typed, stem := []rune(word.Text), []rune(word.Stem)
	limit = min(limit, affordableSlips(len(typed)))
	if limit == 0 || alphabetOf(word.Text) == mixed {
		return nil
	}
	found := map[uint32]correction{}
	look := func(near []uint32) {
		for _, i := range near {
			e := &r.lexicon.entries[i]
			if len(typed) < 4 && (e.kind != function || alphabetOf(e.text) != cyrillic) {
				continue
			}
			c := r.compare(typed, stem, e, limit)
			if c.cost > limit || e.kind == function && c.cost > affordableFunction(len(typed)) {
				continue
			}
			key := e.stem
			if key == noStem {
				key = ^i
			}
			if best, ok := found[key]; !ok || cmp.Or(cmp.Compare(c.cost, best.cost), cmp.Compare(c.text, best.text)) < 0 {
				found[key] = c
			}
		}
	}
	text, root := heard(word.Text), heard(word.Stem)
	wanted := func(i uint32) bool {
		e := &r.lexicon.entries[i]
		bare := e.heard
		if e.stem != noStem {
			bare = r.lexicon.heard[e.stem]
		}
		strange := max(bits.OnesCount64(bare&^text), bits.OnesCount64(root&^e.heard))
		return strange*soundSlip <= limit
	}
	look(r.lexicon.deletes.near(word.Text, wanted))
	if word.Stem != word.Text {
		look(r.lexicon.deletes.near(word.Stem, wanted))
	}
	all := make([]correction, 0, len(found))
	for _, c := range found {
		e := lexeme{stem: c.stem, kind: c.kind}
		c.score = float64(c.cost) - frequencyBonus*math.Log(float64(1+r.lexicon.frequency(&e)))
		all = append(all, c)
	}
	slices.SortFunc(all, byScore)
	all = all[:min(len(all), maxWeighed)]
	if len(all) > 1 {
		for i := range all {
			all[i].score -= fitBonus * around.fit(all[i].stem)
		}
		slices.SortFunc(all, byScore)
	}
	return all
}

// minStem is how long a stem must be to be corrected apart from its ending.
const minStem = 4

// maxWeighed is how many corrections are compared with the rest of the question.
const maxWeighed = 6

// byScore orders corrections, best first. A declared word may be the form of an article as well, and the form tells more.
func byScore(a, b correction) int {
	return cmp.Or(cmp.Compare(a.score, b.score), cmp.Compare(a.text, b.text), cmp.Compare(a.kind, b.kind))
}

// affordableFunction is stricter: a content word taken for a function word is lost to the search.
func affordableFunction(letters int) int {
	if letters < 6 {
		return neighbourSlip
	}
	return anySlip
}

// compare finds out how close the form is, or the stem if that is closer: then the ending stays as it was typed.
func (r *repairer) compare(typed, stem []rune, e *lexeme, limit int) correction {
	var room [maxWordRunes]rune
	c := correction{text: e.text, stem: e.stem, kind: e.kind, cost: limit + 1}
	if e.kind != bareStem {
		c.cost = slips(typed, appendRunes(room[:0], e.text), limit)
	}
	if e.stem == noStem || len(stem) < minStem {
		return c
	}
	limit = min(limit, affordableSlips(len(stem)))
	meant := r.lexicon.forward.table.stems.terms[e.stem]
	if cost := slips(stem, appendRunes(room[:0], meant), limit); cost <= limit && cost+endingCost < c.cost {
		c.cost = cost + endingCost
		c.text = meant + string(typed[min(len(stem), len(typed)):])
	}
	return c
}

func appendRunes(to []rune, text string) []rune {
	for _, r := range text {
		to = append(to, r)
	}
	return to
}

// closeTo returns the corrections that come close to the best one, and the probability of the best among them.
func closeTo(all []correction) (others []correction, share float64) {
	const temperature = 2.5 // of the scores: as many tenths of a slip make a correction e times as probable
	sum := 0.0
	for i, c := range all {
		sum += math.Exp((all[0].score - c.score) / temperature)
		if i > 0 && i <= maxRivals && c.score-all[0].score < closeRival {
			others = append(others, c)
		}
	}
	return others, 1 / sum
}
