package helpdesk

import (
	"errors"
	"time"
)

// State is where a ticket stands.
type State string

// The states of a ticket:
//
//	new ──take──> open ──close──> closed ──reopen──> open (its manager has it) or new (nobody has it)
//	 ^──release──┘
//	new, open ──withdraw (by the customer)──> withdrawn
const (
	StateNew       State = "new"       // waits in the queue
	StateOpen      State = "open"      // a manager has it
	StateClosed    State = "closed"    // a manager closed it
	StateWithdrawn State = "withdrawn" // the customer took it back
)

// States are all states, for metrics that are created before anything happens.
var States = []State{StateNew, StateOpen, StateClosed, StateWithdrawn}

// Live tells whether somebody still waits for something.
func (s State) Live() bool { return s == StateNew || s == StateOpen }

// Origin says why a ticket was made.
type Origin string

// The ways in which a question or wish reaches a manager.
const (
	OriginMiss       Origin = "miss"        // the knowledge base does not know
	OriginOther      Origin = "other"       // none of the suggestions was right
	OriginNotHelped  Origin = "not_helped"  // the answer did not help
	OriginAskedHuman Origin = "asked_human" // the customer wants a person
	OriginAttachment Origin = "attachment"  // a photo, a document, a voice message
	OriginCallback   Origin = "callback"    // the customer left a phone number and waits for a call
	OriginFailed     Origin = "failed"      // the bot failed on the message, a mistake of ours
)

// Ticket is one matter of one customer that needs a manager.
type Ticket struct {
	ID         int64
	CustomerID int64
	State      State
	Origin     Origin
	Topic      string // title of the best hit's topic, may be empty
	Question   string // what the customer asked, as it was typed
	Refusal    string // why the bot did not answer: the reason of its decision, or the kind of an attachment
	Hits       []Hit  // what the bot found and refused, best first
	AssigneeID int64  // the manager who has it, 0 for nobody
	LastAuthor Author // who spoke last
	CreatedAt  time.Time

	FirstResponseAt time.Time // zero until a manager answered
	ClosedAt        time.Time // zero while live
}

// Hit is an article that the bot considered for a question.
type Hit struct {
	ArticleID  string  `json:"id"`
	Question   string  `json:"question"`
	Confidence float64 `json:"confidence"` // in [0, 1]
	Refused    string  `json:"refused,omitempty"`
}

// EventKind names a change of a ticket.
type EventKind string

// The events of a ticket's history.
const (
	EventCreated   EventKind = "created"
	EventTaken     EventKind = "taken"
	EventReleased  EventKind = "released"
	EventAnswered  EventKind = "answered" // its note is the id of the article, if it was one
	EventNoted     EventKind = "noted"
	EventClosed    EventKind = "closed"
	EventReopened  EventKind = "reopened"
	EventWithdrawn EventKind = "withdrawn"

	// EventUndelivered says that Telegram refused for good to carry a message to the other side.
	EventUndelivered EventKind = "undelivered"
)

// EventKinds are all kinds, for metrics that are created before anything happens.
var EventKinds = []EventKind{
	EventCreated, EventTaken, EventReleased, EventAnswered, EventNoted, EventClosed, EventReopened, EventWithdrawn,
	EventUndelivered,
}

// Event is one line of a ticket's history. ActorID is 0 when the bot acted by itself.
type Event struct {
	TicketID int64
	Kind     EventKind
	ActorID  int64
	Note     string
	At       time.Time
}

// ErrNotFound says that there is no such ticket, message, person or thing.
var ErrNotFound = errors.New("not found")

// Errors of acts that the state of a ticket does not allow.
var (
	ErrNotLive     = errors.New("ticket is closed")
	ErrLive        = errors.New("ticket is not closed")
	ErrNotAssigned = errors.New("nobody has the ticket")
)

// TakenError says that another manager has the ticket. Its words do not name the manager, since errors are logged.
type TakenError struct{ By int64 }

func (e *TakenError) Error() string { return "another manager has the ticket" }

// Take gives the ticket to a manager. Taking it twice is no error: the event is nil then.
func (t *Ticket) Take(manager int64, now time.Time) (*Event, error) {
	switch {
	case !t.State.Live():
		return nil, ErrNotLive
	case t.AssigneeID == manager:
		return nil, nil
	case t.AssigneeID != 0:
		return nil, &TakenError{By: t.AssigneeID}
	}
	t.AssigneeID, t.State = manager, StateOpen
	return t.event(EventTaken, manager, now), nil
}

// Release puts the ticket back into the queue.
func (t *Ticket) Release(manager int64, now time.Time) (*Event, error) {
	if err := t.heldBy(manager); err != nil {
		return nil, err
	}
	t.AssigneeID, t.State = 0, StateNew
	return t.event(EventReleased, manager, now), nil
}

// Answer notes that the manager who has the ticket spoke.
func (t *Ticket) Answer(manager int64, now time.Time) (*Event, error) {
	if err := t.heldBy(manager); err != nil {
		return nil, err
	}
	if t.FirstResponseAt.IsZero() {
		t.FirstResponseAt = now
	}
	t.LastAuthor = AuthorManager
	return t.event(EventAnswered, manager, now), nil
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

// Close ends the ticket.
func (t *Ticket) Close(manager int64, now time.Time) (*Event, error) {
	if err := t.heldBy(manager); err != nil {
		return nil, err
	}
	t.State, t.ClosedAt = StateClosed, now
	return t.event(EventClosed, manager, now), nil
}

// Reopen brings a closed or withdrawn ticket back to the manager who had it, else to the queue.
func (t *Ticket) Reopen(actor int64, now time.Time) (*Event, error) {
	if t.State.Live() {
		return nil, ErrLive
	}
	t.State, t.ClosedAt = StateNew, time.Time{}
	if t.AssigneeID != 0 {
		t.State = StateOpen
	}
	return t.event(EventReopened, actor, now), nil
}

// Withdraw ends the ticket on the customer's wish.
func (t *Ticket) Withdraw(now time.Time) (*Event, error) {
	if !t.State.Live() {
		return nil, ErrNotLive
	}
	t.State, t.ClosedAt = StateWithdrawn, now
	return t.event(EventWithdrawn, t.CustomerID, now), nil
}

// heldBy returns nil when the ticket is live and the manager has it.
func (t *Ticket) heldBy(manager int64) error {
	switch {
	case !t.State.Live():
		return ErrNotLive
	case t.AssigneeID == 0:
		return ErrNotAssigned
	case t.AssigneeID != manager:
		return &TakenError{By: t.AssigneeID}
	}
	return nil
}

func (t *Ticket) event(kind EventKind, actor int64, now time.Time) *Event {
	return &Event{TicketID: t.ID, Kind: kind, ActorID: actor, At: now}
}
