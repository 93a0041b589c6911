package eval

import (
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/chatbotsmanagers/faqbot/index"
)

func TestEachFeatureAndSignalIsOfAKind(t *testing.T) {
	names := make([]string, 0, 100)
	for _, input := range slices.Concat(index.RankingInputs(), index.ConfidenceInputs()) {
		require.NotEqual(t, input.Name, kindOf(input.Name), "it has no kind of evidence")
		names = append(names, strings.TrimPrefix(input.Name, lonePrefix))
	}
	for _, k := range kinds {
		require.True(t, slices.ContainsFunc(names, func(name string) bool { return strings.HasPrefix(name, k.prefix) }),
			"no feature and no signal begins with %q", k.prefix)
	}
}

func TestEvidenceOfOneKindIsOneSum(t *testing.T) {
	require.Equal(t, map[string]float64{"text of the answer": 2, "one sentence of the answer": -1, "an article without questions": 0.5},
		evidence([]index.Part{
			{Name: "answer_share", Value: 1, Weight: 3},
			{Name: "lone_answer_trigrams_lead", Value: 0.5, Weight: -2},
			{Name: "lone_passage_soft", Value: 1, Weight: -1},
			{Name: "lone", Value: 1, Weight: 0.5},
		}))
}
