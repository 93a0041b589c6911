package index

import (
	"bytes"
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/chatbotsmanagers/faqbot/kb"
)

func TestDefaultModel(t *testing.T) {
	m, err := DefaultModel()
	require.NoError(t, err)
	require.NotEmpty(t, m.Origin.Data, "a number without its origin cannot be trusted")
	require.Positive(t, m.SuggestFrom)
	last := 0.0
	for _, th := range m.Thresholds {
		require.GreaterOrEqual(t, th.Confidence, last, "more precision needs more confidence")
		last = th.Confidence
	}
	require.InDelta(t, m.Thresholds[0].Confidence, m.AnswerFrom(0), 0)
	require.Greater(t, m.AnswerFrom(0.999), 1.0, "a precision that was never reached is never promised")
}

func TestAModelMadeByHandIsRefused(t *testing.T) {
	var m Model
	require.NoError(t, json.Unmarshal(embeddedModel, &m))
	_, err := Build(t.Context(), &kb.Base{}, WithModel(&m))
	require.ErrorContains(t, err, "NewModel")
	made, err := NewModel(m)
	require.NoError(t, err)
	ix, err := Build(t.Context(), &kb.Base{}, WithModel(made))
	require.NoError(t, err)
	require.NoError(t, ix.Close())
}

func TestReadModelRefusesWhatDoesNotFit(t *testing.T) {
	for name, test := range map[string]struct {
		change func(map[string]any)
		want   string
	}{
		"other version":  {func(m map[string]any) { m["version"] = 0 }, "version is 0"},
		"unknown key":    {func(m map[string]any) { m["x"] = 0 }, "unknown field"},
		"missing weight": {func(m map[string]any) { delete(m["ranking"].(map[string]any), "harmony") }, `"harmony" is missing`},
		"unknown weight": {func(m map[string]any) { m["ranking"].(map[string]any)["x"] = 1 }, `unknown weight "x"`},
		"no thresholds":  {func(m map[string]any) { m["thresholds"] = nil }, "thresholds"},
		"unsorted": {func(m map[string]any) {
			th := m["thresholds"].([]any)
			th[0], th[1] = th[1], th[0]
		}, "rising order"},
	} {
		t.Run(name, func(t *testing.T) {
			var m map[string]any
			require.NoError(t, json.Unmarshal(embeddedModel, &m))
			test.change(m)
			text, err := json.Marshal(m)
			require.NoError(t, err)
			_, err = ReadModel(bytes.NewReader(text))
			require.ErrorContains(t, err, test.want)
		})
	}
}
