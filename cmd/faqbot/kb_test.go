package main

import (
	"maps"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/chatbotsmanagers/faqbot/index"
	"github.com/chatbotsmanagers/faqbot/kb"
)

func TestLintJudgesByTheWeightsThatAreGiven(t *testing.T) {
	base := kb.NewBase([]kb.Article{
		{ID: "delivery", Question: "Сколько идёт доставка?", Answer: "1–3 дня.", Tests: []string{"сколько идёт доставка"}},
		{ID: "price", Question: "Сколько стоит доставка?", Answer: "300 рублей."},
	}, nil, nil)
	model, err := index.DefaultModel()
	require.NoError(t, err)
	problems, err := testProblems(t.Context(), base, model)
	require.NoError(t, err)
	require.Empty(t, problems)

	backwards := *model
	backwards.Ranking = maps.Clone(model.Ranking)
	for name := range backwards.Ranking {
		backwards.Ranking[name] *= -1
	}
	model, err = index.NewModel(backwards)
	require.NoError(t, err)
	problems, err = testProblems(t.Context(), base, model)
	require.NoError(t, err)
	require.Len(t, problems, 1)
	require.Contains(t, problems[0].Text, "сколько идёт доставка")
}
