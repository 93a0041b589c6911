package tune

import (
	"math"

	"gonum.org/v1/gonum/blas"
	"gonum.org/v1/gonum/blas/blas64"
	"gonum.org/v1/gonum/floats"
)

// group is the candidates of one question.
type group struct {
	features blas64.General // a row a candidate
	right    []bool
	weight   float64
}

// hasRight tells whether ranking can be learned from the question: something right was found, and something else.
func (g *group) hasRight() bool {
	n := 0
	for _, r := range g.right {
		if r {
			n++
		}
	}
	return n > 0 && n < len(g.right)
}

// spreads returns how much each feature varies within the candidates of a question, its scale in the penalty; 1 for one that does not vary.
func spreads(groups []group, features int) []float64 {
	sum := make([]float64, features)
	n := 0.0
	for _, g := range groups {
		n += float64(g.features.Rows)
		for f := range features {
			mean := 0.0
			for c := range g.features.Rows {
				mean += g.features.Data[c*g.features.Stride+f]
			}
			mean /= float64(max(1, g.features.Rows))
			for c := range g.features.Rows {
				d := g.features.Data[c*g.features.Stride+f] - mean
				sum[f] += d * d
			}
		}
	}
	for f := range sum {
		sum[f] = math.Sqrt(sum[f] / max(n, 1))
		if sum[f] < tinySpread {
			sum[f] = 1
		}
	}
	return sum
}

// tinySpread is what an input varies by that as good as never varies: scaled up, its chance values would decide.
const tinySpread = 1e-3

// fitRanking finds the weights under which the right candidates of each question get most of the softmax over all of
// them: a conditional logit.
func fitRanking(groups []group, p prior, start []float64) ([]float64, error) {
	total, most := 0.0, 0
	for _, g := range groups {
		total += g.weight
		most = max(most, g.features.Rows)
	}
	scores := make([]float64, most)
	return p.fit(total, start, func(w, gradient []float64) float64 {
		loss := 0.0
		for _, g := range groups {
			loss += g.loss(w, gradient, scores[:g.features.Rows])
		}
		return loss
	})
}

// loss is the negative log of the share of the right candidates; its gradient is added, unless it is nil.
func (g *group) loss(w, gradient, scores []float64) float64 {
	blas64.Gemv(blas.NoTrans, 1, g.features, vector(w), 0, vector(scores))
	high := floats.Max(scores)
	sum, right := 0.0, 0.0
	for i, s := range scores {
		scores[i] = math.Exp(s - high)
		sum += scores[i]
		if g.right[i] {
			right += scores[i]
		}
	}
	right = max(right, math.SmallestNonzeroFloat64)
	if gradient != nil {
		for i, e := range scores {
			scores[i] = e / sum
			if g.right[i] {
				scores[i] -= e / right
			}
		}
		blas64.Gemv(blas.Trans, g.weight, g.features, vector(scores), 1, vector(gradient))
	}
	return g.weight * (math.Log(sum) - math.Log(right))
}

func vector(of []float64) blas64.Vector { return blas64.Vector{N: len(of), Inc: 1, Data: of} }
