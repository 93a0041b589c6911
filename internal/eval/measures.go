package eval

// measure is a figure of a run, computed from its outcomes, surest first.
type measure struct {
	key string // in JSON
	of  func(surestFirst []outcome) float64
	// within is the lowest place that counts for a measure that is the share of answerable questions whose right
	// article is found so high; 0 for every other measure.
	within int
	lower  bool // is better: it measures an error
}

// measures are those of a Report that differ from run to run by what was found, in its order.
var measures = []measure{
	{key: "r1", of: recallWithin(1), within: 1},
	{key: "r3", of: recallWithin(3), within: 3},
	{key: "mrr10", of: reciprocalRank},
	{key: "coverage_p95", of: coverageAt(0.95)},
	{key: "coverage_p90", of: coverageAt(0.90)},
	{key: "auroc", of: auroc},
	{key: "ece", of: calibrationError, lower: true},
}

// recallWithin is the share of answerable questions whose right article is among the first k.
func recallWithin(k int) func([]outcome) float64 {
	return func(outcomes []outcome) float64 {
		n := 0
		for _, o := range outcomes {
			if o.answerable && o.rank >= 1 && o.rank <= k {
				n++
			}
		}
		return part(n, countAnswerable(outcomes))
	}
}

// reciprocalRank is the mean over answerable questions of 1/place of the right article, 0 past the tenth (E. Voorhees,
// The TREC-8 Question Answering Track Report, 1999).
func reciprocalRank(outcomes []outcome) float64 {
	sum := 0.0
	for _, o := range outcomes {
		if o.answerable && o.rank >= 1 && o.rank <= 10 {
			sum += 1 / float64(o.rank)
		}
	}
	if sum == 0 {
		return 0
	}
	return sum / float64(countAnswerable(outcomes))
}

// coverageAt is Coverage at a precision.
func coverageAt(precision float64) func([]outcome) float64 {
	return func(surestFirst []outcome) float64 {
		best := 0
		eachThreshold(surestFirst, func(_ float64, answered, right int) {
			if float64(right) >= precision*float64(answered) {
				best = right
			}
		})
		return part(best, countAnswerable(surestFirst))
	}
}

// auroc is the area under the ROC curve as the probability of a right order, ties counting half (J. Hanley, B. McNeil,
// The Meaning and Use of the Area under a ROC Curve, Radiology 143, 1982).
func auroc(surestFirst []outcome) float64 {
	var right, wrong int
	var above float64 // pairs in the right order
	// Walk from the lowest confidence up, one group of equal ones at a time.
	for end := len(surestFirst); end > 0; {
		start, r, w := end, 0, 0
		for start > 0 && surestFirst[start-1].confidence == surestFirst[end-1].confidence {
			start--
			if surestFirst[start].right() {
				r++
			} else {
				w++
			}
		}
		above += float64(r) * (float64(wrong) + float64(w)/2)
		right += r
		wrong += w
		end = start
	}
	if right == 0 || wrong == 0 {
		return 0.5
	}
	return above / float64(right) / float64(wrong)
}

// calibrationError is the expected calibration error (M. Naeini, G. Cooper, M. Hauskrecht, Obtaining Well Calibrated
// Probabilities Using Bayesian Binning, AAAI 2015).
func calibrationError(outcomes []outcome) float64 {
	if len(outcomes) == 0 {
		return 0
	}
	sum := 0.0
	for _, b := range bins(outcomes) {
		sum += b.gap()
	}
	return sum / float64(len(outcomes))
}

func part(of, all int) float64 {
	if all == 0 {
		return 0
	}
	return float64(of) / float64(all)
}
