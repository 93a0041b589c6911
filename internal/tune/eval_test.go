package tune

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/chatbotsmanagers/faqbot/internal/eval"
	"github.com/chatbotsmanagers/faqbot/kb"
)

// TestFitOnRealQuestions fits on real questions from nothing. They are few, so it asks only for what a broken fit would
// not reach.
func TestFitOnRealQuestions(t *testing.T) {
	data := os.Getenv("FAQBOT_EVAL_DATA")
	if data == "" {
		t.Skip("FAQBOT_EVAL_DATA is not set: it names the folder of labelled questions, which are no part of the repository")
	}
	base, _, err := kb.LoadPath(filepath.Join(data, "mipt-school", "kb.jsonl"))
	require.NoError(t, err)
	questions, err := eval.ReadFile(filepath.Join(data, "mipt-school", "queries.dev.jsonl"))
	require.NoError(t, err)
	_, r, err := Fit(t.Context(), []Set{{Name: "school", Base: base, Questions: questions}}, Options{Fresh: true})
	require.NoError(t, err)
	require.Greater(t, r.Sets[0].CrossValidated.R1, 0.7)
	require.Greater(t, r.Sets[0].CrossValidated.AUROC, 0.8)
}
