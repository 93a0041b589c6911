package tune

import (
	"math"
	"slices"

	"gonum.org/v1/gonum/blas"
	"gonum.org/v1/gonum/blas/blas64"
	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/mat"
)

// group is the candidates of one question.
type group struct {
	features blas64.General // a row a candidate
	right    []bool
	weight   float64
}

// teaches tells whether ranking can be learned from the question: something right was found, and something else.
func (g *group) teaches() bool { return g.found() && slices.Contains(g.right, false) }

// found tells whether a right article is among the candidates.
func (g *group) found() bool { return slices.Contains(g.right, true) }

// spreads returns how much each feature varies within the candidates of a question, its scale in the penalty; 1 for one
// that does not vary.
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
	scores, mean := make([]float64, most), make([]float64, len(start))
	return p.fit(func(w, gradient []float64, curvature *mat.SymDense) float64 {
		loss := 0.0
		for i := range groups {
			g := &groups[i]
			shares := scores[:g.features.Rows]
			loss += g.weight * g.shares(w, shares)
			if gradient != nil {
				g.bend(shares, mean, curvature)
				g.slope(shares, gradient)
			}
		}
		return loss
	}, total, start)
}

// shares fills the softmax over the candidates and returns the negative log of what the right ones have of it.
func (g *group) shares(w, shares []float64) float64 {
	blas64.Gemv(blas.NoTrans, 1, g.features, vector(w), 0, vector(shares))
	high := floats.Max(shares)
	sum, right := 0.0, math.SmallestNonzeroFloat64
	for i, s := range shares {
		shares[i] = math.Exp(s - high)
		sum += shares[i]
		if g.right[i] {
			right += shares[i]
		}
	}
	floats.Scale(1/sum, shares)
	return math.Log(sum) - math.Log(right)
}

// negligible is the share of a candidate that bends the loss too little to be added up. It shapes the steps to the
// lowest point, not the point.
const negligible = 1e-4

// bend adds the second derivatives that a single right candidate would leave, which are never below those of several.
func (g *group) bend(shares, mean []float64, curvature *mat.SymDense) {
	clear(mean)
	for i, share := range shares {
		if share < negligible {
			continue
		}
		row := mat.NewVecDense(g.features.Cols, g.features.Data[i*g.features.Stride:][:g.features.Cols])
		curvature.SymRankOne(curvature, g.weight*share, row)
		floats.AddScaled(mean, share, row.RawVector().Data)
	}
	curvature.SymRankOne(curvature, -g.weight, mat.NewVecDense(len(mean), mean))
}

// slope adds the first derivatives. It overwrites the shares.
func (g *group) slope(shares, gradient []float64) {
	right := math.SmallestNonzeroFloat64
	for i, share := range shares {
		if g.right[i] {
			right += share
		}
	}
	for i, share := range shares {
		if g.right[i] {
			shares[i] -= share / right
		}
	}
	blas64.Gemv(blas.Trans, g.weight, g.features, vector(shares), 1, vector(gradient))
}

func vector(of []float64) blas64.Vector { return blas64.Vector{N: len(of), Inc: 1, Data: of} }
