package eval

import (
	"cmp"
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

	CoverageP95 float64 `json:"coverage_p95"`
	CoverageP90 float64 `json:"coverage_p90"`

	AUROC     float64 `json:"auroc"`
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
	r := Report{
		Questions:   len(answers),
		CoverageP95: Coverage(answers, 0.95), CoverageP90: Coverage(answers, 0.90),
		AUROC: AUROC(answers), ECE: CalibrationError(answers), LatencyUS: latency(answers),
	}
	answerable := 0
	for i := range answers {
		if !answers[i].Question.Answerable() {
			continue
		}
		answerable++
		rank := answers[i].rank()
		if rank == 1 {
			r.R1++
		}
		if rank >= 1 && rank <= 3 {
			r.R3++
		}
		if rank >= 1 && rank <= 10 {
			r.MRR10 += 1 / float64(rank)
		}
	}
	if answerable > 0 {
		n := float64(answerable)
		r.R1, r.R3, r.MRR10 = r.R1/n, r.R3/n, r.MRR10/n
	}
	return r
}

// Coverage is the largest part of the answerable questions that the first hit answers rightly, over all thresholds of
// confidence, while at least the given part of all answers is right. An unanswerable question that is answered counts
// as wrong. Questions of equal confidence are answered together or not at all, as a threshold would.
func Coverage(answers []Answer, precision float64) float64 {
	sorted := byConfidence(answers)
	answerable, right, best := 0, 0, 0
	for _, a := range answers {
		if a.Question.Answerable() {
			answerable++
		}
	}
	for i, a := range sorted {
		if len(a.Hits) == 0 {
			break // nothing was found: there is nothing to answer with
		}
		if a.Right() {
			right++
		}
		tied := i+1 < len(sorted) && len(sorted[i+1].Hits) > 0 && sorted[i+1].Confidence() == a.Confidence()
		if !tied && float64(right) >= precision*float64(i+1) {
			best = right
		}
	}
	if answerable == 0 {
		return 0
	}
	return float64(best) / float64(answerable)
}

// AUROC is the probability that a question whose first hit is right has a higher confidence than one of all others,
// unanswerable ones among them; equal confidences count half. It is 0.5 when there is nothing to compare.
func AUROC(answers []Answer) float64 {
	sorted := byConfidence(answers)
	var right, wrong int
	var above float64 // pairs in the right order
	// Walk from the lowest confidence up, one group of equal ones at a time.
	for end := len(sorted); end > 0; {
		start := end - 1
		for start > 0 && sorted[start-1].Confidence() == sorted[end-1].Confidence() {
			start--
		}
		r, w := 0, 0
		for _, a := range sorted[start:end] {
			if a.Right() {
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

// CalibrationError is the expected calibration error over ten bins of equal width: how far, on average over all
// questions, the confidence of a bin is from the part of it that is right.
func CalibrationError(answers []Answer) float64 {
	const bins = 10
	var confidence, right [bins]float64
	for i := range answers {
		bin := min(bins-1, max(0, int(answers[i].Confidence()*bins)))
		confidence[bin] += answers[i].Confidence()
		if answers[i].Right() {
			right[bin]++
		}
	}
	if len(answers) == 0 {
		return 0
	}
	sum := 0.0
	for i := range bins {
		sum += math.Abs(confidence[i] - right[i])
	}
	return sum / float64(len(answers))
}

// byConfidence sorts a copy, highest first; among equals what has hits comes first.
func byConfidence(answers []Answer) []*Answer {
	sorted := make([]*Answer, len(answers))
	for i := range answers {
		sorted[i] = &answers[i]
	}
	slices.SortStableFunc(sorted, func(a, b *Answer) int {
		return cmp.Or(cmp.Compare(b.Confidence(), a.Confidence()), cmp.Compare(min(1, len(b.Hits)), min(1, len(a.Hits))))
	})
	return sorted
}

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
