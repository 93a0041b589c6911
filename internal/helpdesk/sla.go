package helpdesk

import "time"

// Target is something that a customer shall not wait for too long.
type Target string

// The targets of a service level agreement.
const (
	TargetFirst      Target = "first"      // the first answer, since the customer asked
	TargetNext       Target = "next"       // each later answer, since the customer wrote
	TargetResolution Target = "resolution" // the solution, without the time in which the customer was waited for
)

// Targets are all targets.
var Targets = []Target{TargetFirst, TargetNext, TargetResolution}

// SLA says for each priority in how much working time the targets are to be met. The zero SLA promises nothing.
type SLA struct {
	within map[Priority]map[Target]time.Duration
}

// Due returns when a target of the ticket is to be met, false when nothing is promised or nobody waits for it. It
// follows from the ticket and its history, so that there is no timer that could be lost, and a changed configuration
// holds at once. While the customer is waited for nothing is due.
func (s SLA) Due(c Calendar, t *Ticket, history []Event, target Target) (time.Time, bool) {
	within, promised := s.within[t.Priority][target]
	if !promised || !t.State.Live() || t.LastAuthor != AuthorCustomer {
		return time.Time{}, false
	}
	switch target {
	case TargetFirst:
		return c.Add(t.WaitingSince, within), t.FirstResponseAt.IsZero()
	case TargetNext:
		return c.Add(t.WaitingSince, within), !t.FirstResponseAt.IsZero()
	case TargetResolution:
		begun, paused := effort(c, t, history)
		return c.Add(begun, within+paused), true
	}
	return time.Time{}, false
}

// effort returns when the work on a ticket began, which is anew when it is reopened, and for how much working time it
// has waited for the customer since.
func effort(c Calendar, t *Ticket, history []Event) (begun time.Time, paused time.Duration) {
	begun = t.CreatedAt
	var pause time.Time // since when the customer is waited for, zero: not at all
	for _, e := range history {
		switch e.Kind { //nolint:exhaustive // the others change nothing of who is waited for
		case EventReopened:
			begun, paused, pause = e.At, 0, time.Time{}
		case EventAnswered:
			if pause.IsZero() {
				pause = e.At
			}
		case EventReplied, EventAbsorbed, EventSplit:
			if !pause.IsZero() {
				paused += c.Between(pause, e.At)
				pause = time.Time{}
			}
		case EventUnanswered:
			pause = time.Time{}
		}
	}
	return begun, paused
}
