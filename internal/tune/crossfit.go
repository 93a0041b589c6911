package tune

import (
	"context"
	"runtime"

	"golang.org/x/sync/errgroup"

	"github.com/chatbotsmanagers/faqbot/index"
)

// judged is a question ranked and judged by numbers that were fitted without it.
type judged struct {
	*example
	outcome    index.Outcome
	first      bool // the first hit is right
	among      bool // one of the first three is
	confidence float64
	suggestion float64
}

// suggested is how many hits a suggestion shows.
const suggested = 3

// rank ranks a question by weights.
func (e *example) rank(weights []float64) (judged, error) {
	out, err := e.seen.Under(weights)
	if err != nil {
		return judged{}, err
	}
	j := judged{example: e, outcome: out}
	for i, id := range out.IDs[:min(suggested, len(out.IDs))] {
		if e.question.IsRight(id) {
			j.among = true
			j.first = j.first || i == 0
		}
	}
	return j, nil
}

// judge gives a ranked question its confidence.
func (c *calibration) judge(j judged) judged {
	if len(j.outcome.IDs) > 0 {
		// As the search does.
		j.confidence = j.outcome.Trust * c.confidence.of(j.outcome.Signals)
		j.suggestion = max(j.confidence, j.outcome.Trust*c.suggestion.of(j.outcome.Signals))
	}
	return j
}

// pick returns the examples that are kept.
func pick(all []*example, keep func(*example) bool) []*example {
	var some []*example
	for _, e := range all {
		if keep(e) {
			some = append(some, e)
		}
	}
	return some
}

// crossFit is a ranking fitted on all questions, without each fold, and without each two folds: what is needed to judge
// every question by a calibration that had not seen it, which itself was fitted on questions that their ranking had not
// seen.
type crossFit struct {
	examples []*example
	full     []float64
	without  [folds][folds][]float64 // without[f][f]: without one fold
}

func (f *fitter) crossFit(ctx context.Context, examples []*example, pairs bool) (*crossFit, error) {
	c := &crossFit{examples: examples}
	var err error
	if c.full, err = f.ranking(examples, f.start.ranking); err != nil {
		return nil, err
	}
	g, ctx := errgroup.WithContext(ctx)
	g.SetLimit(runtime.GOMAXPROCS(0))
	for a := range folds {
		for b := range a + 1 {
			if a != b && !pairs {
				continue
			}
			g.Go(func() error {
				if err := ctx.Err(); err != nil {
					return err
				}
				w, err := f.ranking(pick(examples, func(e *example) bool { return e.fold != a && e.fold != b }), c.full)
				c.without[a][b], c.without[b][a] = w, w
				return err
			})
		}
	}
	return c, g.Wait()
}

// outOfFold ranks each question by the weights that were fitted without its fold and without another one; another < 0
// means no other. Questions of the other fold are left out.
func (c *crossFit) outOfFold(another int) ([]judged, error) {
	var all []judged
	for _, e := range c.examples {
		if e.fold == another {
			continue
		}
		b := another
		if b < 0 {
			b = e.fold
		}
		j, err := e.rank(c.without[e.fold][b])
		if err != nil {
			return nil, err
		}
		all = append(all, j)
	}
	return all, nil
}

// crossValidated judges every question by numbers fitted without its fold.
func (f *fitter) crossValidated(c *crossFit) ([]judged, error) {
	var all []judged
	for fold := range folds {
		train, err := c.outOfFold(fold)
		if err != nil {
			return nil, err
		}
		cal, err := f.calibrate(train)
		if err != nil {
			return nil, err
		}
		for _, e := range c.examples {
			if e.fold != fold {
				continue
			}
			j, err := e.rank(c.without[fold][fold])
			if err != nil {
				return nil, err
			}
			all = append(all, cal.judge(j))
		}
	}
	return all, nil
}

// unseen judges the questions of each domain by numbers fitted on the other domains.
func (f *fitter) unseen(ctx context.Context, examples []*example) ([]judged, error) {
	var all []judged
	for _, domain := range f.domains() {
		in := func(e *example) bool { return f.sets[e.set].domain() == domain }
		c, err := f.crossFit(ctx, pick(examples, func(e *example) bool { return !in(e) }), false)
		if err != nil {
			return nil, err
		}
		train, err := c.outOfFold(-1)
		if err != nil {
			return nil, err
		}
		cal, err := f.calibrate(train)
		if err != nil {
			return nil, err
		}
		for _, e := range pick(examples, in) {
			j, err := e.rank(c.full)
			if err != nil {
				return nil, err
			}
			all = append(all, cal.judge(j))
		}
	}
	return all, nil
}
