package helpdesk

import "time"

// EventKind names a change of a ticket.
type EventKind string

// The events of a ticket's history.
const (
	EventCreated     EventKind = "created"
	EventTaken       EventKind = "taken"
	EventAssigned    EventKind = "assigned"    // by another than who has it now
	EventTransferred EventKind = "transferred" // by the manager who had it
	EventReleased    EventKind = "released"
	EventAnswered    EventKind = "answered" // its note is the id of the article, if it was one
	EventReplied     EventKind = "replied"  // the customer spoke after the manager
	EventNoted       EventKind = "noted"
	EventResolved    EventKind = "resolved"
	EventClosed      EventKind = "closed"
	EventReopened    EventKind = "reopened"
	EventWithdrawn   EventKind = "withdrawn"
	EventMerged      EventKind = "merged"   // into another ticket
	EventAbsorbed    EventKind = "absorbed" // another ticket was merged into this one
	EventSplit       EventKind = "split"    // a message of it became another ticket
	EventPrioritised EventKind = "prioritised"
	EventTagged      EventKind = "tagged"
	EventUntagged    EventKind = "untagged"
	EventWarned      EventKind = "warned"   // a target is soon missed
	EventBreached    EventKind = "breached" // a target was missed
	EventReminded    EventKind = "reminded" // the customer, who is waited for
	EventRated       EventKind = "rated"    // by the customer; its note is the score

	// EventRatingExplained says that the customer added words to the score, which are its note.
	EventRatingExplained EventKind = "rating_explained"

	// EventBanned says that the customer was banned, which ends a live ticket; its note is the reason.
	EventBanned   EventKind = "banned"
	EventUnbanned EventKind = "unbanned"

	// EventUndelivered says that Telegram refused for good to carry a message to the other side.
	EventUndelivered EventKind = "undelivered"
	// EventEditUndelivered says so of an edit: the other side still sees the message as it was.
	EventEditUndelivered EventKind = "edit_undelivered"
	// EventNoteUndelivered says so of a note for a colleague, who is its OtherID.
	EventNoteUndelivered EventKind = "note_undelivered"
	// EventDeleted says that an author took a message back.
	EventDeleted EventKind = "deleted"
	// EventUnanswered says that a manager took back an answer for which the customer waits again.
	EventUnanswered EventKind = "unanswered"
)

// EventKinds are all kinds, for metrics that are created before anything happens.
var EventKinds = []EventKind{
	EventCreated, EventTaken, EventAssigned, EventTransferred, EventReleased, EventAnswered, EventReplied, EventNoted,
	EventResolved, EventClosed, EventReopened, EventWithdrawn, EventMerged, EventAbsorbed, EventSplit,
	EventPrioritised, EventTagged, EventUntagged, EventWarned, EventBreached, EventReminded, EventUndelivered, EventEditUndelivered,
	EventNoteUndelivered, EventDeleted, EventUnanswered, EventRated, EventRatingExplained, EventBanned, EventUnbanned,
}

// Event is one line of a ticket's history: who did what, when, and why.
type Event struct {
	TicketID int64
	Kind     EventKind
	ActorID  int64  // 0: the bot acted by itself
	OtherID  int64  // the manager whom it was given to or who did not get it, or the other ticket of a merge or a split; 0 for none
	Note     string // why, in the actor's words; of a priority or tags, which
	At       time.Time
}

func (t *Ticket) event(kind EventKind, actor int64, now time.Time) *Event {
	return &Event{TicketID: t.ID, Kind: kind, ActorID: actor, At: now}
}
