package eval

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/chatbotsmanagers/faqbot/index"
	"github.com/chatbotsmanagers/faqbot/kb"
)

func build(t *testing.T, base *kb.Base) *index.Index {
	t.Helper()
	ix, err := index.Build(t.Context(), base)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, ix.Close()) })
	return ix
}

func TestCheckTestsNamesFileAndLine(t *testing.T) {
	ix := build(t, kb.NewBase([]kb.Article{
		{ID: "delivery", Question: "Сколько идёт доставка?", Answer: "Три дня.", File: "delivery.md", Line: 2, Tests: []string{"сколько идет доставка", "вернуть деньги"}},
		{ID: "refund", Question: "Как вернуть деньги?", Answer: "Напишите нам.", File: "refund.md", Line: 2, Tests: []string{"хочу вернуть деньги", "ъъъъ"}},
	}, nil, nil))
	failures, checked, err := CheckTests(t.Context(), ix)
	require.NoError(t, err)
	require.Equal(t, 4, checked)
	require.Len(t, failures, 2)
	require.Equal(t, "delivery.md:2: the test «вернуть деньги» finds refund instead", failures[0].String())
	require.Equal(t, "refund.md:2: the test «ъъъъ» finds nothing", failures[1].String())
}

// The floors are what the project promises for real support questions; they leave room for noise only.
func TestRealQuestionsAreFound(t *testing.T) {
	data := os.Getenv("FAQBOT_EVAL_DATA")
	if data == "" {
		t.Skip("FAQBOT_EVAL_DATA is not set: it names the folder of labelled questions, which are no part of the repository")
	}
	for name, floor := range map[string]struct{ r1, r3, auroc float64 }{
		"rutube":        {r1: 0.45, r3: 0.66, auroc: 0.75},
		"mirea-student": {r1: 0.62, r3: 0.76, auroc: 0.85},
		"mipt-school":   {r1: 0.85, r3: 0.90, auroc: 0.90},
		"xquad-ru":      {r1: 0.90, r3: 0.95, auroc: 0.85},
	} {
		t.Run(name, func(t *testing.T) {
			base, _, err := kb.LoadPath(filepath.Join(data, name, "kb.jsonl"))
			require.NoError(t, err)
			questions, err := ReadFile(filepath.Join(data, name, "queries.dev.jsonl"))
			require.NoError(t, err)
			answers, err := Run(t.Context(), build(t, base), questions)
			require.NoError(t, err)
			r := Measure(answers)
			t.Logf("%+v", r)
			require.GreaterOrEqual(t, r.R1, floor.r1)
			require.GreaterOrEqual(t, r.R3, floor.r3)
			require.GreaterOrEqual(t, r.AUROC, floor.auroc)
		})
	}
}
