package helpdesk

import "time"

// Author says on which side of a ticket a message was written.
type Author string

// The authors of messages. A note is a manager's, and the customer never sees it.
const (
	AuthorCustomer Author = "customer"
	AuthorManager  Author = "manager"
	AuthorNote     Author = "note"
)

// Message is one message of a ticket.
type Message struct {
	ID       int64
	TicketID int64
	Author   Author
	AuthorID int64
	Kind     string // Telegram's name of the content: text, photo, document, voice, …
	Text     string // text or caption, as plain text
	HTML     string // the same with its formatting, as Telegram HTML

	// ChatID and TelegramID name the original in its author's chat.
	ChatID     int64
	TelegramID int

	// FileID is Telegram's lasting name of the file in it, by which an edit that replaces the file is known; empty for none.
	FileID string

	CreatedAt time.Time
	EditedAt  time.Time // zero: never edited
	DeletedAt time.Time // zero: its author did not take it back; else what it said is forgotten
}
