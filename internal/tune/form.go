package tune

import (
	"fmt"
	"math"
)

// form is how much of a calibration is fitted. Few questions can teach a number or two, not forty.
type form struct {
	kind formKind
	pull float64 // to the start, in questions' worth
}

type formKind int

const (
	kept    formKind = iota // nothing
	shifted                 // the bias
	scaled                  // the bias and the scale of the log odds
	refit                   // all weights
)

// String tells a person what is fitted.
func (f form) String() string {
	switch f.kind {
	case kept:
		return "kept as it was"
	case shifted:
		return fmt.Sprintf("bias refitted, drawn to its start by %g questions", f.pull)
	case scaled:
		return fmt.Sprintf("bias and scale refitted, drawn to their start by %g questions", f.pull)
	default:
		return fmt.Sprintf("all weights refitted, drawn to their start by %g questions", f.pull)
	}
}

// freeBias keeps a bias finite where all questions come out alike.
const freeBias = 0.01

// fit fits a regression of this form.
func (f form) fit(trials []trial, start logistic, within []bounds) (logistic, error) {
	n := len(start.by)
	switch f.kind {
	case kept:
		return start, nil
	case shifted:
		fixed := make([]bounds, n)
		for i, w := range start.by {
			fixed[i] = bounds{w, w}
		}
		return fitLogistic(trials, prior{mean: start.by, pull: make([]float64, n), spread: repeated(1, n), within: fixed}, f.pull, start)
	case scaled:
		odds := make([]trial, len(trials))
		for i, t := range trials {
			odds[i] = trial{signals: []float64{start.logit(t.signals)}, well: t.well, weight: t.weight}
		}
		l, err := fitLogistic(odds, prior{
			mean: []float64{1}, pull: []float64{f.pull}, spread: deviations(odds, 1), within: []bounds{{0, math.Inf(1)}},
		}, f.pull, logistic{by: []float64{1}})
		if err != nil {
			return logistic{}, err
		}
		by := make([]float64, n)
		for i, w := range start.by {
			by[i] = w * l.by[0]
		}
		return logistic{bias: l.bias + l.by[0]*start.bias, by: by}, nil
	default:
		return fitLogistic(trials, prior{
			mean: start.by, pull: repeated(f.pull, n), spread: deviations(trials, n), within: within,
		}, freeBias, start)
	}
}
