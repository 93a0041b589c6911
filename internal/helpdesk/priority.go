package helpdesk

import (
	"slices"
	"time"
)

// Priority says how pressing a ticket is.
type Priority string

// The priorities of tickets. A new one is normal.
const (
	PriorityUrgent Priority = "urgent"
	PriorityHigh   Priority = "high"
	PriorityNormal Priority = "normal"
	PriorityLow    Priority = "low"
)

// Priorities are all priorities, the most pressing first.
var Priorities = []Priority{PriorityUrgent, PriorityHigh, PriorityNormal, PriorityLow}

// Prioritise changes how soon the ticket is to be worked on. Any manager may, while it is live. To give it the priority
// that it has is no error: the event is nil then.
func (t *Ticket) Prioritise(p Priority, manager int64, now time.Time) (*Event, error) {
	if err := t.live(); err != nil || t.Priority == p {
		return nil, err
	}
	t.Priority = p
	e := t.event(EventPrioritised, manager, now)
	e.Note = string(p)
	return e, nil
}

func (p Priority) rank() int { return slices.Index(Priorities, p) }
