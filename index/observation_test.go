package index

import (
	"bytes"
	"maps"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestObservationsComeOutAsSearchesDo holds the window that fits look through to what searches do.
func TestObservationsComeOutAsSearchesDo(t *testing.T) {
	ix := shop(t)
	for _, question := range []string{"когда привезут заказ", "сколько стоит доставка в казань", "вернуть деньги", "вирнуть денги", "абракадабра"} {
		found, err := ix.Search(t.Context(), question, maxCandidates)
		require.NoError(t, err)
		o, err := ix.Observe(t.Context(), question, nil)
		require.NoError(t, err)
		out, err := o.Under(ix.model.ranking[:])
		require.NoError(t, err)
		require.Len(t, out.IDs, o.Len())
		require.Len(t, found.Hits, o.Len())
		for i, h := range found.Hits {
			require.Equal(t, h.Article.ID, out.IDs[i], question)
			require.InDelta(t, h.Confidence, found.Confidence*out.Shares[i]/out.Shares[0], 1e-12)
		}
		if o.Len() > 0 {
			require.InDelta(t, found.Confidence, out.Trust*ix.model.confidence.of((*[signals]float64)(out.Signals)), 1e-12)
			require.Len(t, o.Features(0), len(RankingInputs()))
			require.Len(t, out.Signals, len(ConfidenceInputs()))
		}
	}
}

func TestObservationsTakeOtherWeights(t *testing.T) {
	o, err := shop(t).Observe(t.Context(), "когда привезут заказ", nil)
	require.NoError(t, err)
	weights := make([]float64, features)
	even, err := o.Under(weights)
	require.NoError(t, err)
	require.InDelta(t, 1/float64(o.Len()), even.Shares[0], 1e-12)
	weights[harmony] = 50
	sure, err := o.Under(weights)
	require.NoError(t, err)
	require.Greater(t, sure.Shares[0], even.Shares[0])
	again, err := o.Under(make([]float64, features))
	require.NoError(t, err)
	require.Equal(t, even, again, "an observation stays as it was")
	_, err = o.Under(weights[1:])
	require.ErrorContains(t, err, "weights")
}

func TestBoundsNameInputs(t *testing.T) {
	for name := range rankingBounds {
		require.Contains(t, featureNames, name)
	}
	for name := range confidenceBounds {
		require.Contains(t, signalNames, name)
	}
	for _, in := range slices.Concat(RankingInputs(), ConfidenceInputs()) {
		require.LessOrEqual(t, in.Least, in.Most, in.Name)
	}
}

func TestWrittenModelsCanBeRead(t *testing.T) {
	m, err := DefaultModel()
	require.NoError(t, err)
	changed := *m
	changed.Version = 0
	changed.Ranking = maps.Clone(m.Ranking)
	changed.Ranking["harmony"] = 1.25
	made, err := NewModel(changed)
	require.NoError(t, err)
	require.InDelta(t, 1.25, made.ranking[harmony], 0)
	var text bytes.Buffer
	require.NoError(t, made.Write(&text))
	read, err := ReadModel(&text)
	require.NoError(t, err)
	require.Equal(t, made, read)

	delete(changed.Ranking, "harmony")
	_, err = NewModel(changed)
	require.ErrorContains(t, err, `"harmony" is missing`)
}
