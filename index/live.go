package index

import (
	"sync"
	"sync/atomic"
)

// Live holds the index in use while newer ones take its place. Searches never wait for a swap: those that run keep
// the index they began with, and the last of them closes it.
type Live struct {
	current atomic.Pointer[lease] // never nil
	closed  func(error)

	changing sync.Mutex // held by Swap and Close, so that each lease is given up once
	over     bool
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
// After Close it returns the last index, which is closed: a straggler's search fails and says so.
func (l *Live) Acquire() (ix *Index, release func()) {
	for {
		held := l.current.Load()
		users := held.users.Load()
		if users == 0 {
			if l.current.Load() == held {
				return held.index, func() {} // nothing came in its place: that was Close
			}
			continue // swapped out and closed between the first two lines: the next one is there already
		}
		if held.users.CompareAndSwap(users, users+1) {
			return held.index, func() { l.release(held) }
		}
	}
}

// Swap puts the next index in use. The one before is closed after its last search. After Close the next one is closed
// at once.
func (l *Live) Swap(next *Index) {
	l.changing.Lock()
	defer l.changing.Unlock()
	held := newLease(next)
	if !l.over {
		held = l.current.Swap(held)
	}
	l.release(held)
}

// Close gives up the current index: it is closed now or after its last search.
func (l *Live) Close() {
	l.changing.Lock()
	defer l.changing.Unlock()
	if !l.over {
		l.over = true
		l.release(l.current.Load())
	}
}

func (l *Live) release(held *lease) {
	if held.users.Add(-1) > 0 {
		return
	}
	if err := held.index.Close(); l.closed != nil {
		l.closed(err)
	}
}
