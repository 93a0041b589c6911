package tune

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/chatbotsmanagers/faqbot/index"
	"github.com/chatbotsmanagers/faqbot/internal/eval"
)

// suggestFrom is the probability that one of three is right from which they are worth showing: three buttons in vain
// cost a customer about half of what a right one saves, which breaks even at one in three.
const suggestFrom = 0.33

// model makes the model of what was fitted.
func (r *Report) model(n numbers, o Options) (*index.Model, error) {
	m := index.Model{
		Origin: index.Origin{
			Fitted: date(o), Method: r.method(o), Data: r.data(),
			Comment: "before: with the model that the fit began with; cross_validated: five folds; unseen: the whole domain left out of " +
				"the fit; thresholds: counted on the cross-validated questions of the domains that hold unanswerable ones too",
		},
		Ranking:    named(index.RankingInputs(), n.ranking),
		Confidence: n.confidence.named(), Suggestion: n.suggestion.named(),
		Thresholds: r.Thresholds, SuggestFrom: suggestFrom,
	}
	if s := &r.fitter.sets[0]; s.Learn && len(r.fitter.sets) == 1 {
		m.Precedents = s.precedents()
	}
	if !r.fresh {
		m.SuggestFrom = r.start.SuggestFrom
		m.Origin.Comment += "; the start: " + described(&r.start.Origin)
	}
	return index.NewModel(m)
}

// described tells in short where a model comes from.
func described(o *index.Origin) string {
	names := make([]string, len(o.Data))
	for i, d := range o.Data {
		names[i] = fmt.Sprintf("%s (%d)", d.Name, d.Questions)
	}
	return fmt.Sprintf("fitted %s on the questions of %s", o.Fitted, strings.Join(names, ", "))
}

// calibrated makes the model of thresholds that were counted on articles.
func (r *Report) calibrated(o Options) (*index.Model, error) {
	m := *o.Start
	m.Thresholds = r.Thresholds
	m.Origin.Fitted = date(o)
	s := &r.Sets[0]
	m.Origin.Data = append(slices.Clone(m.Origin.Data), index.DataSet{
		Name: s.Name, Questions: s.Questions, Answerable: s.Answerable, Before: figures(s.Before),
	})
	m.Origin.Comment += fmt.Sprintf("; thresholds counted anew on the set %q: %d tests of its articles, %d phrasings searched for without themselves, "+
		"%d questions whose article was left out", s.Name, s.Kinds[ownTest], s.Kinds[leftPhrasing], s.Kinds[unanswerable])
	return index.NewModel(m)
}

func date(o Options) string { return o.Now.UTC().Format(time.DateOnly) }

func (r *Report) method(o Options) string {
	m := fmt.Sprintf("ranking: softmax regression over the candidates of a question, %s; confidence and suggestion: logistic regression "+
		"over questions ranked by a fit that had not seen them, %s; weights whose sign is certain are bounded", r.Ranking.Did, r.Calibration.Did)
	if len(o.Without) > 0 {
		m += "; without " + strings.Join(o.Without, ", ")
	}
	return m
}

func (r *Report) data() []index.DataSet {
	all := make([]index.DataSet, len(r.Sets))
	for i, s := range r.Sets {
		all[i] = index.DataSet{
			Name: s.Name, Questions: s.Questions, Answerable: s.Answerable, Weight: cmp.Or(r.fitter.sets[i].Weight, 1),
			Before: figures(s.Before), CrossValidated: figures(*s.CrossValidated),
		}
		if s.Unseen != nil {
			all[i].Unseen = figures(*s.Unseen)
		}
	}
	return all
}

func figures(m eval.Report) map[string]float64 {
	return map[string]float64{
		"r1": round(m.R1), "r3": round(m.R3), "mrr10": round(m.MRR10), "coverage_p95": round(m.CoverageP95),
		"coverage_p90": round(m.CoverageP90), "auroc": round(m.AUROC), "ece": round(m.ECE),
	}
}

func (l *logistic) named() index.Logistic {
	return index.Logistic{Bias: round(l.bias), Weights: named(index.ConfidenceInputs(), l.by)}
}

func named(inputs []index.Input, weights []float64) map[string]float64 {
	all := make(map[string]float64, len(inputs))
	for i, in := range inputs {
		all[in.Name] = round(weights[i])
	}
	return all
}
