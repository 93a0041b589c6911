package tune

import (
	"cmp"
	"math"
	"slices"

	"github.com/chatbotsmanagers/faqbot/index"
)

// numbers are all that is fitted.
type numbers struct {
	ranking []float64
	calibration
}

// calibration is the pair of regressions that turn signals into confidence.
type calibration struct{ confidence, suggestion logistic }

// numbersOf takes the numbers out of a model.
func numbersOf(m *index.Model) numbers {
	of := func(inputs []index.Input, weights map[string]float64) []float64 {
		all := make([]float64, len(inputs))
		for i, in := range inputs {
			all[i] = weights[in.Name]
		}
		return all
	}
	signals := index.ConfidenceInputs()
	return numbers{of(index.RankingInputs(), m.Ranking), calibration{
		confidence: logistic{m.Confidence.Bias, of(signals, m.Confidence.Weights)},
		suggestion: logistic{m.Suggestion.Bias, of(signals, m.Suggestion.Weights)},
	}}
}

// nothing are the numbers that a fit from nothing is drawn to.
func nothing() numbers {
	signals := len(index.ConfidenceInputs())
	return numbers{make([]float64, len(index.RankingInputs())), calibration{
		confidence: logistic{by: make([]float64, signals)}, suggestion: logistic{by: make([]float64, signals)},
	}}
}

// fitter fits numbers on some of the questions.
type fitter struct {
	sets  []Set
	start numbers // what fits are drawn to
	pull  float64 // of the ranking's weights to the start, in questions' worth; infinite: they stay
	form  form    // of the calibration

	spread        []float64 // of the features
	rankingWithin []bounds
	signalsWithin []bounds
}

func newFitter(sets []Set, start numbers, without []string, examples []*example) *fitter {
	groups := make([]group, len(examples))
	for i, e := range examples {
		groups[i] = e.group
	}
	return &fitter{
		sets: sets, start: start, spread: spreads(groups, len(start.ranking)),
		rankingWithin: within(index.RankingInputs(), without), signalsWithin: within(index.ConfidenceInputs(), without),
	}
}

// within returns the bounds of the inputs' weights. Those that are left out weigh nothing.
func within(inputs []index.Input, without []string) []bounds {
	all := make([]bounds, len(inputs))
	for i, in := range inputs {
		if !slices.Contains(without, in.Name) {
			all[i] = bounds{in.Least, in.Most}
		}
	}
	return all
}

// domains lists what the sets are about.
func (f *fitter) domains() []string {
	var all []string
	for i := range f.sets {
		if d := f.sets[i].domain(); !slices.Contains(all, d) {
			all = append(all, d)
		}
	}
	return all
}

func (s *Set) domain() string { return cmp.Or(s.Domain, s.Name) }

// lifelike are the questions of the domains that hold unanswerable ones too, all where none does. A domain in which
// everything has an answer tells how to rank, but not when to doubt.
func (f *fitter) lifelike(js []judged) []judged {
	holds := map[string]bool{}
	for i := range js {
		if !js[i].question.Answerable() {
			holds[f.sets[js[i].set].domain()] = true
		}
	}
	if len(holds) == 0 {
		return js
	}
	return slices.DeleteFunc(slices.Clone(js), func(j judged) bool { return !holds[f.sets[j.set].domain()] })
}

// ranking fits the weights of the ranking, beginning at some.
func (f *fitter) ranking(examples []*example, first []float64) ([]float64, error) {
	if math.IsInf(f.pull, 1) {
		return f.start.ranking, nil
	}
	var groups []group
	for _, e := range examples {
		if e.group.teaches() {
			groups = append(groups, e.group)
		}
	}
	return fitRanking(groups, prior{
		mean: f.start.ranking, pull: repeated(f.pull, len(first)), spread: f.spread, within: f.rankingWithin,
	}, first)
}

// calibrate fits confidence and suggestion on questions that their ranking had not seen.
func (f *fitter) calibrate(js []judged) (c calibration, err error) {
	if c.confidence, err = f.form.fit(firstTrials(js), f.start.confidence, f.signalsWithin); err != nil {
		return c, err
	}
	c.suggestion, err = f.form.fit(amongTrials(js), f.start.suggestion, f.signalsWithin)
	return c, err
}

// firstTrials ask whether the first hit is right.
func firstTrials(js []judged) []trial {
	return trials(js, func(j *judged) bool { return j.first })
}

// amongTrials ask whether one of the first three is.
func amongTrials(js []judged) []trial {
	return trials(js, func(j *judged) bool { return j.among })
}

func trials(js []judged, well func(*judged) bool) []trial {
	var ts []trial
	for i := range js {
		if j := &js[i]; len(j.outcome.IDs) > 0 {
			ts = append(ts, trial{signals: j.outcome.Signals, well: well(j), weight: j.group.weight})
		}
	}
	return ts
}
