package helpdesk

import (
	"strconv"
	"time"
)

// Rating is what a customer makes of the work on a ticket.
type Rating struct {
	TicketID  int64
	ManagerID int64 // who had the ticket when the customer was asked
	Score     int   // from 1 to MaxScore, 0 while the customer has said nothing
	Comment   string
	AskedAt   time.Time // when it was asked for, last of several times
	// RemindedAt is zero until the customer was reminded, once in the life of a ticket.
	RemindedAt time.Time
	RatedAt    time.Time // when the score was first given since it was asked for; zero until then
}

// MaxScore is the best score, and lowScore the best of those that somebody has to look into.
const (
	MaxScore = 5
	lowScore = 2
)

const (
	// RatingWindow is how long a customer may change a score or its comment, and is not asked for another one.
	RatingWindow = 24 * time.Hour
	// RatingReminder is how long an unanswered request waits before the reminder.
	RatingReminder = 24 * time.Hour
)

// Asks tells whether the customer of a ticket that was just resolved is to be asked for a score: when a manager answered
// there, and no score was given a short time ago.
func (r *Rating) Asks(t *Ticket, now time.Time) bool {
	return t.State == StateResolved && !t.FirstResponseAt.IsZero() && (r.RatedAt.IsZero() || !r.open(now))
}

// Ask notes that the customer is asked for a score of the ticket. An earlier one stays until there is a new one.
func (r *Rating) Ask(t *Ticket, now time.Time) {
	r.TicketID, r.ManagerID, r.AskedAt = t.ID, t.AssigneeID, now
}

// Given tells whether the customer has answered the last request.
func (r *Rating) Given() bool { return !r.RatedAt.IsZero() && !r.RatedAt.Before(r.AskedAt) }

// Low tells whether the score says that the customer is not content.
func (r *Rating) Low() bool { return r.Score > 0 && r.Score <= lowScore }

// Reminds tells whether the customer of an ended ticket is to be reminded of the request.
func (r *Rating) Reminds(t *Ticket, now time.Time) bool {
	ended := t.State == StateResolved || t.State == StateClosed
	return ended && !r.Given() && r.RemindedAt.IsZero() && !now.Before(r.AskedAt.Add(RatingReminder))
}

// Rate gives a score, or changes one within the window; first tells that it is the answer to a request. The same score
// again is no error: the event is nil then.
func (r *Rating) Rate(t *Ticket, score int, now time.Time) (event *Event, first bool, err error) {
	switch {
	case score < 1 || score > MaxScore:
		return nil, false, ErrNoScore
	case !r.Given(): // the comment belongs to the earlier score
		r.RatedAt, r.Comment, first = now, "", true
	case !r.open(now):
		return nil, false, ErrRated
	case r.Score == score:
		return nil, false, nil
	}
	r.Score = score
	event = t.event(EventRated, t.CustomerID, now)
	event.Note = strconv.Itoa(score)
	return event, first, nil
}

// Explain adds the customer's words to a score, in place of earlier ones.
func (r *Rating) Explain(t *Ticket, comment string, now time.Time) (*Event, error) {
	if !r.Given() || !r.open(now) {
		return nil, ErrRated
	}
	r.Comment = comment
	event := t.event(EventRatingExplained, t.CustomerID, now)
	event.Note = comment
	return event, nil
}

// ChangeableUntil is the end of the time in which a given score can be changed.
func (r *Rating) ChangeableUntil() time.Time { return r.RatedAt.Add(RatingWindow) }

// open tells whether a given score can be changed now.
func (r *Rating) open(now time.Time) bool { return now.Before(r.ChangeableUntil()) }
