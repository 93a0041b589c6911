package tune

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/chatbotsmanagers/faqbot/index"
	"github.com/chatbotsmanagers/faqbot/internal/eval"
)

// answered makes n answers of one confidence, the first of which are right.
func answered(n, right int, confidence float64) []judged {
	all := make([]judged, n)
	for i := range all {
		all[i] = judged{
			example:    &example{question: eval.Question{Right: []string{"a"}}, group: group{weight: 1}},
			outcome:    index.Outcome{IDs: []string{"a"}},
			first:      i < right,
			confidence: confidence,
		}
	}
	return all
}

// asCounted believes nothing but the count.
func asCounted(js []judged) []index.Threshold {
	return thresholds(js, belief{precision: func(float64, float64) float64 { return 0 }})
}

func TestThresholdsAreCounted(t *testing.T) {
	js := append(answered(100, 97, 0.9), answered(100, 85, 0.5)...) // 0.97, then 0.91
	js = append(js, answered(100, 20, 0.1)...)                      // then 0.673
	got := asCounted(js)
	require.Equal(t, index.Threshold{Precision: 0.95, Confidence: 0.9, Coverage: 0.3233}, got[len(got)-1])
	for _, th := range got[:len(got)-1] {
		require.InDelta(t, 0.5, th.Confidence, 0, "precision %v", th.Precision)
		require.InDelta(t, 0.6067, th.Coverage, 1e-9)
	}
}

func TestThresholdsOutOfReachStay(t *testing.T) {
	known := []index.Threshold{{Precision: 0.90, Confidence: 0.8}, {Precision: 0.95, Confidence: 0.93}}
	got := thresholds(answered(20, 10, 0.9), inThresholds(1, known))
	require.Greater(t, got[4].Confidence, 1.0, "answers from 0.8 on were counted, and half of them are wrong")
	require.Equal(t, index.Threshold{Precision: 0.95, Confidence: 1.01}, got[5], "more precision never needs less confidence")

	got = thresholds(answered(20, 20, 0.9), inThresholds(200, known))
	require.InDelta(t, 0.9, got[4].Confidence, 0)
	require.Equal(t, index.Threshold{Precision: 0.95, Confidence: 0.93}, got[5], "nothing was seen there")
}

func TestThresholdsAnswerEqualConfidencesTogether(t *testing.T) {
	got := asCounted(append(answered(50, 50, 0.8), answered(50, 0, 0.8)...))
	require.Greater(t, got[0].Confidence, 1.0, "half of them are wrong, whatever their order")
}

func TestThresholdsBelieveAPromiseBesideFewAnswers(t *testing.T) {
	js := answered(20, 20, 0.8)
	promising := func(p float64) []index.Threshold {
		return thresholds(js, belief{worth: 60, precision: func(float64, float64) float64 { return p }})
	}
	require.InDelta(t, 0.8, promising(0.9)[4].Confidence, 0) // (20 + 54) / 80 = 0.925
	require.Greater(t, promising(0.8)[4].Confidence, 1.0)    // (20 + 48) / 80 = 0.85
}

func TestPromiseReadsBetweenThresholds(t *testing.T) {
	all := []index.Threshold{{Precision: 0.8, Confidence: 0.5}, {Precision: 0.9, Confidence: 0.75}, {Precision: 0.95, Confidence: 1.01}}
	require.InDelta(t, 0.4, promise(all, 0.25), 1e-9)
	require.InDelta(t, 0.8, promise(all, 0.5), 1e-9)
	require.InDelta(t, 0.85, promise(all, 0.625), 1e-9)
	require.InDelta(t, 0.9, promise(all, 0.99), 1e-9, "what was never reached is not promised")
}
