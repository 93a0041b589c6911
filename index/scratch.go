package index

// scratch is the working memory of one search: tables over the whole vocabulary that answer "is this term asked
// for?" in one step. They are reused from search to search, and only what was marked is wiped.
type scratch struct {
	stems    []mark     // by stem
	gramMask []uint64   // units whose word holds the trigram, by trigram
	gramNo   []uint16   // number in query.grams + 1, by trigram
	similar  []int32    // place in vectors + 1, by word
	vectors  []likeness // the first one is that of all words that have nothing in common with the question
	unitRoom []unitLikeness
	gramRoom []uint16
	common   [maxUnits]uint8

	gramCounts []float64 // by number in query.grams
	sums       termSums

	markedStems, markedGrams, markedWords []uint32
}

// strange is the place in scratch.vectors + 1 of the words that have nothing in common with the question.
const strange = 1

// mark says which unit a stem stands for, and how well: 1 for itself, less for a synonym.
type mark struct {
	unit   uint8 // + 1
	weight float32
}

func newScratch(t *wordTable, articles int) *scratch {
	return &scratch{
		stems:    make([]mark, len(t.stems.terms)),
		gramMask: make([]uint64, len(t.grams.terms)),
		gramNo:   make([]uint16, len(t.grams.terms)),
		similar:  make([]int32, len(t.words)),
		vectors:  make([]likeness, strange),
		sums:     newTermSums(articles),
	}
}

// mark enters the terms of one unit.
func (s *scratch) mark(q *query, i uint8, f *forward, n int) {
	u := &q.units[i]
	if u.known {
		s.markStem(u.stem, i, 1)
	}
	for _, o := range u.others {
		s.markStem(o.stem, i, o.weight)
	}
	for _, text := range trigrams(u.word.sound()) {
		g, ok := f.table.grams.numbers[text]
		if !ok {
			continue
		}
		if s.gramMask[g] == 0 {
			s.markedGrams = append(s.markedGrams, g)
			q.grams = append(q.grams, queryGram{
				gram:  g,
				asked: inverseFrequency(f.gramsAsked.count(g), n),
				said:  inverseFrequency(f.gramsAnswered.count(g), n),
			})
			s.gramNo[g] = uint16(len(q.grams))
			s.gramCounts = append(s.gramCounts, 0)
		}
		s.gramMask[g] |= 1 << i
	}
}

func (s *scratch) markStem(stem uint32, unit uint8, weight float32) {
	m := &s.stems[stem]
	if m.unit == 0 {
		s.markedStems = append(s.markedStems, stem)
	}
	if weight > m.weight {
		*m = mark{unit: unit + 1, weight: weight}
	}
}

// wipe makes the scratch ready for the next search.
func (s *scratch) wipe() {
	for _, i := range s.markedStems {
		s.stems[i] = mark{}
	}
	for _, i := range s.markedGrams {
		s.gramMask[i], s.gramNo[i] = 0, 0
	}
	for _, i := range s.markedWords {
		s.similar[i] = 0
	}
	s.markedStems, s.markedGrams, s.markedWords = s.markedStems[:0], s.markedGrams[:0], s.markedWords[:0]
	s.vectors, s.unitRoom, s.gramRoom = s.vectors[:strange], s.unitRoom[:0], s.gramRoom[:0]
	s.gramCounts = s.gramCounts[:0]
	s.sums.wipe()
}
