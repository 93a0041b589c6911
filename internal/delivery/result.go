package delivery

import "time"

// Head is the first waiting message of a chat's queue, with what became of the message that it is about.
type Head struct {
	Outgoing
	AboutTelegramID int // its message_id, 0 when it never went out
}

// Result is what became of an attempt to send a message. Exactly one of its three ends holds.
type Result struct {
	Outgoing Outgoing

	Sent       bool
	TelegramID int // message_id of the sent message, 0 when the call makes none

	Refusal Refusal // not empty: it will never be sent

	RetryAt time.Time // otherwise: when to try again
}
