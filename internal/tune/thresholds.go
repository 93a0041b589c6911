package tune

import (
	"cmp"
	"math"
	"slices"

	"github.com/chatbotsmanagers/faqbot/index"
)

// precisions are those that a model promises, in rising order.
var precisions = []float64{0.70, 0.75, 0.80, 0.85, 0.90, 0.95}

// belief is what is known of the precision of answers before they were counted: with few questions a count is mostly
// chance, and the best of many thresholds a lucky one.
type belief struct {
	worth float64 // in answers
	// precision that is believed, of the answers from a confidence on, whose mean confidence is known.
	precision func(at, mean float64) float64
	// beyond are thresholds that stay where no question was confident enough to say anything about them.
	beyond []index.Threshold
}

// inCalibration believes that confidence is what it says.
func inCalibration(beyond []index.Threshold) belief {
	return belief{worth: 20, precision: func(_, mean float64) float64 { return mean }, beyond: beyond}
}

// inThresholds believes the thresholds that a model was measured to have.
func inThresholds(worth float64, of []index.Threshold) belief {
	return belief{worth: worth, precision: func(at, _ float64) float64 { return promise(of, at) }, beyond: of}
}

// promise is the precision that a model was measured to reach from a confidence on: between its thresholds on the line
// from one to the next, below the first on that from nothing, and above the last no more than there.
func promise(all []index.Threshold, confidence float64) float64 {
	last := index.Threshold{}
	for _, t := range all {
		if t.Confidence > 1 {
			break
		}
		if confidence < t.Confidence {
			part := (confidence - last.Confidence) / (t.Confidence - last.Confidence)
			return last.Precision + part*(t.Precision-last.Precision)
		}
		last = t
	}
	return last.Precision
}

// thresholds finds for each precision the confidence from which the answers given reach it, counted over questions that
// were judged by numbers that had not seen them, and believed beside.
func thresholds(js []judged, b belief) []index.Threshold {
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
		all[i] = index.Threshold{Precision: p, Confidence: index.NeverConfident}
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
		if i+1 < len(sorted) && sorted[i+1].confidence == j.confidence {
			continue
		}
		reached := (right + b.worth*b.precision(j.confidence, sum/given)) / (given + b.worth)
		for k, p := range precisions {
			if reached >= p {
				// Rounded up: a threshold must not let through what was not counted.
				all[k].Confidence = min(math.Ceil(1e4*j.confidence)/1e4, index.NeverConfident)
				all[k].Coverage = round(right / answerable)
			}
		}
	}
	for _, t := range b.beyond {
		k := slices.Index(precisions, t.Precision)
		if k >= 0 && all[k].Confidence > 1 && (len(sorted) == 0 || t.Confidence > sorted[0].confidence) {
			all[k].Confidence = t.Confidence
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
