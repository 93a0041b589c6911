package eval

import (
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"
)

// labelled gives an answer's question labels.
func labelled(a Answer, labels map[string]string) Answer {
	a.Question.Labels = labels
	return a
}

func TestByKind(t *testing.T) {
	groups, leftOut := ByKind([]Answer{
		labelled(asked(0.95, "a", "a"), map[string]string{"hard": "true"}),
		labelled(asked(0.9, "a", "b", "a"), nil),
		labelled(asked(0.8, "", "b"), map[string]string{"kind": "near"}),
		labelled(asked(0.4, "", "b"), map[string]string{"kind": "near"}),
		labelled(asked(0, ""), map[string]string{"kind": "far"}),
	}, 0.8)
	require.Empty(t, leftOut)
	share := func(f float64) *float64 { return &f }
	want := []Group{
		{
			Label: "id", Value: "given", Questions: 2, Answerable: 2, R1: share(0.5), R3: share(1), MRR10: share(0.75),
			Answered: 1, AnsweredWrongly: 0.5, Confidence: 0.925,
		},
		{Label: "id", Value: "null", Questions: 3, Answered: 1.0 / 3, AnsweredWrongly: 1.0 / 3, Confidence: 0.4},
		{Label: "hard", Value: "true", Questions: 1, Answerable: 1, R1: share(1), R3: share(1), MRR10: share(1), Answered: 1, Confidence: 0.95},
		{
			Label: "hard", Questions: 4, Answerable: 1, R1: share(0), R3: share(1), MRR10: share(0.5),
			Answered: 0.5, AnsweredWrongly: 0.5, Confidence: 2.1 / 4,
		},
		{Label: "kind", Value: "far", Questions: 1},
		{Label: "kind", Value: "near", Questions: 2, Answered: 0.5, AnsweredWrongly: 0.5, Confidence: 0.6},
		{
			Label: "kind", Questions: 2, Answerable: 2, R1: share(0.5), R3: share(1), MRR10: share(0.75),
			Answered: 1, AnsweredWrongly: 0.5, Confidence: 0.925,
		},
	}
	require.Len(t, groups, len(want))
	for i := range want {
		require.InDelta(t, want[i].Confidence, groups[i].Confidence, 1e-9)
		groups[i].Confidence = want[i].Confidence
		require.Equal(t, want[i], groups[i])
	}
}

func TestByKindLeavesRemarksOut(t *testing.T) {
	var answers []Answer
	for i := range mostValues + 1 {
		answers = append(answers, labelled(asked(0.5, "a", "a"), map[string]string{"kind": "near", "note": strconv.Itoa(i)}))
	}
	groups, leftOut := ByKind(answers, 0.9)
	require.Equal(t, []string{"note"}, leftOut)
	require.Len(t, groups, 2, "id and kind")
	groups, leftOut = ByKind(nil, 0.9)
	require.Empty(t, groups)
	require.Empty(t, leftOut)
}
