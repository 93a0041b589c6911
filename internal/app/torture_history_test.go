//go:build linux

package app_test

import (
	"sync"
	"time"
)

// history is when the bot and its database were struck and worked again.
type history struct {
	mu      sync.Mutex
	deaths  []span // of the bot: from the blow until the process is gone
	outages []span // of the database; the last one has no end while it lasts
}

type span struct{ from, to time.Time }

// died notes a death of the bot that began at a time.
func (h *history) died(from time.Time) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.deaths = append(h.deaths, span{from, time.Now()})
}

// down notes that the database is away from now on.
func (h *history) down(from time.Time) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.outages = append(h.outages, span{from: from})
}

// up notes that all works.
func (h *history) up(at time.Time) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for i := range h.outages {
		if h.outages[i].to.IsZero() {
			h.outages[i].to = at
		}
	}
}

const (
	// slack is how far an instant in Telegram's log and one in ours may lie apart: between the effect of a message and the
	// line about it, or the commit that it was sent, a busy machine does other things.
	slack = time.Second
	// recovery is how long it takes beyond that, once the database is back, until what was answered without it is stored:
	// the intake tries every half second, and meets dead connections first.
	recovery = 2 * time.Second
)

// excuses tells whether a crash explains that something was said at both times: the bot died after the first, and had
// not committed it. It cannot commit while the database is away. The distance is that of the death from the last time
// at which a commit could not yet be expected.
func (h *history) excuses(first, second time.Time) (distance time.Duration, ok bool) {
	uncommitted, patient := first, slack
	for _, o := range h.outages { // in order of time
		if !o.from.After(uncommitted.Add(patient)) && o.to.After(uncommitted) {
			uncommitted, patient = o.to, slack+recovery
		}
	}
	for _, d := range h.deaths {
		if d.to.Before(first.Add(-slack)) || d.from.After(second) || d.from.After(uncommitted.Add(patient)) {
			continue
		}
		return max(d.from.Sub(uncommitted), first.Sub(d.to), 0), true
	}
	return 0, false
}
