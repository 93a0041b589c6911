package delivery

import (
	"context"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"
)

// sendTimes lets so many messages through to each chat and returns when each went, from the start.
func sendTimes(t *testing.T, l *Limits, n int, chats ...int64) []time.Duration {
	t.Helper()
	start := time.Now()
	var mu sync.Mutex
	var times []time.Duration
	var senders sync.WaitGroup
	for _, chat := range chats {
		senders.Go(func() {
			for range n {
				if err := l.Wait(t.Context(), chat, 1); err != nil {
					t.Error(err)
				}
				mu.Lock()
				times = append(times, time.Since(start))
				mu.Unlock()
			}
		})
	}
	senders.Wait()
	return times
}

// most returns how many of the times fall into one window at most.
func most(times []time.Duration, window time.Duration) (n int) {
	for i := range times {
		in := 0
		for _, other := range times[i:] {
			if other < times[i]+window {
				in++
			}
		}
		n = max(n, in)
	}
	return n
}

func TestPrivateChatTakesAShortBurstAndThenOneASecond(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		times := sendTimes(t, NewLimits(1000), 6, 7)
		require.Less(t, times[2], 100*time.Millisecond)
		require.Equal(t, 3*time.Second, times[5].Round(10*time.Millisecond))
	})
}

func TestGroupTakesTwentyInAnyMinute(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		times := sendTimes(t, NewLimits(1000), 100, -7)
		require.LessOrEqual(t, most(times, time.Minute), 20)
		require.LessOrEqual(t, times[99], 100*time.Minute/15, "and no less than it could")
	})
}

func TestGroupThatRestedTakesAFewAtOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := NewLimits(1000)
		time.Sleep(time.Minute) // of the bubble's clock
		times := sendTimes(t, l, 30, -7)
		require.Zero(t, times[4].Round(10*time.Millisecond))
		require.LessOrEqual(t, most(times, time.Minute), 20)
	})
}

func TestRestartsDoNotWidenTheMinuteOfAGroup(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var times []time.Duration
		start := time.Now()
		time.Sleep(time.Minute)
		for range 30 { // one replica takes over from the other every few messages
			l := NewLimits(1000)
			time.Sleep(time.Duration(len(times)%7) * time.Second)
			l.Begin()
			at := time.Since(start)
			for _, later := range sendTimes(t, l, 4, -7) {
				times = append(times, at+later)
			}
		}
		require.LessOrEqual(t, most(times, time.Minute), 20)
	})
}

func TestRestingGroupsAreNamed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := NewLimits(1000)
		time.Sleep(time.Minute)
		require.Empty(t, l.Resting())
		sendTimes(t, l, 5, -7, 7)
		require.Equal(t, []int64{-7}, l.Resting(), "a private chat waits its turn")
		time.Sleep(4 * time.Second)
		require.Empty(t, l.Resting())
		l.Pause(-7, 30*time.Second)
		require.Equal(t, []int64{-7}, l.Resting())
		time.Sleep(31 * time.Second)
		require.Empty(t, l.Resting())
	})
}

func TestBotKeepsItsRateOverAllChats(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		chats := make([]int64, 300)
		for i := range chats {
			chats[i] = int64(i + 1)
		}
		times := sendTimes(t, NewLimits(30), 1, chats...)
		require.LessOrEqual(t, most(times, time.Second), 33)
		require.Less(t, times[299], 10*time.Second)
	})
}

func TestPauseOfAChatAndOfTheBot(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := NewLimits(1000)
		l.Pause(7, 5*time.Second)
		require.Zero(t, sendTimes(t, l, 1, 8)[0], "other chats go on")
		require.Equal(t, 5*time.Second, sendTimes(t, l, 1, 7)[0])

		l.Pause(7, 5*time.Second)
		l.Pause(8, 5*time.Second)
		require.Zero(t, sendTimes(t, l, 1, 10)[0], "two chats may well be too fast each for itself")
		l.Pause(9, 5*time.Second) // three at once: the bot is meant
		require.Equal(t, 5*time.Second, sendTimes(t, l, 1, 10)[0])

		l.Pause(7, time.Hour)
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		require.ErrorIs(t, l.Wait(ctx, 7, 1), context.DeadlineExceeded)
	})
}

func TestLimitsForgetIdleChats(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := NewLimits(1e6)
		for chat := range int64(10_000) {
			require.NoError(t, l.Wait(t.Context(), chat+1, 1))
		}
		time.Sleep(time.Minute) // of the bubble's clock
		require.NoError(t, l.Wait(t.Context(), 99_999, 1))
		require.Len(t, l.chats, 1)
	})
}
