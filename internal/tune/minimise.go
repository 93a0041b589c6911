package tune

import (
	"errors"
	"math"

	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/mat"
)

// bounds of a weight; either end may be infinite, and equal ends fix it.
type bounds struct{ least, most float64 }

// unbounded is any weight.
var unbounded = bounds{math.Inf(-1), math.Inf(1)}

func (b bounds) clamp(w float64) float64 { return min(max(w, b.least), b.most) }

// loss is a smooth convex function of weights. It returns its value, and adds its slopes to the gradient and its second
// derivatives, or something above them, to the curvature unless these are nil.
type loss func(w, gradient []float64, curvature *mat.SymDense) float64

const (
	// settled is the gain from which another step is not worth it, in nats a question: far below what one question more
	// or less would change.
	settled = 1e-9

	maxSteps   = 100
	maxHalving = 40
)

// minimise finds the lowest point of f, a sum over questions of a total weight, within the bounds, beginning at start.
//
// Each step goes to the lowest point of the parabola that touches f, found coordinate by coordinate, as glmnet does it:
// bounds are then nothing but a cut of each coordinate, weights that want to be at a bound are exactly there, and some
// ten steps are enough where L-BFGS takes over a hundred evaluations and needs bounds to be dressed up.
func minimise(f loss, total float64, start []float64, within []bounds) ([]float64, error) {
	n := len(start)
	w, next := make([]float64, n), make([]float64, n)
	for i, b := range within {
		w[i] = b.clamp(start[i])
	}
	gradient, curvature := make([]float64, n), mat.NewSymDense(n, nil)
	for range maxSteps {
		clear(gradient)
		curvature.Zero()
		value := f(w, gradient, curvature)
		if math.IsNaN(value) || math.IsInf(value, 0) {
			return nil, errors.New("the questions have no finite loss under the weights that the fit begins with")
		}
		step := lowest(gradient, curvature, w, within)
		promised := floats.Dot(gradient, step) // below 0
		if -promised <= settled*total {
			return w, nil
		}
		size := 1.0
		for range maxHalving {
			for i, b := range within {
				next[i] = b.clamp(w[i] + size*step[i])
			}
			if f(next, nil, nil) <= value+1e-4*size*promised {
				break
			}
			size /= 2
		}
		w, next = next, w
	}
	return w, nil
}

const (
	maxSweeps = 2000
	// still is the move of all coordinates in a sweep, in units of the parabola's gain, from which the parabola's
	// lowest point is reached.
	still = 1e-12
)

// lowest returns the step from w to the lowest point within the bounds of the parabola with these first and second
// derivatives.
func lowest(gradient []float64, curvature *mat.SymDense, w []float64, within []bounds) []float64 {
	n := len(w)
	step := make([]float64, n)
	slope := append([]float64(nil), gradient...) // of the parabola at step
	rows := curvature.RawSymmetric()
	for range maxSweeps {
		gained, all := 0.0, 0.0
		for i := range n {
			bend := curvature.At(i, i)
			if bend <= 0 {
				continue
			}
			to := within[i].clamp(w[i]+step[i]-slope[i]/bend) - w[i]
			move := to - step[i]
			if move == 0 {
				continue
			}
			step[i] = to
			for j := range i {
				slope[j] += move * rows.Data[j*rows.Stride+i]
			}
			for j := i; j < n; j++ {
				slope[j] += move * rows.Data[i*rows.Stride+j]
			}
			gained += bend * move * move
		}
		for i := range n {
			all += curvature.At(i, i) * step[i] * step[i]
		}
		if gained <= still*all {
			break
		}
	}
	return step
}
