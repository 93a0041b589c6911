package tune

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"
	"gonum.org/v1/gonum/blas/blas64"
	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/mat"
)

// questionsBy makes questions whose right candidate is drawn from the softmax under known weights.
func questionsBy(weights []float64, n int) []group {
	const candidates = 12
	rng := rand.New(rand.NewPCG(1, 2))
	groups := make([]group, n)
	for i := range groups {
		g := group{
			features: blas64.General{Rows: candidates, Cols: len(weights), Stride: len(weights), Data: make([]float64, candidates*len(weights))},
			right:    make([]bool, candidates), weight: 1,
		}
		for k := range g.features.Data {
			g.features.Data[k] = rng.NormFloat64()
		}
		shares := make([]float64, candidates)
		g.right[0] = true // any, for the shares only
		g.shares(weights, shares)
		g.right[0] = false
		drawn, sum := rng.Float64(), 0.0
		for c, share := range shares {
			if sum += share; drawn < sum || c == candidates-1 {
				g.right[c] = true
				break
			}
		}
		groups[i] = g
	}
	return groups
}

func pulled(to []float64, pull float64, within []bounds) prior {
	return prior{mean: to, pull: repeated(pull, len(to)), spread: repeated(1, len(to)), within: within}
}

func free(n int) []bounds {
	all := make([]bounds, n)
	for i := range all {
		all[i] = unbounded
	}
	return all
}

func TestRankingFindsTheWeightsThatMadeTheQuestions(t *testing.T) {
	truth := []float64{2, -1, 0, 0.5}
	w, err := fitRanking(questionsBy(truth, 3000), pulled(make([]float64, 4), 0.1, free(4)), make([]float64, 4))
	require.NoError(t, err)
	require.InDeltaSlice(t, truth, w, 0.1)
}

func TestRankingKeepsCertainSigns(t *testing.T) {
	within := free(4)
	within[1] = bounds{0, math.Inf(1)} // the questions say otherwise
	w, err := fitRanking(questionsBy([]float64{2, -1, 0, 0.5}, 300), pulled(make([]float64, 4), 0.1, within), make([]float64, 4))
	require.NoError(t, err)
	require.Zero(t, w[1])
	require.Greater(t, w[0], 1.0)
}

func TestFewQuestionsStayNearWhatWasKnown(t *testing.T) {
	truth, known := []float64{2, -1}, []float64{-1, 1}
	distance := func(questions int, pull float64) float64 {
		w, err := fitRanking(questionsBy(truth, questions), pulled(known, pull, free(2)), known)
		require.NoError(t, err)
		return floats.Distance(w, known, 2)
	}
	require.Less(t, distance(10, 100), 0.5)
	require.Less(t, distance(10, 100), distance(10, 1), "a stronger pull holds nearer")
	require.Less(t, distance(10, 10), distance(1000, 10), "more questions move further")
	require.Greater(t, distance(3000, 1), 3.0, "many questions have the last word")
}

// TestSlopes compares the derivatives with differences of the loss.
func TestSlopes(t *testing.T) {
	groups := questionsBy([]float64{1, -1, 0.5}, 5)
	groups[0].right[3], groups[0].right[5] = true, true // several right ones
	at := []float64{0.3, 0.2, -0.7}
	value := func(w []float64) float64 {
		sum := 0.0
		for i := range groups {
			sum += groups[i].shares(w, make([]float64, len(groups[i].right)))
		}
		return sum
	}
	gradient, curvature := make([]float64, 3), mat.NewSymDense(3, nil)
	for i := range groups {
		shares := make([]float64, len(groups[i].right))
		groups[i].shares(at, shares)
		groups[i].bend(shares, make([]float64, 3), curvature)
		groups[i].slope(shares, gradient)
	}
	const step = 1e-6
	for f := range at {
		up, down := append([]float64(nil), at...), append([]float64(nil), at...)
		up[f] += step
		down[f] -= step
		require.InDelta(t, (value(up)-value(down))/(2*step), gradient[f], 1e-5)
		require.Positive(t, curvature.At(f, f))
	}
}
