package index

import "math"

// cover fills the features that compare a question with an article word by word.
func (f *forward) cover(q *query, c *candidate, s *scratch) {
	e := &f.articles[c.article]
	c.phrasing = -1
	best, other := &s.fits[0], &s.fits[1]
	for i := range e.phrasings {
		f.coverPhrasing(q, &e.phrasings[i], f.textWeights[e.firstText+uint32(i)], other, s)
		if c.phrasing < 0 || other.harmony+other.same > best.harmony+best.same {
			c.phrasing = i
			best, other = other, best
		}
	}
	if c.phrasing < 0 {
		f.coverAnswer(q, c, best.in.cleared(q), best.soft.cleared(q), s)
		return
	}
	best.describe(q, &e.phrasings[c.phrasing], &c.values)
	f.coverAnswer(q, c, best.in.of(q), best.soft.of(q), s)
}

// phrasingFit tells how far a phrasing and a question cover each other.
type phrasingFit struct {
	in, soft unitValues // how well the phrasing holds each unit: exactly, and counting words that are only alike

	askedCovered, phrasingAsked float64
	askedSoft, phrasingSoft     float64
	harmony, same               float64
}

// coverPhrasing fits one phrasing, whose words weigh so much together.
func (f *forward) coverPhrasing(q *query, p *phrasing, weight float64, fit *phrasingFit, s *scratch) {
	in, soft := fit.in.cleared(q), fit.soft.cleared(q)
	var held, alike float64
	for _, id := range p.words {
		l := s.likenessOf(id, q, f.table)
		if l == nil {
			continue
		}
		idf := f.wordWeights[id]
		if m := l.stem; m.unit > 0 {
			in[m.unit-1] = max(in[m.unit-1], float64(m.weight))
			held += idf * float64(m.weight)
		}
		alike += idf * l.best
		for _, u := range l.units {
			soft[u.unit] = max(soft[u.unit], u.by)
		}
	}
	var covered, coveredSoft float64
	for i := range q.units {
		covered += q.units[i].idf * in[i]
		coveredSoft += q.units[i].idf * soft[i]
	}
	fit.askedCovered, fit.phrasingAsked = ratio(covered, q.weight), ratio(held, weight)
	fit.askedSoft, fit.phrasingSoft = ratio(coveredSoft, q.weight), ratio(alike, weight)
	fit.harmony = ratio(2*fit.askedSoft*fit.phrasingSoft, fit.askedSoft+fit.phrasingSoft)
	fit.same = truth(f.same(q, p))
}

// describe fills the features of a phrasing.
func (fit *phrasingFit) describe(q *query, p *phrasing, v *[features]float64) {
	v[askedCovered], v[phrasingAsked] = fit.askedCovered, fit.phrasingAsked
	v[askedSoft], v[phrasingSoft], v[harmony] = fit.askedSoft, fit.phrasingSoft, fit.harmony
	v[negationDiffers] = truth(p.negated != q.negated)
	v[askingAgrees] = truth(p.asking&q.asking != 0)
	v[askingDiffers] = truth(p.asking != 0 && q.asking != 0 && p.asking&q.asking == 0)
	v[lengthDiffers] = math.Abs(math.Log(float64(len(p.words)+1) / float64(len(q.words)+1)))
	v[sameWords] = fit.same
}

// coverAnswer fills the features that look at the answer, alone and together with the best phrasing, which holds the
// units as in and soft say.
func (f *forward) coverAnswer(q *query, c *candidate, in, soft []float64, s *scratch) {
	e, v := &f.articles[c.article], &c.values
	said, alike := s.inAnswer.cleared(q), s.alikeAnswer.cleared(q)
	weights := f.textWeights[e.firstText+uint32(len(e.phrasings)):]
	for i, passage := range e.passages {
		f.coverPassage(q, passage, weights[i], v, said, alike, s)
	}
	var answered, anywhere, anywhereSoft, missed, held, heaviest float64
	for i := range q.units {
		u := &q.units[i]
		most := max(soft[i], alike[i])
		answered += u.idf * said[i]
		anywhere += u.idf * max(said[i], in[i])
		anywhereSoft += u.idf * most
		missed, held, heaviest = max(missed, u.idf*(1-most)), max(held, u.idf*most), max(heaviest, u.idf)
	}
	v[answerCovers], v[articleCovers], v[articleSoft] = ratio(answered, q.weight), ratio(anywhere, q.weight), ratio(anywhereSoft, q.weight)
	v[missedMost], v[heldMost] = ratio(missed, heaviest), ratio(held, heaviest)
}

// coverPassage raises the features of the best sentence, and how well the answer holds each unit: exactly, and counting
// words that are only alike. The words of the sentence weigh so much together.
func (f *forward) coverPassage(q *query, passage []uint32, weight float64, v *[features]float64, said, alike []float64, s *scratch) {
	soft := s.inText.cleared(q)
	held := 0.0
	for _, id := range passage {
		l := s.likenessOf(id, q, f.table)
		if l == nil {
			continue
		}
		if m := l.stem; m.unit > 0 {
			said[m.unit-1] = max(said[m.unit-1], float64(m.weight))
		}
		held += f.wordWeights[id] * l.best
		for _, u := range l.units {
			soft[u.unit] = max(soft[u.unit], u.by)
		}
	}
	if held == 0 {
		return
	}
	covered := 0.0
	for i := range q.units {
		alike[i] = max(alike[i], soft[i])
		covered += q.units[i].idf * soft[i]
	}
	asked, ofPassage := ratio(covered, q.weight), ratio(held, weight)
	v[passageSoft] = max(v[passageSoft], asked)
	v[passageHarmony] = max(v[passageHarmony], ratio(2*asked*ofPassage, asked+ofPassage))
}

// same tells whether the phrasing has the stems of the question in the same order.
func (f *forward) same(q *query, p *phrasing) bool {
	if len(q.words) != len(p.words) {
		return false
	}
	for i, id := range p.words {
		u := &q.units[q.order[i]]
		if !u.known || u.stem != f.table.words[id].stem {
			return false
		}
	}
	return true
}

func truth(b bool) float64 {
	if b {
		return 1
	}
	return 0
}
