package tune

import (
	"cmp"
	"slices"

	"github.com/chatbotsmanagers/faqbot/index"
)

// numbers are all that is fitted.
type numbers struct {
	ranking []float64
	calibration
}

// fitter fits numbers on some of the questions.
type fitter struct {
	sets                            []Set
	start                           numbers // where fits begin and what they are drawn to
	pull                            pull
	spreadOfRanking                 []float64
	rankingWithin, confidenceWithin []bounds
}

// pull is how strongly the start draws, in questions' worth.
type pull struct{ ranking, confidence float64 }

func (f *fitter) domain(e *example) string { return cmp.Or(f.sets[e.set].Domain, f.sets[e.set].Name) }

func (f *fitter) domains() []string {
	var all []string
	for _, s := range f.sets {
		if d := cmp.Or(s.Domain, s.Name); !slices.Contains(all, d) {
			all = append(all, d)
		}
	}
	return all
}

func within(inputs []index.Input, without []string) []bounds {
	all := make([]bounds, len(inputs))
	for i, in := range inputs {
		all[i] = bounds{in.Least, in.Most}
		if slices.Contains(without, in.Name) {
			all[i] = bounds{}
		}
	}
	return all
}

// ranking fits the weights of the ranking.
func (f *fitter) ranking(examples []*example, start []float64) ([]float64, error) {
	var groups []group
	for _, e := range examples {
		if e.group.hasRight() {
			groups = append(groups, e.group)
		}
	}
	return fitRanking(groups, prior{
		mean: f.start.ranking, pull: repeated(f.pull.ranking, len(start)), spread: f.spreadOfRanking, within: f.rankingWithin,
	}, start)
}

// calibrate fits confidence and suggestion on questions that their ranking had not seen.
func (f *fitter) calibrate(js []judged) (calibration, error) {
	var c calibration
	for _, part := range []struct {
		start logistic
		to    *logistic
		well  func(*judged) bool
	}{
		{f.start.confidence, &c.confidence, func(j *judged) bool { return j.first }},
		{f.start.suggestion, &c.suggestion, func(j *judged) bool { return j.among }},
	} {
		var trials []trial
		for i := range js {
			if j := &js[i]; len(j.outcome.IDs) > 0 {
				trials = append(trials, trial{signals: j.outcome.Signals, well: part.well(j), weight: j.group.weight})
			}
		}
		n := len(part.start.by)
		var err error
		*part.to, err = fitLogistic(trials, prior{
			mean: part.start.by, pull: repeated(f.pull.confidence, n), spread: deviations(trials, n), within: f.confidenceWithin,
		}, part.start)
		if err != nil {
			return calibration{}, err
		}
	}
	return c, nil
}
