package index

import "math/bits"

// minLikeness is the trigram overlap from which a word counts partly for another. Forms and misspellings of one word
// lie at 0.5 and above, and so do some strangers («доставка» and «достаток» at 0.5), which is why the overlap counts
// only as much as it is.
const minLikeness = 0.4

// rootLikeness is what a word of the same root counts («оплачивать», «оплата»).
const rootLikeness = 0.8

// likeness says which units of a question one word of an article stands for, and how well each.
type likeness struct {
	units []unitLikeness
	best  float64
}

type unitLikeness struct {
	unit uint8
	by   float64
}

// likenessOf compares a word of an article with all units of the question: 1 for the same stem, the weight of a
// synonym, rootLikeness for the same root, else the Dice overlap of the trigrams from minLikeness up. Each word is compared once a search.
func (s *scratch) likenessOf(word uint32, q *query, t *wordTable) *likeness {
	if at := s.similar[word]; at > 0 {
		return &s.vectors[at-1]
	}
	e := &t.words[word]
	var touched uint64
	for _, g := range e.grams {
		mask := s.gramMask[g]
		touched |= mask
		for ; mask != 0; mask &= mask - 1 {
			s.common[bits.TrailingZeros64(mask)]++
		}
	}
	m := s.stems[e.stem]
	if m.unit > 0 {
		touched |= 1 << (m.unit - 1)
	}
	var l likeness
	for ; touched != 0; touched &= touched - 1 {
		i := uint8(bits.TrailingZeros64(touched))
		by := min(1, 2*float64(s.common[i])/float64(q.units[i].grams+len(e.grams)))
		s.common[i] = 0
		if q.units[i].root == e.root+1 {
			by = max(by, rootLikeness)
		}
		if e.class == Number || q.units[i].word.Class == Number {
			by = 0 // 2026 is not nearly 2027
		}
		if m.unit == i+1 {
			by = max(by, float64(m.weight))
		}
		if by >= minLikeness {
			l.units = append(l.units, unitLikeness{unit: i, by: by})
			l.best = max(l.best, by)
		}
	}
	s.vectors = append(s.vectors, l)
	s.similar[word] = int32(len(s.vectors))
	s.markedWords = append(s.markedWords, word)
	return &s.vectors[len(s.vectors)-1]
}
