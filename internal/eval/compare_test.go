package eval

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// manyRight makes a run of n answerable questions of which the first `right` ones are found.
func manyRight(n, right int) []Answer {
	answers := make([]Answer, n)
	for i := range answers {
		found := "b"
		if i < right {
			found = "a"
		}
		answers[i] = asked(1-float64(i+1)/float64(n+1), "a", found)
	}
	return answers
}

func TestMcNemarIsExact(t *testing.T) {
	require.InDelta(t, 1, mcNemar(0, 0), 1e-12)
	require.InDelta(t, 1, mcNemar(4, 4), 1e-12)
	require.InDelta(t, 1, mcNemar(1, 0), 1e-12)                   // one coin tells nothing
	require.InDelta(t, 2.0/64, mcNemar(6, 0), 1e-12)              // all six heads, or all tails
	require.InDelta(t, 2*(1+12+66)/4096.0, mcNemar(2, 10), 1e-12) // at most two of twelve
	require.InDelta(t, mcNemar(2, 10), mcNemar(10, 2), 1e-12)
}

func TestCompareWithItselfFindsNoDifference(t *testing.T) {
	run := example()
	run[0].Hits[0].Confidence = 0.951234567 // more digits than a file holds
	before, err := asWritten(run)
	require.NoError(t, err)
	c, err := Compare(before, run, true)
	require.NoError(t, err)
	require.Len(t, c.Measures, len(measures))
	for key, d := range c.Measures {
		require.Zero(t, d.Difference, key)
		require.InDelta(t, 1, d.P, 1e-12, key)
		require.False(t, d.Better || d.Worse, key)
	}
	require.Equal(t, []Change{}, c.Won)
	require.Equal(t, []Change{}, c.Lost)
}

func TestCompareTellsWhatIsNoChance(t *testing.T) {
	c, err := Compare(manyRight(100, 40), manyRight(100, 60), false)
	require.NoError(t, err)
	require.Nil(t, c.Won, "nobody asked for them")
	r1 := c.Measures["r1"]
	require.InDelta(t, 0.2, r1.Difference, 1e-9)
	require.True(t, r1.Better)
	require.Equal(t, 20, r1.Won)
	require.Zero(t, r1.Lost)
	require.Less(t, r1.P, 1e-5)
	require.Greater(t, r1.Interval[0], 0.1)
	require.Less(t, r1.Interval[1], 0.3)
	require.InDelta(t, 0.2, c.Measures["mrr10"].Difference, 1e-9)
	require.Less(t, c.Measures["mrr10"].P, 0.001)

	back, err := Compare(manyRight(100, 60), manyRight(100, 40), true)
	require.NoError(t, err)
	require.True(t, back.Measures["r1"].Worse)
	require.InDelta(t, r1.P, back.Measures["r1"].P, 1e-12)
	require.Len(t, back.Lost, 20)
	require.Equal(t, Change{Before: "a", Now: "b"}, back.Lost[0])
}

// The randomisation test of a count of questions is McNemar's test, drawn instead of computed.
func TestRandomisationAgreesWithMcNemar(t *testing.T) {
	before, now := manyRight(60, 30), manyRight(60, 38)
	for i := range 3 { // eight won, three lost
		now[i] = asked(0.5, "a", "b")
	}
	p := pairUp(before, now).randomise()
	require.Equal(t, "r1", measures[0].key)
	require.InDelta(t, mcNemar(8, 3), p[0], 0.02)
}

func TestLowerCalibrationErrorIsBetter(t *testing.T) {
	before, now := manyRight(50, 50), manyRight(50, 50)
	for i := range now {
		now[i].Hits[0].Confidence = 0.99
	}
	c, err := Compare(before, now, false)
	require.NoError(t, err)
	require.Negative(t, c.Measures["ece"].Difference)
	require.True(t, c.Measures["ece"].Better)
}

func TestCompareOfNothing(t *testing.T) {
	c, err := Compare(nil, nil, true)
	require.NoError(t, err)
	require.Zero(t, c.Measures["r1"].Difference)
}

func TestIntervalsHoldTheirMeasure(t *testing.T) {
	run := manyRight(200, 120)
	within := Intervals(run)
	r1 := within["r1"]
	// The normal approximation says 0.6 ± 1.96·√(0.6·0.4/200) = 0.6 ± 0.068.
	require.InDelta(t, 0.6-0.068, r1[0], 0.015)
	require.InDelta(t, 0.6+0.068, r1[1], 0.015)
	require.NotContains(t, within, "ece")
	require.Empty(t, Intervals(nil))
}
