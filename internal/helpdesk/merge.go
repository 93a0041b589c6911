package helpdesk

import (
	"slices"
	"time"
)

// Merge ends the ticket because it is about the same as another one of the customer, which goes on for both: first with
// what was said here. A manager merges what nobody has and what is in the own hands, an administrator also what others
// have. The events are the ticket's and the other's. An error that is about one of the two is a *MergeError.
func (t *Ticket) Merge(into *Ticket, by *Manager, now time.Time) (merged, absorbed *Event, err error) {
	switch {
	case t.ID == into.ID:
		return nil, nil, ErrSameTicket
	case t.CustomerID != into.CustomerID:
		return nil, nil, ErrOtherCustomer
	}
	for _, of := range []*Ticket{t, into} {
		err := of.live()
		if err == nil && by.Role != RoleAdministrator {
			err = of.notOthers(by.ID)
		}
		if err != nil {
			return nil, nil, &MergeError{TicketID: of.ID, Err: err}
		}
	}
	into.absorb(t)
	t.State, t.MergedInto, t.ClosedAt = StateMerged, into.ID, now
	merged, absorbed = t.event(EventMerged, by.ID, now), into.event(EventAbsorbed, by.ID, now)
	merged.OtherID, absorbed.OtherID = into.ID, t.ID
	return merged, absorbed, nil
}

// absorb takes over what another ticket waits for, how soon, and who has it if nobody has this one.
func (t *Ticket) absorb(other *Ticket) {
	if t.AssigneeID == 0 {
		t.AssigneeID = other.AssigneeID
	}
	if t.FirstResponseAt.IsZero() && !other.FirstResponseAt.IsZero() {
		t.FirstResponseAt = later(other.FirstResponseAt, t.CreatedAt)
	}
	if other.LastAuthor == AuthorCustomer {
		if t.LastAuthor != AuthorCustomer || other.WaitingSince.Before(t.WaitingSince) {
			t.WaitingSince = other.WaitingSince
		}
		t.LastAuthor = AuthorCustomer
	}
	if other.Priority.rank() < t.Priority.rank() {
		t.Priority = other.Priority
	}
	t.Tags = slices.Compact(slices.Sorted(slices.Values(slices.Concat(t.Tags, other.Tags))))
	t.State = t.standing()
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

// Split notes that a message of the ticket became another one, which is returned without an id. last is who spoke last in
// what stays here. A manager splits what nobody has and what is in the own hands.
func (t *Ticket) Split(m Message, last Author, manager int64, now time.Time) (*Ticket, *Event, error) {
	if err := t.open(manager); err != nil {
		return nil, nil, err
	}
	if m.TicketID != t.ID || m.Author != AuthorCustomer {
		return nil, nil, ErrNotCustomers
	}
	if last != t.LastAuthor {
		t.LastAuthor, t.WaitingSince = last, now
		t.State = t.standing()
	}
	part := &Ticket{
		CustomerID: t.CustomerID, State: StateNew, Origin: OriginSplit, ParentID: t.ID, Topic: t.Topic, Question: m.Text,
		Priority: t.Priority, LastAuthor: AuthorCustomer, CreatedAt: now, WaitingSince: m.CreatedAt,
	}
	return part, t.event(EventSplit, manager, now), nil
}

// open returns nil when the ticket is live and no other manager has it.
func (t *Ticket) open(manager int64) error {
	if err := t.live(); err != nil {
		return err
	}
	return t.notOthers(manager)
}
