package index

// scratch is the working memory of one search: tables over the whole vocabulary that answer "is this term asked
// for?" in one step. They are reused from search to search, and only what was marked is wiped.
type scratch struct {
	stems    []mark     // by stem
	gramMask []uint64   // units whose word holds the trigram, by trigram
	gramNo   []uint16   // number in query.grams + 1, by trigram
	similar  []int32    // by word: unseen, strange, or compared + its place in vectors
	vectors  []likeness // of the words that have something in common with the question
	unitRoom []unitLikeness
	gramRoom []uint16
	common   [maxUnits]uint8

	grams    gramCounts
	sums     termSums
	postings postingsReader

	inPhrasings, inAnswer, alikeAnswer, inText unitValues // room for what holds each unit: whoever uses it clears it
	fits                                       [2]phrasingFit

	markedStems, markedGrams, markedWords []uint32
}

// What scratch.similar says of a word.
const (
	unseen   = iota // was not compared with the question
	strange         // has nothing in common with it
	compared        // has: what they have is in vectors
)

// unitValues is a number for each unit of a question.
type unitValues [maxUnits]float64

// cleared returns a 0 for each unit of a question.
func (v *unitValues) cleared(q *query) []float64 {
	values := v[:len(q.units)]
	clear(values)
	return values
}

// of returns the number of each unit of a question.
func (v *unitValues) of(q *query) []float64 { return v[:len(q.units)] }

// gramCounts counts the trigrams of the question in one text.
type gramCounts struct {
	counts  []float64 // by number in query.grams
	counted []uint16  // numbers of those that were found
}

func (c *gramCounts) add(numbers []uint16, n float64) {
	for _, number := range numbers {
		if c.counts[number] == 0 {
			c.counted = append(c.counted, number)
		}
		c.counts[number] += n
	}
}

// take returns what the trigrams give a text, and makes ready for the next one.
func (c *gramCounts) take(q *query, idf func(*queryGram) float64, norm float64) (score float64) {
	for _, number := range c.counted {
		score += idf(&q.grams[number]) * saturated(c.counts[number], norm)
		c.counts[number] = 0
	}
	c.counted = c.counted[:0]
	return score
}

// mark says which unit a stem stands for, and how well: 1 for itself, less for a synonym.
type mark struct {
	unit   uint8 // + 1
	weight float32
}

func newScratch(ix *Index) *scratch {
	t := ix.forward.table
	return &scratch{
		stems:    make([]mark, len(t.stems.terms)),
		gramMask: make([]uint64, len(t.grams.terms)),
		gramNo:   make([]uint16, len(t.grams.terms)),
		similar:  make([]int32, len(t.words)),
		sums:     newTermSums(len(ix.base.Articles)),
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
			s.grams.counts = append(s.grams.counts, 0)
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
		s.similar[i] = unseen
	}
	s.markedStems, s.markedGrams, s.markedWords = s.markedStems[:0], s.markedGrams[:0], s.markedWords[:0]
	s.vectors, s.unitRoom, s.gramRoom = s.vectors[:0], s.unitRoom[:0], s.gramRoom[:0]
	s.grams.counts = s.grams.counts[:0]
	s.sums.wipe()
}
