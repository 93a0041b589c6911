//go:build linux

package app_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"
)

// history is when the bot and its database were struck and worked again.
type history struct {
	mu      sync.Mutex
	blows   []event // what was done, by name
	deaths  []span  // of the bot: from the blow until the process is gone
	outages []span  // of the database; the last one has no end while it lasts
}

type span struct{ from, to time.Time }

type event struct {
	at   time.Time
	name string
}

// struck notes a blow that begins.
func (h *history) struck(name string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.blows = append(h.blows, event{time.Now(), name})
}

// died notes a death of the bot that began at a time.
func (h *history) died(from time.Time) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.deaths = append(h.deaths, span{from, time.Now()})
}

// kills is how often the bot was killed.
func (h *history) kills() int {
	h.mu.Lock()
	defer h.mu.Unlock()
	return len(h.deaths)
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
			h.outages[i].to = at.Add(recovery)
		}
	}
}

// away tells whether the database was away in between.
func (h *history) away(first, second time.Time) bool {
	return slices.ContainsFunc(h.outages, func(o span) bool { return o.from.Before(second) && o.to.After(first) })
}

// awayDuring tells whether the database was away all the time in between.
func (h *history) awayDuring(first, second time.Time) bool {
	return slices.ContainsFunc(h.outages, func(o span) bool { return !o.from.After(first.Add(slack)) && o.to.After(second) })
}

// between tells what was done between two times, and a little before.
func (h *history) between(first, second time.Time) string {
	var told []string
	for _, b := range h.blows {
		if b.at.After(first.Add(-10*time.Second)) && b.at.Before(second) {
			told = append(told, fmt.Sprintf("%s %s", b.at.Format(clock), b.name))
		}
	}
	return strings.Join(told, ", ")
}

const (
	// slack is how far an instant in Telegram's log and one in ours may lie apart: between the effect of a message and the
	// line about it, or the commit that it was sent, a busy machine does other things.
	slack = time.Second
	// recovery is how long it takes, once the database is back, until what was said without it is stored: an attempt
	// that began before must fail first, and the intake tries every half second.
	recovery = 2 * time.Second
)

// excuse is the crash that explains why something was said twice.
type excuse struct {
	death    int           // its number
	distance time.Duration // of the death from the last time at which a commit could not yet be expected
	outage   bool          // it could not be expected since the database was away
}

// learn reads in the bot's log when its inbox took nothing, which a server that is merely slow is enough for. Meanwhile the
// bot answers from the index whatever comes, several messages of a chat too, and all of that is stored only when the log says
// that the inbox is in order again: a crash before has it said once more.
func (h *history) learn(lines []string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	var open *span
	var learned []span
	end := func(at time.Time) {
		if open != nil {
			open.to = at
			learned, open = append(learned, *open), nil
		}
	}
	for _, line := range lines {
		var entry struct {
			Time      time.Time
			Msg, Part string
		}
		if json.Unmarshal([]byte(line), &entry) != nil || entry.Part != "inbox" {
			continue
		}
		if open != nil { // the process that could not store it may be gone
			for _, d := range h.deaths {
				if open != nil && d.from.After(open.from) && d.from.Before(entry.Time) {
					end(d.from)
				}
			}
		}
		switch entry.Msg {
		case "out of order, trying again":
			open = &span{from: entry.Time}
		case "in order again":
			end(entry.Time)
		}
	}
	for _, d := range h.deaths {
		if open != nil && d.from.After(open.from) {
			end(d.from)
		}
	}
	h.outages = append(h.outages, learned...)
	slices.SortFunc(h.outages, func(a, b span) int { return a.from.Compare(b.from) })
}

// excuses tells whether a crash explains that something was said at both times: the bot died after the first, and had
// not committed it. It cannot commit while the database is away. Of crashes in a row several may explain it.
func (h *history) excuses(first, second time.Time) (all []excuse) {
	uncommitted, outage := first, false
	for _, o := range h.outages { // in order of time
		if !o.from.After(uncommitted.Add(slack)) && o.to.After(uncommitted) {
			uncommitted, outage = o.to, true
		}
	}
	for i, d := range h.deaths {
		if d.to.Before(first.Add(-slack)) || d.from.After(second) || d.from.After(uncommitted.Add(slack)) {
			continue
		}
		all = append(all, excuse{death: i, distance: max(d.from.Sub(uncommitted), first.Sub(d.to), 0), outage: outage})
	}
	return all
}
