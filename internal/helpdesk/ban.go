package helpdesk

import "time"

// Ban keeps a customer's messages from the managers. What the bot answers by itself goes on.
type Ban struct {
	CustomerID int64
	TicketID   int64 // the ticket that led to it
	ManagerID  int64 // who decided on it
	Reason     string
	At         time.Time
}

// Banned tells whether managers take nothing from the customer.
func (c *Customer) Banned() bool { return !c.BannedAt.IsZero() }

// Ban notes that the customer was banned, and why. A live ticket ends with it for good.
func (t *Ticket) Ban(manager int64, reason string, now time.Time) *Event {
	if t.State.Live() {
		t.State, t.ClosedAt = StateClosed, now
	}
	e := t.event(EventBanned, manager, now)
	e.Note = reason
	return e
}

// Unban notes that the ban of the customer is over, and why. Tickets that ended with it stay closed.
func (t *Ticket) Unban(manager int64, why string, now time.Time) *Event {
	e := t.event(EventUnbanned, manager, now)
	e.Note = why
	return e
}
