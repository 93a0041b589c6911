package helpdesk

import "time"

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
	OriginFollowUp   Origin = "follow_up"   // the customer came back to a ticket that is closed for good
	OriginSplit      Origin = "split"       // a manager made it of a message in another ticket
	OriginFlood      Origin = "flood"       // the customer writes faster than the bot answers
)

// Origins are all origins.
var Origins = []Origin{
	OriginMiss, OriginOther, OriginNotHelped, OriginAskedHuman, OriginAttachment, OriginCallback, OriginFailed,
	OriginFollowUp, OriginSplit, OriginFlood,
}

// Ticket is one matter of one customer that needs a manager.
type Ticket struct {
	ID         int64
	CustomerID int64
	State      State
	Origin     Origin
	ParentID   int64  // the ticket that it continues or was split from, 0 for none
	Topic      string // title of the best hit's topic, may be empty
	Question   string // what the customer asked, as it was typed
	Refusal    string // why the bot did not answer: the reason of its decision, or the kind of an attachment
	Hits       []Hit  // what the bot found and refused, best first

	Priority Priority
	Tags     []string // in order of the alphabet

	AssigneeID int64  // the manager who has it, or had it last; 0 for nobody
	LastAuthor Author // who spoke last
	MergedInto int64  // the ticket where its words stand, 0 unless it is merged

	CreatedAt       time.Time
	WaitingSince    time.Time // since when the one who did not speak last is waited for
	FirstResponseAt time.Time // zero until a manager answered
	ResolvedAt      time.Time // zero while live
	ClosedAt        time.Time // zero until it is closed, merged or withdrawn
}

// Hit is an article that the bot considered for a question.
type Hit struct {
	ArticleID  string  `json:"id"`
	Question   string  `json:"question"`
	Confidence float64 `json:"confidence"` // in [0, 1]
	Refused    string  `json:"refused,omitempty"`
}

// live returns nil when the ticket is live, else why nothing can be done with it.
func (t *Ticket) live() error {
	switch {
	case t.State.Live():
		return nil
	case t.State == StateMerged:
		return &MergedError{Into: t.MergedInto}
	case t.State == StateClosed:
		return ErrFinal
	}
	return ErrNotLive
}

// heldBy returns nil when the ticket is live and the manager has it.
func (t *Ticket) heldBy(manager int64) error {
	if err := t.live(); err != nil {
		return err
	}
	if t.AssigneeID == 0 {
		return ErrNotAssigned
	}
	return t.notOthers(manager)
}

// notOthers returns nil when the manager has the ticket, or nobody.
func (t *Ticket) notOthers(manager int64) error {
	if t.AssigneeID != 0 && t.AssigneeID != manager {
		return &TakenError{By: t.AssigneeID}
	}
	return nil
}
