package index

// feature is one comparable fact about a candidate: none of them depends on the length of the question or the size
// of the knowledge base as a raw BM25 score does.
type feature int

// The features of a candidate. A "share" is the view's BM25 score divided by the question's idf in that view, a
// "lead" the score divided by the best score among the candidates.
const (
	stemsShare feature = iota
	stemsLead
	gramsShare
	gramsLead
	pairsShare
	pairsLead
	answerShare
	answerLead
	answerGramsShare
	answerGramsLead
	allShare
	allLead
	askedCovered  // idf-weighted part of the question that the best phrasing holds
	phrasingAsked // idf-weighted part of the best phrasing that the question holds
	askedSoft     // the same two with words that are only alike counted partly
	phrasingSoft  //
	harmony       // harmonic mean of askedSoft and phrasingSoft
	answerCovers  // idf-weighted part of the question that the answer holds
	articleCovers // … that phrasings or answer hold
	articleSoft   // … counting partly words of the best phrasing or the answer that are only alike
	negationDiffers
	askingAgrees // the same kind of question: when, where, how many
	askingDiffers
	lengthDiffers
	sameWords      // the phrasing is the question, word for word
	passageSoft    // part of the question that the best sentence of the answer holds, alike words counted partly
	passageHarmony // harmonic mean of that and of the part of the sentence that the question holds
	missedMost     // weight of the heaviest word that the article does not hold, next to the question's heaviest
	heldMost       // … that it holds
	phrased        // number of the features of an article that has phrasings
)

// ofLone are the features of an article without phrasings, a lone answer. They are features of their own, since an
// answer alone tells something else than an answer below a phrasing that fits.
var ofLone = [...]feature{
	answerShare, answerLead, answerGramsShare, answerGramsLead, allShare, allLead,
	answerCovers, articleSoft, passageSoft, passageHarmony, missedMost, heldMost,
}

// What precedents give, the same for articles with phrasings and without.
const (
	precedentVote = phrased + feature(len(ofLone)) + iota // part of the nearest precedents that are the article's
	features                                              // number of all features: of the phrased, the lone, the precedents
)

const lonePrefix = "lone_"

var featureNames = func() (names [features]string) {
	copy(names[:], phrasedNames[:])
	for i, f := range ofLone {
		names[int(phrased)+i] = lonePrefix + phrasedNames[f]
	}
	names[precedentVote] = "precedent_vote"
	return names
}()

var phrasedNames = [phrased]string{
	"stems_share", "stems_lead", "trigrams_share", "trigrams_lead", "pairs_share", "pairs_lead",
	"answer_share", "answer_lead", "answer_trigrams_share", "answer_trigrams_lead", "all_share", "all_lead",
	"asked_covered", "phrasing_asked", "asked_soft", "phrasing_soft", "harmony", "answer_covers", "article_covers", "article_soft",
	"negation_differs", "asking_agrees", "asking_differs", "length_differs", "same_words",
	"passage_soft", "passage_harmony", "missed_most", "held_most",
}

// candidate is an article under ranking.
type candidate struct {
	article  int // number
	phrasing int // the best one's, -1 for an article without phrasings
	views    viewScores
	values   [features]float64
	score    float64 // weighted sum of values
	share    float64 // of the softmax over all candidates
}

// viewScores are raw BM25 scores, comparable within one question only.
type viewScores struct {
	stems, grams, pairs, answer, answerGrams, all float64
}

// describe fills the features of all candidates of a question that the articles give.
func (ix *Index) describe(q *query, cs []*candidate, s *scratch) {
	var best, total viewScores
	total.all = q.weight
	for i := range q.units {
		total.stems += q.units[i].asked
		total.answer += q.units[i].said
	}
	for _, g := range q.grams {
		total.grams += g.asked
		total.answerGrams += g.said
	}
	for i := range cs {
		c := cs[i]
		ix.forward.score(q, c, s)
		best = best.max(c.views)
	}
	total.pairs = total.all
	for i := range cs {
		c := cs[i]
		ix.forward.cover(q, c, s)
		v := &c.values
		v[stemsShare], v[stemsLead] = ratio(c.views.stems, total.stems), ratio(c.views.stems, best.stems)
		v[gramsShare], v[gramsLead] = ratio(c.views.grams, total.grams), ratio(c.views.grams, best.grams)
		v[pairsShare], v[pairsLead] = ratio(c.views.pairs, total.pairs), ratio(c.views.pairs, best.pairs)
		v[answerShare], v[answerLead] = ratio(c.views.answer, total.answer), ratio(c.views.answer, best.answer)
		v[answerGramsShare], v[answerGramsLead] = ratio(c.views.answerGrams, total.answerGrams), ratio(c.views.answerGrams, best.answerGrams)
		v[allShare], v[allLead] = ratio(c.views.all, total.all), ratio(c.views.all, best.all)
		if c.lone() {
			c.separate()
		}
	}
}

// lone tells whether the article has no phrasings.
func (c *candidate) lone() bool { return c.phrasing < 0 }

// separate moves the features of a lone answer to where they belong.
func (c *candidate) separate() {
	was := c.values
	c.values = [features]float64{}
	for i, f := range ofLone {
		c.values[int(phrased)+i] = was[f]
	}
}

func (v viewScores) max(w viewScores) viewScores {
	return viewScores{
		stems: max(v.stems, w.stems), grams: max(v.grams, w.grams), pairs: max(v.pairs, w.pairs),
		answer: max(v.answer, w.answer), answerGrams: max(v.answerGrams, w.answerGrams), all: max(v.all, w.all),
	}
}

func ratio(a, b float64) float64 {
	if b == 0 {
		return 0
	}
	return a / b
}

// How much a text's length counts in BM25: phrasings are all short, answers are not.
const (
	phrasingLengthWeight = 0.4
	answerLengthWeight   = 0.7
)

// score computes the BM25 scores of one candidate in every view. Of several phrasings the best counts in each view.
func (f *forward) score(q *query, c *candidate, s *scratch) {
	e := &f.articles[c.article]
	asked, said := s.inPhrasings.cleared(q), s.inAnswer.cleared(q) // occurrences of each unit in the phrasings, in the answer
	for i := range e.phrasings {
		c.views = c.views.max(f.scorePhrasing(q, &e.phrasings[i], asked, s))
	}
	for _, n := range e.answer {
		l := s.likenessOf(n.word, q, f.table)
		if l == nil {
			continue
		}
		if m := l.stem; m.unit > 0 {
			said[m.unit-1] += float64(n.n) * float64(m.weight)
		}
		s.grams.add(l.grams, float64(n.n))
	}
	answer := f.stemsAnswered.norm(e.answerLen, answerLengthWeight)
	all := f.stemsAll.norm(e.allLen, answerLengthWeight)
	for i := range q.units {
		if n := said[i]; n > 0 {
			c.views.answer += q.units[i].said * saturated(n, answer)
		}
		if n := said[i] + asked[i]; n > 0 {
			c.views.all += q.units[i].idf * saturated(n, all)
		}
	}
	c.views.answerGrams = s.grams.take(q, gramSaid, f.gramsAnswered.norm(e.answerGrams, answerLengthWeight))
}

// scorePhrasing scores one phrasing and adds its occurrences to asked.
func (f *forward) scorePhrasing(q *query, p *phrasing, asked []float64, s *scratch) viewScores {
	var v viewScores
	units := s.inText.cleared(q)
	previous := -1 // unit of the word before, if it stands for the very stem
	for _, id := range p.words {
		l := s.likenessOf(id, q, f.table)
		if l == nil {
			previous = -1
			continue
		}
		m := l.stem
		if m.unit > 0 {
			units[m.unit-1] += float64(m.weight)
			if previous >= 0 && q.follows(uint8(previous), m.unit-1) {
				v.pairs += (q.units[previous].idf + q.units[m.unit-1].idf) / 2
			}
		}
		previous = int(m.unit) - 1
		s.grams.add(l.grams, 1)
	}
	stems := f.stemsAsked.norm(len(p.words), phrasingLengthWeight)
	for i, n := range units {
		if n > 0 {
			asked[i] += n
			v.stems += q.units[i].asked * saturated(n, stems)
		}
	}
	v.grams = s.grams.take(q, gramAsked, f.gramsAsked.norm(p.grams, phrasingLengthWeight))
	return v
}

// follows tells whether the unit second comes right after first somewhere in the question.
func (q *query) follows(first, second uint8) bool {
	for i := 1; i < len(q.order); i++ {
		if q.order[i-1] == first && q.order[i] == second {
			return true
		}
	}
	return false
}
