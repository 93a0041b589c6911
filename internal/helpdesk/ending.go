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

// Close makes the end of a resolved ticket final once the window is over. Before, and of other tickets, it does nothing:
// the event is nil then.
func (t *Ticket) Close(now time.Time) *Event {
	if t.State != StateResolved || now.Before(t.ResolvedAt.Add(ReopenWindow)) {
		return nil
	}
	t.State, t.ClosedAt = StateClosed, now
	return t.event(EventClosed, 0, now)
}

// Reopen brings a resolved or withdrawn ticket back to the manager who had it, else to the queue.
func (t *Ticket) Reopen(actor int64, now time.Time) (*Event, error) {
	switch err := t.live(); {
	case err == nil:
		return nil, ErrLive
	case err != ErrNotLive: //nolint:errorlint // live wraps nothing
		return nil, err
	case t.State == StateWithdrawn && now.After(t.ClosedAt.Add(ReopenWindow)):
		return nil, ErrFinal
	}
	if actor == t.CustomerID {
		t.LastAuthor = AuthorCustomer
	}
	t.ResolvedAt, t.ClosedAt, t.WaitingSince = time.Time{}, time.Time{}, now
	t.State = t.standing()
	return t.event(EventReopened, actor, now), nil
}

// Withdraw ends the ticket on the customer's wish.
func (t *Ticket) Withdraw(now time.Time) (*Event, error) {
	if err := t.live(); err != nil {
		return nil, err
	}
	t.State, t.ClosedAt = StateWithdrawn, now
	return t.event(EventWithdrawn, t.CustomerID, now), nil
}
