package helpdesk_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/chatbotsmanagers/faqbot/internal/helpdesk"
)

func TestMedianAndKeptOfAPeriod(t *testing.T) {
	t.Parallel()
	c := helpdesk.Calendar{Location: time.UTC}
	require.NoError(t, c.Week.UnmarshalText([]byte("mon-fri 9-18")))
	friday := time.Date(2040, time.January, 20, 17, 0, 0, 0, time.UTC)
	monday := time.Date(2040, time.January, 23, 9, 0, 0, 0, time.UTC)
	stretches := []helpdesk.Stretch{
		{From: friday, To: monday.Add(time.Hour)},                      // two hours of work
		{From: monday, To: monday.Add(4 * time.Hour), Breached: true},  // four
		{From: monday, To: monday.Add(30 * time.Minute)},               // half an hour
		{From: friday.Add(-8 * time.Hour), To: friday, Breached: true}, // eight, on Friday
		{From: monday.Add(-time.Hour), To: monday},                     // none, before the doors open
	}
	for since, want := range map[time.Time]struct {
		median time.Duration
		kept   float64
	}{
		friday.AddDate(0, 0, -1):  {2 * time.Hour, 0.6},
		monday:                    {75 * time.Minute, 0.75},
		monday.Add(2 * time.Hour): {4 * time.Hour, 0},
	} {
		median, ok := helpdesk.Median(c, stretches, since)
		require.True(t, ok)
		require.Equal(t, want.median, median, since)
		kept, ok := helpdesk.Kept(stretches, since)
		require.True(t, ok)
		require.InDelta(t, want.kept, kept, 1e-9, since)
	}
	_, ok := helpdesk.Median(c, stretches, monday.AddDate(0, 0, 1))
	require.False(t, ok)
	_, ok = helpdesk.Kept(nil, friday)
	require.False(t, ok)
}
