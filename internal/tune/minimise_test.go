package tune

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"
	"gonum.org/v1/gonum/mat"
	"pgregory.net/rapid"
)

// bowl is a parabola with its lowest point at c, leaning by a common part of its coordinates.
func bowl(c []float64, lean float64) loss {
	return func(w, gradient []float64, curvature *mat.SymDense) float64 {
		sum, value := 0.0, 0.0
		for i := range w {
			sum += w[i] - c[i]
			value += (w[i] - c[i]) * (w[i] - c[i]) / 2
		}
		value += lean * sum * sum / 2
		if gradient == nil {
			return value
		}
		for i := range w {
			gradient[i] += w[i] - c[i] + lean*sum
			for j := range i + 1 {
				curvature.SetSym(i, j, curvature.At(i, j)+lean)
			}
			curvature.SetSym(i, i, curvature.At(i, i)+1)
		}
		return value
	}
}

func TestMinimiseStopsAtBounds(t *testing.T) {
	within := []bounds{unbounded, {0, math.Inf(1)}, {math.Inf(-1), 0}, {3, 3}}
	w, err := minimise(bowl([]float64{1, -2, 5, 0}, 0), 1, make([]float64, 4), within)
	require.NoError(t, err)
	require.InDeltaSlice(t, []float64{1, 0, 0, 3}, w, 1e-9)
	require.Zero(t, w[1], "exactly, not nearly")
}

// TestMinimiseFindsTheLowestPoint checks the conditions that hold at a lowest point within bounds and nowhere else: no
// slope inside, and none that leads inward at a bound.
func TestMinimiseFindsTheLowestPoint(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 8).Draw(t, "n")
		number := rapid.Map(rapid.IntRange(-50, 50), func(tenths int) float64 { return float64(tenths) / 10 })
		c := rapid.SliceOfN(number, n, n).Draw(t, "c")
		within := make([]bounds, n)
		for i := range within {
			a, b := number.Draw(t, "bound"), number.Draw(t, "bound")
			within[i] = bounds{min(a, b), max(a, b)}
		}
		f := bowl(c, rapid.Float64Range(0, 20).Draw(t, "lean"))
		w, err := minimise(f, 1, rapid.SliceOfN(number, n, n).Draw(t, "start"), within)
		require.NoError(t, err)
		gradient := make([]float64, n)
		f(w, gradient, mat.NewSymDense(n, nil))
		const small = 1e-3 // a gain of 1e-9 leaves slopes of this size
		const rounding = 1e-12
		for i, b := range within {
			require.GreaterOrEqual(t, w[i], b.least)
			require.LessOrEqual(t, w[i], b.most)
			if w[i] > b.least+rounding {
				require.Less(t, gradient[i], small)
			}
			if w[i] < b.most-rounding {
				require.Greater(t, gradient[i], -small)
			}
		}
	})
}

func TestMinimiseRefusesNonsense(t *testing.T) {
	_, err := minimise(func([]float64, []float64, *mat.SymDense) float64 { return math.NaN() }, 1, []float64{0}, []bounds{unbounded})
	require.ErrorContains(t, err, "no finite loss")
}
