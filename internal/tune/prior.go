package tune

// prior says what is known of weights before any question was asked.
type prior struct {
	mean   []float64 // where each weight is drawn to
	pull   []float64 // how strongly, in questions' worth
	spread []float64 // how much each input varies: the unit in which its weight is measured
	within []bounds
}

// fit minimises a loss, the sum over questions of a total weight, together with the pull of the prior. The loss adds
// to the gradient that it is given.
func (p *prior) fit(total float64, start []float64, loss objective) ([]float64, error) {
	// In units of the spreads, so that the steps of all weights are alike.
	first, within := make([]float64, len(start)), make([]bounds, len(start))
	for i, s := range p.spread {
		first[i], within[i] = start[i]*s, bounds{p.within[i].least * s, p.within[i].most * s}
	}
	w := make([]float64, len(start))
	scaled, err := minimise(func(v, gradient []float64) float64 {
		for i := range v {
			w[i], gradient[i] = v[i]/p.spread[i], 0
		}
		value := loss(w, gradient)
		for i := range v {
			d := v[i] - p.mean[i]*p.spread[i]
			value += p.pull[i] * d * d / 2
			gradient[i] = (gradient[i]/p.spread[i] + p.pull[i]*d) / total
		}
		return value / total
	}, first, within)
	if err != nil {
		return nil, err
	}
	for i := range scaled {
		scaled[i] /= p.spread[i]
	}
	return scaled, nil
}

// repeated is the same number n times.
func repeated(v float64, n int) []float64 {
	all := make([]float64, n)
	for i := range all {
		all[i] = v
	}
	return all
}
