package helpdesk

import "time"

// Resolve ends the work on the ticket. The customer may come back to it until it is closed.
func (t *Ticket) Resolve(manager int64, now time.Time) (*Event, error) {
	if err := t.heldBy(manager); err != nil {
		return nil, err
	}
	t.State, t.ResolvedAt = StateResolved, now
	return t.event(EventResolved, manager, now), nil
}

// Close makes the end of a resolved ticket final once the window is over in which the customer may come back. Before, and
// of other tickets, it does nothing: the event is nil then. A window of 0 has no end.
func (t *Ticket) Close(window time.Duration, now time.Time) *Event {
	if t.State != StateResolved || !over(t.ResolvedAt, window, now) {
		return nil
	}
	t.State, t.ClosedAt = StateClosed, now
	return t.event(EventClosed, 0, now)
}

// over tells whether a window that began at some time is over.
func over(begun time.Time, window time.Duration, now time.Time) bool {
	return window > 0 && !now.Before(begun.Add(window))
}

// Reopen brings a resolved or withdrawn ticket back to the manager who had it, else to the queue, within the window.
func (t *Ticket) Reopen(actor int64, window time.Duration, now time.Time) (*Event, error) {
	switch err := t.live(); {
	case err == nil:
		return nil, ErrLive
	case err != ErrNotLive: //nolint:errorlint // live wraps nothing
		return nil, err
	case t.State == StateWithdrawn && over(t.ClosedAt, window, now):
		return nil, ErrFinal
	}
	if actor == t.CustomerID {
		t.LastAuthor = AuthorCustomer
	}
	t.ResolvedAt, t.ClosedAt, t.WaitingSince = time.Time{}, time.Time{}, now
	t.State = t.standing()
	return t.event(EventReopened, actor, now), nil
}

// Orphan notes that who had a ticket that is not live works no more: it goes to the queue when it is opened again.
func (t *Ticket) Orphan() {
	if !t.State.Live() {
		t.AssigneeID = 0
	}
}

// Withdraw ends the ticket on the customer's wish.
func (t *Ticket) Withdraw(now time.Time) (*Event, error) {
	if err := t.live(); err != nil {
		return nil, err
	}
	t.State, t.ClosedAt = StateWithdrawn, now
	return t.event(EventWithdrawn, t.CustomerID, now), nil
}
