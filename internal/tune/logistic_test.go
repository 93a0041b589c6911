package tune

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"
)

func trialsBy(l logistic, n int) []trial {
	rng := rand.New(rand.NewPCG(3, 4))
	all := make([]trial, n)
	for i := range all {
		signals := make([]float64, len(l.by))
		for k := range signals {
			signals[k] = 3 + rng.NormFloat64()
		}
		all[i] = trial{signals: signals, well: rng.Float64() < l.of(signals), weight: 1}
	}
	return all
}

func TestLogisticFindsTheWeightsThatMadeTheTrials(t *testing.T) {
	truth := logistic{bias: -1, by: []float64{1.5, -0.5, 0}}
	l, err := form{refit, 0.1}.fit(trialsBy(truth, 20000), logistic{by: make([]float64, 3)}, free(3))
	require.NoError(t, err)
	require.InDeltaSlice(t, truth.by, l.by, 0.1)
	require.InDelta(t, truth.bias, l.bias, 0.4)
}

func TestFormsFitWhatTheySay(t *testing.T) {
	start := logistic{bias: 0.5, by: []float64{1, -1}}
	trials := trialsBy(logistic{bias: -2, by: []float64{3, -3}}, 2000)

	l, err := form{kind: kept}.fit(trials, start, free(2))
	require.NoError(t, err)
	require.Equal(t, start, l)

	l, err = form{shifted, 1}.fit(trials, start, free(2))
	require.NoError(t, err)
	require.Equal(t, start.by, l.by)
	require.Less(t, l.bias, start.bias)

	l, err = form{scaled, 1}.fit(trials, start, free(2))
	require.NoError(t, err)
	require.InDelta(t, l.by[0], -l.by[1], 1e-12, "the weights keep their relations")
	require.InDelta(t, 3, l.by[0], 0.4)

	within := []bounds{{math.Inf(-1), 0}, unbounded}
	l, err = form{refit, 1}.fit(trials, start, within)
	require.NoError(t, err)
	require.Zero(t, l.by[0])
}

func TestLogisticStaysFiniteWhereAllComesOutAlike(t *testing.T) {
	trials := trialsBy(logistic{by: []float64{1}}, 20)
	for i := range trials {
		trials[i].well = true
	}
	for _, f := range []form{{shifted, 2}, {scaled, 2}, {refit, 2}} {
		l, err := f.fit(trials, logistic{by: []float64{1}}, free(1))
		require.NoError(t, err)
		require.False(t, math.IsNaN(l.bias) || math.IsInf(l.bias, 0) || math.IsNaN(l.by[0]))
		require.Greater(t, l.of([]float64{3}), 0.5)
	}
}

func TestLogisticOfNothingStays(t *testing.T) {
	start := logistic{bias: 0.5, by: []float64{1, -1}}
	for _, kind := range []formKind{kept, shifted, scaled, refit} {
		l, err := form{kind, 2}.fit(nil, start, free(2))
		require.NoError(t, err)
		require.Equal(t, start, l)
	}
}
