package eval

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestReliabilityByHand(t *testing.T) {
	bins := Reliability([]Answer{asked(0.9, "a", "a"), asked(1, "a", "b"), asked(0.11, "", "b"), asked(0.1, "a", "a")})
	require.Len(t, bins, 2, "empty bins are left out")
	require.Equal(t, 2, bins[0].Questions)
	require.InDelta(t, 0.105, bins[0].Confidence, 1e-9)
	require.InDelta(t, 0.5, bins[0].Right, 1e-9)
	require.Equal(t, 2, bins[1].Questions)
	require.InDelta(t, 0.95, bins[1].Confidence, 1e-9)
	// Wilson's interval of 1 in 2, as in any table of it.
	require.InDelta(t, 0.0945, bins[1].Low, 1e-4)
	require.InDelta(t, 0.9055, bins[1].High, 1e-4)
	require.Empty(t, Reliability(nil))
}

func TestWilsonStaysBetween0And1(t *testing.T) {
	for _, n := range []int{1, 2, 10, 1000} {
		low, high := wilson(0, n)
		require.InDelta(t, 0, low, 1e-12)
		require.Less(t, high, 1.0)
		low, high = wilson(n, n)
		require.Greater(t, low, 0.0)
		require.InDelta(t, 1, high, 1e-12)
	}
}

func TestThresholdsByHand(t *testing.T) {
	require.Equal(t, []Point{
		{Confidence: 0.9, Coverage: 1.0 / 3, Precision: 1},
		{Confidence: 0.5, Coverage: 2.0 / 3, Precision: 0.5}, // three of one confidence go together
	}, Thresholds([]Answer{
		asked(0.5, "", "b"), asked(0.9, "a", "a"), asked(0.5, "a", "a"), asked(0.5, "", "c"), asked(0, "a"),
	}))
}
