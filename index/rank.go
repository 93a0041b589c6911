package index

import (
	"cmp"
	"math"
	"slices"
)

// rank orders the candidates of a question, best first, and gives each its share of the softmax over all of them.
func (ix *Index) rank(q *query, cs []*candidate, s *scratch) {
	ix.describe(q, cs, s)
	q.near.describe(cs)
	order(cs, &ix.model.ranking)
}

// order sorts described candidates by the sum of their features under the weights and gives each its share.
func order(cs []*candidate, weights *[features]float64) {
	for i := range cs {
		c := cs[i]
		c.score = 0
		for f, v := range c.values {
			c.score += weights[f] * v
		}
	}
	slices.SortFunc(cs, func(a, b *candidate) int {
		return cmp.Or(cmp.Compare(b.score, a.score), cmp.Compare(a.article, b.article))
	})
	sum := 0.0
	for i := range cs {
		cs[i].share = math.Exp(cs[i].score - cs[0].score)
		sum += cs[i].share
	}
	for i := range cs {
		cs[i].share /= sum
	}
}
