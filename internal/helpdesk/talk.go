package helpdesk

import "time"

// Answer notes that the manager who has the ticket spoke.
func (t *Ticket) Answer(manager int64, now time.Time) (*Event, error) {
	if err := t.heldBy(manager); err != nil {
		return nil, err
	}
	if t.FirstResponseAt.IsZero() {
		t.FirstResponseAt = now
	}
	t.LastAuthor, t.WaitingSince = AuthorManager, now
	t.State = t.standing()
	return t.event(EventAnswered, manager, now), nil
}

// Standing is what managers and the customer have said in a ticket and not taken back.
type Standing struct {
	FirstAnswer, LastAnswer time.Time // of managers; zero for none
	Asked                   time.Time // when the customer first wrote or came back since the last answer; zero for never
}

// Unanswer notes that a manager took an answer back. The ticket goes on as though it had never been given: where the customer
// has asked something since the last answer that stands, the customer waits, and has waited all the time. The event says
// whether that is news.
func (t *Ticket) Unanswer(manager int64, said Standing, now time.Time) *Event {
	if t.State == StateClosed || t.State == StateMerged {
		return t.Deleted(manager, now)
	}
	kind := EventDeleted
	if !said.Asked.IsZero() {
		if t.LastAuthor == AuthorManager || said.Asked.Before(t.WaitingSince) {
			kind = EventUnanswered
		}
		t.LastAuthor, t.WaitingSince = AuthorCustomer, said.Asked
	}
	t.FirstResponseAt = said.FirstAnswer
	if t.State.Live() {
		t.State = t.standing()
	}
	return t.event(kind, manager, now)
}

// CustomerWrote notes that the customer spoke. It opens a ticket that was resolved or withdrawn again, within the window. While the
// customer waits for an answer, further words change nothing: the event is nil then.
func (t *Ticket) CustomerWrote(window time.Duration, now time.Time) (*Event, error) {
	switch {
	case !t.State.Live():
		return t.Reopen(t.CustomerID, window, now)
	case t.LastAuthor == AuthorCustomer:
		return nil, nil
	}
	t.LastAuthor, t.WaitingSince = AuthorCustomer, now
	t.State = t.standing()
	return t.event(EventReplied, t.CustomerID, now), nil
}

// Note notes that a manager wrote something for colleagues. Anybody of the staff may, in any state.
func (t *Ticket) Note(manager int64, now time.Time) *Event {
	return t.event(EventNoted, manager, now)
}

// Undelivered notes that a message did not reach the other side, and why.
func (t *Ticket) Undelivered(why string, now time.Time) *Event {
	e := t.event(EventUndelivered, 0, now)
	e.Note = why
	return e
}

// EditUndelivered notes that an edit of a message did not reach the other side, and why.
func (t *Ticket) EditUndelivered(why string, now time.Time) *Event {
	e := t.event(EventEditUndelivered, 0, now)
	e.Note = why
	return e
}

// NoteUndelivered notes that a note did not reach a colleague whom it was for, and why.
func (t *Ticket) NoteUndelivered(to int64, why string, now time.Time) *Event {
	e := t.event(EventNoteUndelivered, 0, now)
	e.OtherID, e.Note = to, why
	return e
}

// Deleted notes that the author of a message took it back.
func (t *Ticket) Deleted(author int64, now time.Time) *Event {
	return t.event(EventDeleted, author, now)
}
