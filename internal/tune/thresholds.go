package tune

import (
	"cmp"
	"math"
	"slices"

	"github.com/chatbotsmanagers/faqbot/index"
)

// precisions are those that a model promises, in rising order.
var precisions = []float64{0.70, 0.75, 0.80, 0.85, 0.90, 0.95}

const (
	// fewestAnswers is how many answers a threshold must let through to be worth anything.
	fewestAnswers = 10
	// neverConfident is past every confidence.
	neverConfident = 1.01
)

// believed is how many answers' worth the calibration is believed beside what was counted: with few questions a count is mostly chance, and the best of
// many thresholds a lucky one.
const believed = 20

// thresholds finds for each precision the confidence from which the answers given reach it, counted over questions that were judged by numbers
// that had not seen them. Beside the count speak so many answers' worth of what is promised: at a confidence, and for answers of a mean confidence.
func thresholds(js []judged, worth float64, promised func(at, mean float64) float64) []index.Threshold {
	sorted := slices.Clone(js)
	slices.SortStableFunc(sorted, func(a, b judged) int { return cmp.Compare(b.confidence, a.confidence) })
	answerable := 0.0
	for i := range sorted {
		if sorted[i].question.Answerable() {
			answerable += sorted[i].group.weight
		}
	}
	all := make([]index.Threshold, len(precisions))
	for i, p := range precisions {
		all[i] = index.Threshold{Precision: p, Confidence: neverConfident}
	}
	given, right, sum := 0.0, 0.0, 0.0
	for i := range sorted {
		j := &sorted[i]
		if len(j.outcome.IDs) == 0 {
			break
		}
		given += j.group.weight
		sum += j.group.weight * j.confidence
		if j.first {
			right += j.group.weight
		}
		if i+1 < fewestAnswers || i+1 < len(sorted) && sorted[i+1].confidence == j.confidence {
			continue
		}
		reached := (right + worth*promised(j.confidence, sum/given)) / (given + worth)
		for k, p := range precisions {
			if reached >= p {
				// Rounded up: a threshold must not let through what was not counted.
				all[k].Confidence = min(math.Ceil(1e4*j.confidence)/1e4, neverConfident)
				all[k].Coverage = round(right / answerable)
			}
		}
	}
	for k := 1; k < len(all); k++ {
		if all[k].Confidence < all[k-1].Confidence {
			all[k].Confidence = all[k-1].Confidence
			all[k].Coverage = all[k-1].Coverage
		}
	}
	return all
}

// round keeps what a reader of the file can use.
func round(v float64) float64 { return math.Round(1e4*v) / 1e4 }
