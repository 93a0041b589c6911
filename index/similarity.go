package index

import "math/bits"

// minLikeness is the trigram overlap from which a word counts partly for another. Forms and misspellings of one word
// lie at 0.5 and above, and so do some strangers («доставка» and «достаток» at 0.5), which is why the overlap counts
// only as much as it is.
const minLikeness = 0.4

// rootLikeness is what a word of the same root counts («оплачивать», «оплата»).
const rootLikeness = 0.8

// likeness says what a word of an article has in common with a question.
type likeness struct {
	stem  mark
	grams []uint16       // numbers in query.grams of its trigrams, as often as it has them
	units []unitLikeness // it stands for, at least partly
	best  float64        // of units
}

type unitLikeness struct {
	unit uint8
	by   float64
}

// likenessOf compares a word of an article with a question; nil: they have nothing in common. Each word is compared once a
// search, since many articles hold it. What it returns is good until the next word.
func (s *scratch) likenessOf(word uint32, q *query, t *wordTable) *likeness {
	at := s.similar[word]
	if at == unseen {
		at = s.compare(word, q, t)
	}
	if at == strange {
		return nil
	}
	return &s.vectors[at-compared]
}

// compare compares a word with all units of the question: 1 for the same stem, the weight of a synonym, rootLikeness for
// the same root, else the overlap of the trigrams from minLikeness up: twice what both have by what each has (Dice, Measures
// of the Amount of Ecologic Association Between Species, 1945). It returns what scratch.similar says of it.
func (s *scratch) compare(word uint32, q *query, t *wordTable) int32 {
	s.markedWords = append(s.markedWords, word)
	e := &t.words[word]
	l := likeness{stem: s.stems[e.stem]}
	var touched uint64
	grams := len(s.gramRoom)
	for _, g := range e.grams.of(t.spelled) {
		no := s.gramNo[g]
		if no == 0 {
			continue
		}
		s.gramRoom = append(s.gramRoom, no-1)
		mask := s.gramMask[g]
		touched |= mask
		for ; mask != 0; mask &= mask - 1 {
			s.common[bits.TrailingZeros64(mask)]++
		}
	}
	l.grams = s.gramRoom[grams:]
	if l.stem.unit > 0 {
		touched |= 1 << (l.stem.unit - 1)
	}
	if touched == 0 {
		s.similar[word] = strange
		return strange
	}
	units := len(s.unitRoom)
	for ; touched != 0; touched &= touched - 1 {
		i := uint8(bits.TrailingZeros64(touched))
		by := min(1, 2*float64(s.common[i])/float64(q.units[i].grams+int(e.grams.length)))
		s.common[i] = 0
		if q.units[i].root == e.root+1 {
			by = max(by, rootLikeness)
		}
		if e.class == Number || q.units[i].word.Class == Number {
			by = 0 // 2026 is not nearly 2027
		}
		if l.stem.unit == i+1 {
			by = max(by, float64(l.stem.weight))
		}
		if by >= minLikeness {
			s.unitRoom = append(s.unitRoom, unitLikeness{unit: i, by: by})
			l.best = max(l.best, by)
		}
	}
	l.units = s.unitRoom[units:]
	s.similar[word] = compared + int32(len(s.vectors))
	s.vectors = append(s.vectors, l)
	return s.similar[word]
}
