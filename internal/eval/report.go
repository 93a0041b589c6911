package eval

import (
	"math"
	"slices"
	"time"
)

// Report holds the measures of a run. Its JSON form is a contract with other programs.
type Report struct {
	Questions int     `json:"questions"`
	R1        float64 `json:"r1"`
	R3        float64 `json:"r3"`
	MRR10     float64 `json:"mrr10"`

	CoverageP95 float64 `json:"coverage_p95"` // see Coverage
	CoverageP90 float64 `json:"coverage_p90"`

	AUROC float64 `json:"auroc"`
	// ECE is the expected calibration error over ten bins of equal width: how far, on average over all questions, the
	// confidence of a bin is from the part of it that is right. On few questions it is too high, since chance alone keeps the
	// two apart in a bin that holds few of them.
	ECE       float64 `json:"ece"`
	LatencyUS Latency `json:"latency_us"`
}

// Latency holds quantiles of the search time in microseconds.
type Latency struct {
	P50 float64 `json:"p50"`
	P99 float64 `json:"p99"`
}

// Measure computes all measures of a run.
func Measure(answers []Answer) Report {
	sorted := surestFirst(answers)
	return Report{
		Questions: len(answers),
		R1:        recallWithin(1)(sorted), R3: recallWithin(3)(sorted), MRR10: reciprocalRank(sorted),
		CoverageP95: coverageAt(0.95)(sorted), CoverageP90: coverageAt(0.90)(sorted),
		AUROC: auroc(sorted), ECE: calibrationError(sorted), LatencyUS: latency(answers),
	}
}

// Coverage is the largest part of the answerable questions that the first hit answers rightly, over all thresholds of
// confidence, while at least the given part of all answers is right. An unanswerable question that is answered counts
// as wrong. Questions of equal confidence are answered together or not at all, as a threshold would.
//
// The threshold is the best one for these very questions, so it is the most that a threshold could have answered: one that was
// chosen before answers fewer, or is right less often.
func Coverage(answers []Answer, precision float64) float64 {
	return coverageAt(precision)(surestFirst(answers))
}

// AUROC is the probability that a question whose first hit is right has a higher confidence than one of all others,
// unanswerable ones among them; equal confidences count half. It is 0.5 when there is nothing to compare.
func AUROC(answers []Answer) float64 { return auroc(surestFirst(answers)) }

func latency(answers []Answer) Latency {
	took := make([]time.Duration, len(answers))
	for i := range answers {
		took[i] = answers[i].Took
	}
	slices.Sort(took)
	return Latency{P50: quantile(took, 0.50), P99: quantile(took, 0.99)}
}

// quantile returns the smallest value that at least the part q of all values does not exceed.
func quantile(sorted []time.Duration, q float64) float64 {
	if len(sorted) == 0 {
		return 0
	}
	i := max(0, int(math.Ceil(q*float64(len(sorted))))-1)
	return float64(sorted[i]) / float64(time.Microsecond)
}
