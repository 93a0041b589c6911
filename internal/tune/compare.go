package tune

import (
	"math"
	"slices"
)

// choice is what was compared on questions that a fit had not seen, and what was taken.
type choice struct {
	gain  float64 // in nats a question, of what was taken over what the start does
	noise float64 // standard error of the gain
	asked int     // questions that the comparison rests on
}

// split parts questions for a comparison: each part is judged by what was fitted on the others.
type split struct {
	parts int
	of    func(*example) int
}

// splits are by folds and, where there are several domains, by these too. Both count the same: what is fitted serves the
// companies whose questions it saw, and others, and what serves one company only must not win.
func (f *fitter) splits() []split {
	all := []split{{folds, func(e *example) int { return e.fold }}}
	if domains := f.domains(); len(domains) > 1 {
		all = append(all, split{len(domains), func(e *example) int {
			return slices.Index(domains, f.sets[e.set].domain())
		}})
	}
	return all
}

// weighty is a question that counts as much as its set says.
type weighty interface{ counts() float64 }

func (e *example) counts() float64 { return e.group.weight }

// weighted is the mean loss over questions.
func weighted[Q weighty](questions []Q, losses []float64) float64 {
	sum, total := 0.0, 0.0
	for i, e := range questions {
		sum += e.counts() * losses[i]
		total += e.counts()
	}
	return sum / total
}

// compare tells how much lower a question's loss is than another, on average, and how far chance may have moved that.
func compare[Q weighty](questions []Q, losses, others []float64) choice {
	differences := make([]float64, len(losses))
	for i := range losses {
		differences[i] = others[i] - losses[i]
	}
	c := choice{gain: weighted(questions, differences), asked: len(questions)}
	square, total := 0.0, 0.0
	for i, e := range questions {
		square += math.Pow(e.counts()*(differences[i]-c.gain), 2)
		total += e.counts()
	}
	c.noise = math.Sqrt(square) / total
	return c
}
