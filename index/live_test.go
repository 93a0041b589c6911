package index

import (
	"strconv"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/chatbotsmanagers/faqbot/kb"
)

func tiny(t *testing.T, n int) *Index {
	t.Helper()
	ix, err := Build(t.Context(), kb.NewBase([]kb.Article{{ID: strconv.Itoa(n), Question: "Сколько идёт доставка?", Answer: "День."}}, nil, nil))
	require.NoError(t, err)
	return ix
}

func TestLiveClosesTheOldIndexAfterItsLastSearch(t *testing.T) {
	var closed atomic.Int32
	l := NewLive(tiny(t, 1), func(err error) {
		require.NoError(t, err)
		closed.Add(1)
	})
	first, release := l.Acquire()
	l.Swap(tiny(t, 2))
	require.Zero(t, closed.Load(), "a search still runs on it")
	found, err := first.Search(t.Context(), "доставка", 1)
	require.NoError(t, err)
	require.Equal(t, "1", found.Hits[0].Article.ID)
	release()
	require.EqualValues(t, 1, closed.Load())
	_, err = first.Search(t.Context(), "доставка", 1)
	require.Error(t, err, "closed")

	l.Close()
	l.Close()
	require.EqualValues(t, 2, closed.Load())
}

// A straggler past the grace of a stop must fail, not spin.
func TestAcquireAfterCloseReturns(t *testing.T) {
	var closed atomic.Int32
	l := NewLive(tiny(t, 1), func(err error) {
		require.NoError(t, err)
		closed.Add(1)
	})
	l.Close()
	l.Swap(tiny(t, 2))
	require.EqualValues(t, 2, closed.Load(), "what comes too late is closed as well")
	ix, release := l.Acquire()
	_, err := ix.Search(t.Context(), "доставка", 1)
	require.Error(t, err, "closed")
	release()
	require.NotNil(t, ix.Base(), "what needs no search still works")
}

func TestLiveUnderManySearches(t *testing.T) {
	var closed atomic.Int32
	l := NewLive(tiny(t, 0), func(err error) {
		if err != nil {
			t.Error(err)
		}
		closed.Add(1)
	})
	done := make(chan struct{})
	var searching sync.WaitGroup
	for range 4 {
		searching.Go(func() {
			for {
				select {
				case <-done:
					return
				default:
				}
				ix, release := l.Acquire()
				found, err := ix.Search(t.Context(), "сколько идет доставка", 3)
				if err != nil || len(found.Hits) != 1 {
					t.Errorf("%d hits, error %v", len(found.Hits), err)
				}
				release()
			}
		})
	}
	const swaps = 50
	for n := range swaps {
		l.Swap(tiny(t, n+1))
	}
	close(done)
	searching.Wait()
	l.Close()
	require.EqualValues(t, swaps+1, closed.Load())
}
