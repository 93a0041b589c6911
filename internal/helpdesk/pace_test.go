package helpdesk

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

func TestPaceOfAFlood(t *testing.T) {
	var p Pace
	now := noon
	for range 20 {
		flood, _ := p.Count(20, time.Minute, now)
		require.False(t, flood)
	}
	flood, first := p.Count(20, time.Minute, now)
	require.True(t, flood)
	require.True(t, first)
	for range 500 {
		now = now.Add(time.Second)
		flood, first = p.Count(20, time.Minute, now)
		require.True(t, flood)
		require.False(t, first, "it is said once")
	}
	flood, _ = p.Count(20, time.Minute, now.Add(10*time.Second))
	require.True(t, flood, "a short breath does not end it")
	flood, _ = p.Count(20, time.Minute, now.Add(50*time.Second))
	require.False(t, flood, "a longer one does")
}

// TestPaceOfAConversation lets people write as fast as they type, for as long as they like.
func TestPaceOfAConversation(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var p Pace
		now := noon
		for _, gap := range rapid.SliceOfN(rapid.IntRange(3, 120), 1, 200).Draw(t, "seconds between messages") {
			now = now.Add(time.Duration(gap) * time.Second)
			flood, _ := p.Count(20, time.Minute, now)
			require.False(t, flood)
		}
	})
}
