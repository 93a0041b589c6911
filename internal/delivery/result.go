package delivery

import "time"

// Head is the first waiting message of a chat's queue, with what became of the message that it is about.
type Head struct {
	Outgoing
	AboutTelegramID int // its message_id, 0 when it never went out

	// Pieces are those of an album that go out in one call, the message itself as the first; fewer than two when it goes out alone.
	Pieces []Outgoing
}

// Result is what became of an attempt to send a message. Exactly one of its four ends holds.
type Result struct {
	Outgoing Outgoing

	Sent       bool
	TelegramID int  // message_id of the sent message, 0 when the call makes none
	Joined     bool // it went out behind the first piece of its album

	Refusal Refusal // not empty: it will never be sent

	Apart bool // Telegram does not take its album: it waits to go out alone

	RetryAt time.Time // otherwise: when to try again

	MessageIDs []int // of all that the call sent
}

// OfEach returns what became of each piece of the album that a call was to send. They go out apart when Telegram refuses it.
func (r Result) OfEach(pieces []Outgoing) []Result {
	results := make([]Result, len(pieces))
	for i, o := range pieces {
		results[i] = Result{Outgoing: o, Sent: r.Sent, Joined: i > 0, Apart: r.Refusal != "", RetryAt: r.RetryAt}
		if i < len(r.MessageIDs) {
			results[i].TelegramID = r.MessageIDs[i]
		}
	}
	return results
}
