package tune

import (
	"context"
	"math"
	"runtime"
	"slices"

	"golang.org/x/sync/errgroup"
	"gonum.org/v1/gonum/floats"
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

// infinite is the pull that nothing moves against.
var infinite = math.Inf(1)

// pulls are the strengths that are tried, in questions' worth.
var pulls = []float64{2, 8, 32}

// choosePull sets how strongly the start draws the ranking. The start stays as it is unless a fit is better on questions
// that it had not seen by more than chance explains; a start from nothing cannot stay.
func (f *fitter) choosePull(ctx context.Context, examples []*example, mayStay bool) (choice, error) {
	var teaching []*example
	for _, e := range examples {
		if e.group.teaches() {
			teaching = append(teaching, e)
		}
	}
	if len(teaching) == 0 {
		f.pull = infinite
		return choice{}, nil
	}
	losses := make([][]float64, len(pulls))
	g, fitting := errgroup.WithContext(ctx)
	g.SetLimit(runtime.GOMAXPROCS(0))
	for i, pull := range pulls {
		g.Go(func() (err error) {
			with := *f
			with.pull = pull
			losses[i], err = with.rankingLosses(fitting, teaching)
			return err
		})
	}
	if err := g.Wait(); err != nil {
		return choice{}, err
	}
	best := 0
	for i := range losses {
		if weighted(teaching, losses[i]) < weighted(teaching, losses[best]) {
			best = i
		}
	}
	taken := best
	if mayStay { // the strongest pull that no other beats by more than chance explains
		for taken = len(pulls) - 1; ; taken-- {
			if c := compare(teaching, losses[best], losses[taken]); c.gain <= c.noise {
				break // at the best at the latest
			}
		}
	}
	as := *f
	as.pull = infinite
	stay, err := as.rankingLosses(ctx, teaching)
	if err != nil {
		return choice{}, err
	}
	c := compare(teaching, losses[taken], stay)
	f.pull = pulls[taken]
	if mayStay && c.gain <= c.noise {
		f.pull = infinite
	}
	return c, nil
}

// rankingLosses are those of each question under weights fitted without its part, at the scale that suits the part.
func (f *fitter) rankingLosses(ctx context.Context, examples []*example) ([]float64, error) {
	all := make([]float64, len(examples))
	first := f.start.ranking
	splits := f.splits()
	for _, s := range splits {
		for p := range s.parts {
			if err := ctx.Err(); err != nil {
				return nil, err
			}
			w, err := f.ranking(pick(examples, func(e *example) bool { return s.of(e) != p }), first)
			if err != nil {
				return nil, err
			}
			first = w
			part := pick(examples, func(e *example) bool { return s.of(e) == p })
			losses := atBestScale(part, w)
			for i, e := range examples {
				if s.of(e) == p {
					all[i] += losses[0] / float64(len(splits))
					losses = losses[1:]
				}
			}
		}
	}
	return all, nil
}

// atBestScale are the losses of questions under weights, at the scale that suits them.
func atBestScale(examples []*example, weights []float64) (best []float64) {
	lowest := math.Inf(1)
	for _, scale := range scales {
		losses, sum := make([]float64, len(examples)), 0.0
		scaled := slices.Clone(weights)
		floats.Scale(scale, scaled)
		for i, e := range examples {
			losses[i] = e.group.shares(scaled, make([]float64, len(e.group.right)))
			sum += e.group.weight * losses[i]
		}
		if sum < lowest {
			lowest, best = sum, losses
		}
	}
	return best
}

// scales are those under which weights are compared: a common factor changes no order, and the calibration takes it up.
// Judged as they are, weights for an easy domain would lose in a hard one by being too sure only.
var scales = []float64{0.5, 0.7, 1, 1.4, 2}

// simplePull is how many questions speak for the one or two numbers that are there.
const simplePull = 2

// forms are how much of a calibration may be fitted, from the simplest on.
func forms(fresh bool) []form {
	all := []form{{kind: kept}, {shifted, simplePull}, {scaled, simplePull}}
	if fresh {
		all = nil
	}
	for _, pull := range slices.Backward(pulls) {
		all = append(all, form{refit, pull})
	}
	return all
}

// chooseForm sets how much of the calibration is fitted: the simplest form that no other is better than by more than
// chance explains; from nothing the best.
func (f *fitter) chooseForm(js []judged, fresh bool) (choice, error) {
	asked := f.lifelike(searched(js))
	all := forms(fresh)
	losses := make([][]float64, len(all))
	best := 0
	for i, form := range all {
		with := *f
		with.form = form
		var err error
		if losses[i], err = with.confidenceLosses(asked, js); err != nil {
			return choice{}, err
		}
		if weighted(asked, losses[i]) < weighted(asked, losses[best]) {
			best = i
		}
	}
	taken := best
	if !fresh {
		taken = slices.IndexFunc(losses, func(l []float64) bool {
			c := compare(asked, losses[best], l)
			return c.gain <= c.noise
		})
	}
	f.form = all[taken]
	return compare(asked, losses[taken], f.startLosses(asked)), nil
}

// searched are the questions that found anything.
func searched(js []judged) []judged {
	return slices.DeleteFunc(slices.Clone(js), func(j judged) bool { return len(j.outcome.IDs) == 0 })
}

// startLosses are those of each question under the calibration of the start.
func (f *fitter) startLosses(js []judged) []float64 {
	all := make([]float64, len(js))
	for i, j := range js {
		all[i] = logLoss(f.start.confidence.logit(j.outcome.Signals), j.first)
	}
	return all
}

// confidenceLosses are those of each question asked under a calibration fitted on all but its part.
func (f *fitter) confidenceLosses(asked, all []judged) ([]float64, error) {
	losses := make([]float64, len(asked))
	splits := f.splits()
	for _, s := range splits {
		for p := range s.parts {
			train := slices.DeleteFunc(slices.Clone(all), func(j judged) bool { return s.of(j.example) == p })
			l, err := f.form.fit(firstTrials(train), f.start.confidence, f.signalsWithin)
			if err != nil {
				return nil, err
			}
			for i, j := range asked {
				if s.of(j.example) == p {
					losses[i] += logLoss(l.logit(j.outcome.Signals), j.first) / float64(len(splits))
				}
			}
		}
	}
	return losses, nil
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
