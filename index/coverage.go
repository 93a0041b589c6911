package index

// cover fills the features that compare a question with an article word by word.
func (f *forward) cover(q *query, c *candidate, s *scratch) {
	e := &f.articles[c.article]
	var in, soft [maxUnits]float64 // how well the best phrasing holds each unit
	c.phrasing = -1
	for i := range e.phrasings {
		var held, alike [maxUnits]float64
		v := c.values
		f.coverPhrasing(q, &e.phrasings[i], &v, &held, &alike, s)
		if c.phrasing < 0 || v[harmony]+v[sameWords] > c.values[harmony]+c.values[sameWords] {
			c.phrasing, c.values, in, soft = i, v, held, alike
		}
	}

	f.coverAnswer(q, c, &in, &soft, s)
}

// coverAnswer fills the features that look at the answer, alone and together with the best phrasing, which holds the
// units as in and soft say.
func (f *forward) coverAnswer(q *query, c *candidate, in, soft *[maxUnits]float64, s *scratch) {
	v := &c.values
	var said, alike [maxUnits]float64
	for _, passage := range f.articles[c.article].passages {
		f.coverPassage(q, passage, v, &said, &alike, s)
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
// words that are only alike.
func (f *forward) coverPassage(q *query, passage []uint32, v *[features]float64, said, alike *[maxUnits]float64, s *scratch) {
	var soft [maxUnits]float64
	var weight, held float64
	for _, id := range passage {
		idf := f.wordWeights[id]
		weight += idf
		l := s.likenessOf(id, q, f.table)
		if m := l.stem; m.unit > 0 {
			said[m.unit-1] = max(said[m.unit-1], float64(m.weight))
		}
		held += idf * l.best
		for _, u := range l.units {
			soft[u.unit] = max(soft[u.unit], u.by)
		}
	}
	var covered float64
	for i := range q.units {
		alike[i] = max(alike[i], soft[i])
		covered += q.units[i].idf * soft[i]
	}
	asked, ofPassage := ratio(covered, q.weight), ratio(held, weight)
	v[passageSoft] = max(v[passageSoft], asked)
	v[passageHarmony] = max(v[passageHarmony], ratio(2*asked*ofPassage, asked+ofPassage))
}

// coverPhrasing fills the features of one phrasing and how well it holds each unit: exactly, and counting words that
// are only alike.
func (f *forward) coverPhrasing(q *query, p *phrasing, v *[features]float64, in, soft *[maxUnits]float64, s *scratch) {
	var weight, held, alike float64
	negated, asking := false, askingKind(0)
	for _, id := range p.words {
		w := &f.table.words[id]
		idf := f.wordWeights[id]
		weight += idf
		l := s.likenessOf(id, q, f.table)
		if m := l.stem; m.unit > 0 {
			in[m.unit-1] = max(in[m.unit-1], float64(m.weight))
			held += idf * float64(m.weight)
		}
		alike += idf * l.best
		for _, u := range l.units {
			soft[u.unit] = max(soft[u.unit], u.by)
		}
		negated = negated || w.class == Negation
		asking |= w.asking
	}
	var covered, coveredSoft float64
	for i := range q.units {
		covered += q.units[i].idf * in[i]
		coveredSoft += q.units[i].idf * soft[i]
	}
	v[askedCovered], v[phrasingAsked] = ratio(covered, q.weight), ratio(held, weight)
	v[askedSoft], v[phrasingSoft] = ratio(coveredSoft, q.weight), ratio(alike, weight)
	v[harmony] = ratio(2*v[askedSoft]*v[phrasingSoft], v[askedSoft]+v[phrasingSoft])
	v[negationDiffers] = truth(negated != q.negated)
	v[askingAgrees] = truth(asking&q.asking != 0)
	v[askingDiffers] = truth(asking != 0 && q.asking != 0 && asking&q.asking == 0)
	v[lengthDiffers] = logRatio(len(p.words), len(q.words))
	v[sameWords] = truth(f.same(q, p))
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
