package index

import (
	"sync"
	"sync/atomic"
)

// Live holds the index in use while newer ones take its place. Searches never wait for a swap: those that run keep
// the index they began with, and the last of them closes it.
type Live struct {
	current atomic.Pointer[lease]
	closed  func(error)
	once    sync.Once
}

// lease counts who still needs an index: Live itself and every running search.
type lease struct {
	index *Index
	users atomic.Int64
}

// NewLive starts with a first index, which it closes in time. Closing happens after the last search, on that search's
// goroutine; closed is told how it went and may be nil.
func NewLive(first *Index, closed func(error)) *Live {
	l := &Live{closed: closed}
	l.current.Store(newLease(first))
	return l
}

func newLease(ix *Index) *lease {
	held := &lease{index: ix}
	held.users.Store(1)
	return held
}

// Acquire returns the current index and keeps it open until release is called, which must happen exactly once.
// It must not be called after Close.
func (l *Live) Acquire() (ix *Index, release func()) {
	for {
		held := l.current.Load()
		users := held.users.Load()
		if users == 0 {
			continue // swapped out and closed between the two lines above: the next one is there already
		}
		if held.users.CompareAndSwap(users, users+1) {
			return held.index, func() { l.release(held) }
		}
	}
}

// Swap puts the next index in use. The one before is closed after its last search.
func (l *Live) Swap(next *Index) {
	l.release(l.current.Swap(newLease(next)))
}

// Close gives up the current index: it is closed now or after its last search.
func (l *Live) Close() {
	l.once.Do(func() { l.release(l.current.Load()) })
}

func (l *Live) release(held *lease) {
	if held.users.Add(-1) > 0 {
		return
	}
	if err := held.index.Close(); l.closed != nil {
		l.closed(err)
	}
}
