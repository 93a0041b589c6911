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

// Piece is what an album takes of a message, to go over together with its other pieces.
type Piece struct {
	Album        string `json:"album"` // Telegram's name of it
	File         string `json:"file"`  // by which it is sent again
	Spoiler      bool   `json:"spoiler,omitempty"`
	CaptionAbove bool   `json:"caption_above,omitempty"`
}

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

	Piece *Piece // of an album; nil for a message that stands alone

	CreatedAt time.Time
	EditedAt  time.Time // zero: never edited
	DeletedAt time.Time // zero: its author did not take it back; else what it said is forgotten
}

// Album returns Telegram's name of the album that the message is a piece of, nothing for one that stands alone.
func (m *Message) Album() string {
	if m.Piece == nil {
		return ""
	}
	return m.Piece.Album
}
