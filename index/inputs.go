package index

import (
	"maps"
	"math"
	"strings"
)

// Input is a number that a model weighs: a feature of a candidate or a signal of a search.
type Input struct {
	Name string
	// Least and Most bound its weight where it is certain what the input must do: a phrasing that holds more of the
	// question is never worse for it. A fit without bounds learns the opposite from chance, and another company's
	// questions pay for it.
	Least, Most float64
}

// RankingInputs are the features of a candidate, in the order of Observation.Features.
func RankingInputs() []Input {
	return inputs(featureNames[:], rankingBounds)
}

// ConfidenceInputs are the signals of a search, in the order of Outcome.Signals. Confidence and suggestion weigh the same ones.
func ConfidenceInputs() []Input {
	return inputs(signalNames[:], confidenceBounds)
}

func inputs(names []string, bounds map[string][2]float64) []Input {
	all := make([]Input, len(names))
	for i, name := range names {
		all[i] = Input{Name: name, Least: math.Inf(-1), Most: math.Inf(1)}
		if b, ok := bounds[strings.TrimPrefix(name, lonePrefix)]; ok {
			all[i].Least, all[i].Most = b[0], b[1]
		}
	}
	return all
}

// What is certain about weights. The views' own scores are free in the ranking: they overlap so much that a fit needs
// differences of them.
var (
	nothing = [2]float64{}                // is left out
	never   = [2]float64{math.Inf(-1), 0} // adds nothing good
	always  = [2]float64{0, math.Inf(1)}  // does no harm

	rankingBounds = map[string][2]float64{
		"asked_covered": always, "phrasing_asked": always, "asked_soft": always, "phrasing_soft": always, "harmony": always,
		"article_soft": always, "passage_soft": always, "passage_harmony": always, "missed_most": never, "held_most": always,
		"negation_differs": never, "asking_agrees": always, "asking_differs": never, "length_differs": never,
		"precedent_vote": always,
		// Too few labelled questions repeat a phrasing word for word for a fit to learn that such a phrasing is the one.
		"same_words": {10, 10},
	}

	// The confidence looks at few features: of many that say nearly the same a fit learns how they differ in its own
	// domains, and is less sure of the order in others.
	confidenceBounds = func() map[string][2]float64 {
		bounds := map[string][2]float64{}
		for _, f := range phrasedNames {
			bounds[f] = nothing
		}
		maps.Copy(bounds, map[string][2]float64{
			"trigrams_share": always, "harmony": always, "article_soft": always, "passage_harmony": always,
			"negation_differs": never, "asking_differs": never,
			"same_words":  {1.5, math.Inf(1)},
			"first_share": always, "first_logit": always, "margin_second": always, "margin_fourth": always, "top_three": always,
			"precedent_vote": always, "unanswered_near": never,
			"unknown_share": never, "unknown_words": never, "rivals": never,
		})
		return bounds
	}()
)
