package tune

import (
	"context"
	"math"
	"runtime"
	"slices"

	"golang.org/x/sync/errgroup"
	"gonum.org/v1/gonum/floats"
)

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
