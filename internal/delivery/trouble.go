package delivery

import (
	"sync"
	"time"
)

// trouble is what keeps Telegram out of reach, since the last call that reached it.
type trouble struct {
	mu          sync.Mutex
	err         error
	first, last time.Time // calls that failed
}

// note takes the outcome of a call; nil is one that reached Telegram.
func (t *trouble) note(err error, now time.Time) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.err == nil {
		t.first = now
	}
	t.err, t.last = err, now
}

// state tells for how long calls have failed. It does not grow by itself: of one call that failed in a quiet hour nobody
// knows yet whether it is more than a hiccup.
func (t *trouble) state() (lasting time.Duration, err error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.err == nil {
		return 0, nil
	}
	return t.last.Sub(t.first), t.err
}
