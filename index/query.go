package index

// maxUnits bounds the work for one question. A message with more distinct words than that is a letter, and the
// first words of a letter say what it is about.
const maxUnits = 64

// query is an analysed question, translated into the numbers of the word table.
type query struct {
	words []Word
	units []unit

	read    []readWord
	repairs []Repair
	trust   float64 // that the repairs are what was meant, as far as the question rests on them

	order []uint8 // unit of each word, in the order of the words
	grams []queryGram

	weight  float64 // sum of the units' idf
	unknown float64 // part of weight that no article holds
	negated bool
	asking  askingKind

	near neighbours
}

// unit is a distinct stem of the question.
type unit struct {
	word   Word
	known  bool    // some article holds the stem
	trust  float64 // below 1 for a repaired word: it counts as much less
	stem   uint32
	grams  int     // trigrams of the word, known or not
	idf    float64 // over all text of the articles
	asked  float64 // idf over the phrasings
	said   float64 // idf over the answers
	others []other
	root   uint32 // number + 1 of the word's root, 0 when no article has it
}

// understood tells whether some article holds the stem, or another that stands for it.
func (u *unit) understood() bool { return u.known || len(u.others) > 0 }

type queryGram struct {
	gram        uint32
	asked, said float64 // idf over the phrasings, over the answers
}

func gramAsked(g *queryGram) float64 { return g.asked }
func gramSaid(g *queryGram) float64  { return g.said }

// newQuery analyses a question and marks its terms in the scratch, from where ranking reads them in one step.
func (ix *Index) newQuery(text string, s *scratch) *query {
	f, n := ix.forward, len(ix.forward.articles)
	read, repairs := ix.repairer.read(text)
	q := &query{read: read, repairs: repairs, trust: 1}
	byStem := map[string]uint8{}
	for _, w := range read {
		at, ok := byStem[w.Stem]
		if !ok {
			if len(q.units) == maxUnits {
				continue
			}
			at = uint8(len(q.units))
			byStem[w.Stem] = at
			q.units = append(q.units, f.newUnit(w, n))
		}
		q.words = append(q.words, w.Word)
		q.order = append(q.order, at)
		q.negated = q.negated || w.Class == Negation
		q.asking |= askingWords[w.Text]
	}
	ix.synonyms.of(q.words, func(word int, o other) {
		u := &q.units[q.order[word]]
		u.others = append(u.others, o)
	})
	for i := range q.units {
		q.weight += q.units[i].idf
		if !q.units[i].understood() {
			q.unknown += q.units[i].idf
		}
		s.mark(q, uint8(i), f, n)
		if u := &q.units[i]; u.known && u.trust < 1 {
			s.stems[u.stem].weight = float32(repairedWeight(u.trust))
		}
	}
	q.weighTrust()
	return q
}

// repairedWeight is what a repaired word counts of the word typed right. Doubt about a repair is for the confidence: in the
// ranking, where there is nothing better to go by, a low weight only loses right articles (of questions with one
// misspelling 1.5 % more when the weight is the trust).
func repairedWeight(trust float64) float64 { return (9 + trust) / 10 }

// weighTrust computes the probability that the question is still the one that was asked. A wrong repair spoils as
// much of it as the word weighs.
func (q *query) weighTrust() {
	for i := range q.units {
		u := &q.units[i]
		q.trust *= 1 - ratio(u.idf, q.weight)*(1-u.trust)
	}
}

func (f *forward) newUnit(w readWord, n int) unit {
	u := unit{word: w.Word, grams: len([]rune(w.sound())), trust: w.trust}
	for _, stem := range w.others {
		u.others = append(u.others, other{stem, synonymWeight})
	}
	if id, ok := f.table.roots.numbers[w.root()]; ok {
		u.root = id + 1
	}
	u.stem, u.known = f.table.stems.numbers[w.Stem]
	var all, asked, said uint32
	if u.known {
		all, asked, said = f.stemsAll.count(u.stem), f.stemsAsked.count(u.stem), f.stemsAnswered.count(u.stem)
	}
	weight := 1.0
	if w.light() {
		weight = lightWeight
	}
	u.idf, u.asked, u.said = weight*inverseFrequency(all, n), weight*inverseFrequency(asked, n), weight*inverseFrequency(said, n)
	return u
}
