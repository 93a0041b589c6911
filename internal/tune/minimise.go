package tune

import (
	"errors"
	"fmt"
	"math"

	"gonum.org/v1/gonum/optimize"
)

// bounds of a weight; either end may be infinite, and equal ends fix it.
type bounds struct{ least, most float64 }

// unbounded is any weight.
var unbounded = bounds{math.Inf(-1), math.Inf(1)}

func (b bounds) clamp(w float64) float64 { return min(max(w, b.least), b.most) }

// objective returns the value of a smooth convex function at w and fills its gradient.
type objective func(w, gradient []float64) float64

// Fits of a few thousand questions move in the fifth decimal when these are ten times larger.
const (
	gradientTolerance = 1e-6
	valueTolerance    = 1e-10
	maxIterations     = 1000
)

// minimise finds the lowest point of f within the bounds, beginning at start.
//
// L-BFGS knows no bounds, so it moves in variables that have none: a bounded weight is a softplus or a logistic curve of
// its variable. Both rise strictly, so that every lowest point stays one and none is added.
func minimise(f objective, start []float64, within []bounds) ([]float64, error) {
	w := make([]float64, len(start))
	gradient := make([]float64, len(start))
	slope := make([]float64, len(start))
	var free []int // places of the weights that may move
	var first []float64
	for i, b := range within {
		w[i] = b.clamp(start[i])
		if b.least < b.most {
			free = append(free, i)
			first = append(first, b.variable(w[i]))
		}
	}
	at := func(x []float64) {
		for k, i := range free {
			w[i], slope[i] = within[i].weight(x[k])
		}
	}
	var value float64
	var last []float64 // where value and gradient are known
	know := func(x []float64) {
		if last != nil && equal(x, last) {
			return
		}
		at(x)
		value = f(w, gradient)
		last = append(last[:0], x...)
	}
	if len(free) == 0 {
		return w, nil
	}
	problem := optimize.Problem{
		Func: func(x []float64) float64 {
			know(x)
			return value
		},
		Grad: func(into, x []float64) {
			know(x)
			for k, i := range free {
				into[k] = gradient[i] * slope[i]
			}
		},
	}
	found, err := optimize.Minimize(problem, first, &optimize.Settings{
		GradientThreshold: gradientTolerance,
		MajorIterations:   maxIterations,
		Converger:         &optimize.FunctionConverge{Absolute: valueTolerance, Iterations: 5},
	}, &optimize.LBFGS{})
	if found == nil {
		return nil, fmt.Errorf("minimise: %w", err)
	}
	// A line search that finds no lower value in the last digits has arrived.
	if err != nil && !errors.Is(err, optimize.ErrLinesearcherFailure) && !errors.Is(err, optimize.ErrNoProgress) {
		return nil, fmt.Errorf("minimise: %w", err)
	}
	at(found.X)
	return w, nil
}

// weight returns the weight that a variable stands for, and how fast it rises with the variable.
func (b bounds) weight(x float64) (w, slope float64) {
	s := 1 / (1 + math.Exp(-x))
	below, above := math.IsInf(b.least, -1), math.IsInf(b.most, 1)
	switch {
	case below && above:
		return x, 1
	case above:
		return b.least + softplus(x), s
	case below:
		return b.most - softplus(-x), 1 - s
	default:
		return b.least + (b.most-b.least)*s, (b.most - b.least) * s * (1 - s)
	}
}

// edge keeps a weight that begins on its bound close enough to leave it: there the curve is flat.
const edge = 0.05

// variable is where the weight begins, which need not be exact.
func (b bounds) variable(w float64) float64 {
	below, above := math.IsInf(b.least, -1), math.IsInf(b.most, 1)
	switch {
	case below && above:
		return w
	case above:
		return inverseSoftplus(max(edge, w-b.least))
	case below:
		return -inverseSoftplus(max(edge, b.most-w))
	default:
		part := min(max((w-b.least)/(b.most-b.least), edge), 1-edge)
		return math.Log(part / (1 - part))
	}
}

func softplus(x float64) float64 { return math.Max(x, 0) + math.Log1p(math.Exp(-math.Abs(x))) }

func inverseSoftplus(y float64) float64 { return y + math.Log(-math.Expm1(-y)) }

func equal(a, b []float64) bool {
	for i := range a {
		if a[i] != b[i] {
			return false
		}
	}
	return true
}
