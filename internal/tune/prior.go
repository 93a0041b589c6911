package tune

import "gonum.org/v1/gonum/mat"

// prior says what is known of weights before any question was asked.
type prior struct {
	mean   []float64 // where each weight is drawn to
	pull   []float64 // how strongly, in questions' worth
	spread []float64 // how much each input varies: the unit in which its weight is measured
	within []bounds
}

// fit minimises a loss, the sum over questions of a total weight, together with the pull of the prior.
func (p *prior) fit(of loss, total float64, start []float64) ([]float64, error) {
	return minimise(func(w, gradient []float64, curvature *mat.SymDense) float64 {
		value := of(w, gradient, curvature)
		for i := range w {
			pull := p.pull[i] * p.spread[i] * p.spread[i]
			d := w[i] - p.mean[i]
			value += pull * d * d / 2
			if gradient != nil {
				gradient[i] += pull * d
				curvature.SetSym(i, i, curvature.At(i, i)+pull)
			}
		}
		return value
	}, total, start, p.within)
}

// repeated is the same number n times.
func repeated(v float64, n int) []float64 {
	all := make([]float64, n)
	for i := range all {
		all[i] = v
	}
	return all
}
