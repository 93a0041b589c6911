package index

import "slices"

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

	var answered, anywhere, anywhereSoft float64
	var said [maxUnits]float64
	for _, n := range e.answer {
		if m := s.stems[f.table.words[n.word].stem]; m.unit > 0 {
			said[m.unit-1] = max(said[m.unit-1], float64(m.weight))
		}
	}
	names, missing := 0, 0
	for i := range q.units {
		u := &q.units[i]
		answered += u.idf * said[i]
		anywhere += u.idf * max(said[i], in[i])
		anywhereSoft += u.idf * max(said[i], soft[i])
		if u.word.Class == Number || u.word.Class == Latin {
			names++
			if said[i] == 0 && soft[i] == 0 {
				missing++
			}
		}
	}
	v := &c.values
	v[answerCovers], v[articleCovers], v[articleSoft] = ratio(answered, q.weight), ratio(anywhere, q.weight), ratio(anywhereSoft, q.weight)
	v[nameMissing] = ratio(float64(missing), float64(names))
}

// coverPhrasing fills the features of one phrasing and how well it holds each unit: exactly, and counting words that
// are only alike.
func (f *forward) coverPhrasing(q *query, p *phrasing, v *[features]float64, in, soft *[maxUnits]float64, s *scratch) {
	var weight, held, alike float64
	negated, agrees, asks := false, false, false
	for _, id := range p.words {
		w := &f.table.words[id]
		idf := f.weights[w.stem]
		weight += idf
		if m := s.stems[w.stem]; m.unit > 0 {
			in[m.unit-1] = max(in[m.unit-1], float64(m.weight))
			held += idf * float64(m.weight)
		}
		l := s.likenessOf(id, q, f.table)
		alike += idf * l.best
		for _, u := range l.units {
			soft[u.unit] = max(soft[u.unit], u.by)
		}
		negated = negated || w.class == Negation
		if w.asking != "" {
			asks = true
			agrees = agrees || slices.Contains(q.asking, w.asking)
		}
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
	v[askingAgrees] = truth(agrees)
	v[askingDiffers] = truth(asks && len(q.asking) > 0 && !agrees)
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
