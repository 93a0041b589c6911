package helpdesk

import (
	"slices"
	"time"
)

// Patience says how long a silence lasts before something follows. Zero means that it never does.
type Patience struct {
	// HandOn is the working time in which a manager answers a customer who waits, before the ticket goes to others.
	HandOn time.Duration
	// Remind is how long a customer is waited for before a reminder, by the clock: customers keep no working hours.
	Remind time.Duration
	// Close is how long after the reminder, or after the answer where nobody is reminded, the ticket is closed.
	Close time.Duration
	// Reopen is how long a customer may come back to a ticket that was resolved or withdrawn.
	Reopen time.Duration
}

// Why the bot changed a ticket by itself, as the notes of its events say it.
const (
	WhyAway   = "away"   // its manager is away
	WhySilent = "silent" // its manager, or the customer, said nothing
	WhyLeft   = "left"   // its manager is no longer one
)

// Away tells whether the manager wants no tickets for now.
func (m Manager) Away() bool { return !m.AwaySince.IsZero() }

// HandsOn returns why a ticket is to go back to the queue by itself, nothing when it is not: the customer waits, and its
// manager is away or says nothing.
func (p Patience) HandsOn(c Calendar, t *Ticket, history []Event, away bool, now time.Time) string {
	if !t.State.Held() || t.LastAuthor != AuthorCustomer {
		return ""
	}
	if away {
		return WhyAway
	}
	since := t.WaitingSince
	for _, e := range slices.Backward(history) {
		if e.hands() || e.Kind == EventUnanswered { // who takes words back is at it
			if e.At.After(since) {
				since = e.At
			}
			break
		}
	}
	if p.HandOn > 0 && c.Between(since, now) >= p.HandOn {
		return WhySilent
	}
	return ""
}

// hands tells whether the event gave the ticket into somebody's hands.
func (e Event) hands() bool {
	return e.Kind == EventTaken || e.Kind == EventAssigned || e.Kind == EventTransferred || e.Kind == EventReopened
}

// Silence returns what the silence of the customer leads to now: EventReminded, EventResolved, or nothing.
func (p Patience) Silence(t *Ticket, history []Event, now time.Time) EventKind {
	if t.State != StateWaitingCustomer {
		return ""
	}
	since, reminded := t.WaitingSince, false
	for _, e := range history {
		if e.Kind == EventReminded && !e.At.Before(t.WaitingSince) {
			since, reminded = e.At, true
		}
	}
	switch {
	case !reminded && p.Remind > 0:
		if now.Sub(since) >= p.Remind {
			return EventReminded
		}
	case p.Close > 0 && now.Sub(since) >= p.Close:
		return EventResolved
	}
	return ""
}

// Remind notes that the customer was reminded of a question that waits for an answer.
func (t *Ticket) Remind(now time.Time) *Event { return t.event(EventReminded, 0, now) }

// ResolveSilent ends the work on a ticket whose customer says nothing any more, without the word of its manager.
func (t *Ticket) ResolveSilent(now time.Time) (*Event, error) {
	e, err := t.Resolve(t.AssigneeID, now)
	if err != nil {
		return nil, err
	}
	e.ActorID, e.Note = 0, WhySilent
	return e, nil
}
