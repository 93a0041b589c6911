package helpdesk

import "time"

// Take gives the ticket to a manager, who must not be its customer: nobody serves oneself. Taking it twice is no error: the event is nil then.
func (t *Ticket) Take(manager int64, now time.Time) (*Event, error) {
	if err := t.live(); err != nil {
		return nil, err
	}
	if err := t.notOthers(manager); err != nil || t.AssigneeID == manager {
		return nil, err
	}
	return t.hold(EventTaken, manager, manager, "", now)
}

// Assign gives the ticket to a manager on the word of another. A manager may assign what nobody has and what is in the
// own hands; only an administrator takes a ticket out of the hands of others. Assigning it to who has it is no error: the
// event is nil then.
func (t *Ticket) Assign(to int64, by *Manager, note string, now time.Time) (*Event, error) {
	if err := t.live(); err != nil || t.AssigneeID == to {
		return nil, err
	}
	if err := t.notOthers(by.ID); err != nil && by.Role != RoleAdministrator {
		return nil, err
	}
	kind := EventAssigned
	if to == by.ID {
		kind = EventTaken
	}
	return t.hold(kind, by.ID, to, note, now)
}

// Transfer hands the ticket on from the manager who has it to another, with a note. Transferring it to oneself is no
// error: the event is nil then.
func (t *Ticket) Transfer(manager, to int64, note string, now time.Time) (*Event, error) {
	if err := t.heldBy(manager); err != nil || manager == to {
		return nil, err
	}
	return t.hold(EventTransferred, manager, to, note, now)
}

// Release puts the ticket back into the queue.
func (t *Ticket) Release(manager int64, now time.Time) (*Event, error) {
	if err := t.heldBy(manager); err != nil {
		return nil, err
	}
	t.AssigneeID = 0
	t.State = t.standing()
	return t.event(EventReleased, manager, now), nil
}

// HandOn puts the ticket back into the queue without the word of the manager who has it, and says why.
func (t *Ticket) HandOn(why string, now time.Time) (*Event, error) {
	e, err := t.Release(t.AssigneeID, now)
	if err != nil {
		return nil, err
	}
	e.ActorID, e.Note = 0, why
	return e, nil
}

// hold gives the ticket to a manager.
func (t *Ticket) hold(kind EventKind, actor, to int64, note string, now time.Time) (*Event, error) {
	if to == t.CustomerID {
		return nil, ErrOwn
	}
	t.AssigneeID = to
	t.State = t.standing()
	e := t.event(kind, actor, now)
	e.Note = note
	if to != actor {
		e.OtherID = to
	}
	return e, nil
}
