//go:build linux

package app_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// What the bot's log says of its inbox explains what crashes leave behind, as far as it goes.
func TestExcuses(t *testing.T) {
	t.Parallel()
	noon := time.Date(2040, 1, 16, 12, 0, 0, 0, time.UTC)
	at := func(seconds float64) time.Time { return noon.Add(time.Duration(seconds * float64(time.Second))) }
	line := func(seconds float64, msg, part string) string {
		return fmt.Sprintf(`{"time":%q,"msg":%q,"part":%q}`, at(seconds).Format(time.RFC3339Nano), msg, part)
	}
	h := history{deaths: []span{{at(10), at(10.1)}, {at(11), at(11.1)}, {at(30), at(30.1)}, {at(50), at(50.1)}}}
	h.learn([]string{
		"no JSON", line(20, "out of order, trying again", "outbox"),
		line(24, "out of order, trying again", "inbox"), // until it is killed
		line(40, "out of order, trying again", "inbox"), line(45, "in order again", "inbox"),
	})
	require.Equal(t, []span{{at(24), at(30)}, {at(40), at(45)}}, h.outages)

	numbers := func(all []excuse) (deaths []int) {
		for _, e := range all {
			deaths = append(deaths, e.death)
		}
		return deaths
	}
	require.Equal(t, []int{0}, numbers(h.excuses(at(9.9), at(10.8))))
	require.Equal(t, []int{0, 1}, numbers(h.excuses(at(10.8), at(13))), "the first may have been sent while it died")
	require.Empty(t, h.excuses(at(13), at(35)), "it had the time to record that")
	offline := h.excuses(at(25), at(35))
	require.Equal(t, []int{2}, numbers(offline))
	require.True(t, offline[0].outage)
	require.Empty(t, h.excuses(at(41), at(60)), "it was stored before the crash")
}
