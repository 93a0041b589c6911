package index

// maxUnits bounds the work for one question. A message with more distinct words than that is a letter, and the
// first words of a letter say what it is about.
const maxUnits = 64

// query is an analysed question, translated into the numbers of the word table.
type query struct {
	words []Word
	units []unit
	order []uint8 // unit of each word, in the order of the words
	grams []queryGram

	weight  float64 // sum of the units' idf
	unknown float64 // part of weight that no article holds
	negated bool
	asking  []string
}

// unit is a distinct stem of the question.
type unit struct {
	word   Word
	known  bool // some article holds the stem
	stem   uint32
	grams  int     // trigrams of the word, known or not
	idf    float64 // over all text of the articles
	asked  float64 // idf over the phrasings
	said   float64 // idf over the answers
	others []uint32
	prefix float64 // idf of the prefix over the phrasings; the prefix's number is in the scratch
}

type queryGram struct {
	gram        uint32
	asked, said float64
}

// newQuery analyses a question and marks its terms in the scratch, from where ranking reads them in one step.
func (ix *Index) newQuery(text string, s *scratch) *query {
	f, n := ix.forward, len(ix.forward.articles)
	q := &query{words: Analyze(text)}
	byStem := map[string]uint8{}
	kept := q.words[:0]
	for _, w := range q.words {
		at, ok := byStem[w.Stem]
		if !ok {
			if len(q.units) == maxUnits {
				continue
			}
			at = uint8(len(q.units))
			byStem[w.Stem] = at
			q.units = append(q.units, f.newUnit(w, n))
		}
		kept = append(kept, w)
		q.order = append(q.order, at)
		q.negated = q.negated || w.Class == Negation
		if kind := askingWords[w.Text]; kind != "" {
			q.asking = append(q.asking, kind)
		}
	}
	q.words = kept
	ix.synonyms.of(q.words, func(word int, stem uint32) {
		u := &q.units[q.order[word]]
		u.others = append(u.others, stem)
	})
	for i := range q.units {
		q.weight += q.units[i].idf
		if !q.units[i].known {
			q.unknown += q.units[i].idf
		}
		s.mark(q, uint8(i), f, n)
	}
	return q
}

func (f *forward) newUnit(w Word, n int) unit {
	u := unit{word: w, grams: len([]rune(w.Text))}
	u.stem, u.known = f.table.stems.numbers[w.Stem]
	var all, asked, said uint32
	if u.known {
		all, asked, said = f.stemsAll.count(u.stem), f.stemsAsked.count(u.stem), f.stemsAnswered.count(u.stem)
	}
	u.idf, u.asked, u.said = inverseFrequency(all, n), inverseFrequency(asked, n), inverseFrequency(said, n)
	return u
}
