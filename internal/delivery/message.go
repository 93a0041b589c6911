package delivery

import (
	"encoding/json"
	"time"
)

// Update is one update of Telegram as it waits in the inbox.
type Update struct {
	ID         int64  // Telegram's update_id, unique for a bot
	ChatID     int64  // whose order it keeps: the chat, else the user it came from
	Kind       string // the key of the update's content: message, edited_message, callback_query, …
	Raw        json.RawMessage
	ReceivedAt time.Time

	// Answered says that the question in it was answered from the index while the database was away: its outcome is
	// still to be recorded, but the answer must not be sent again.
	Answered bool
}

// Outgoing is one call of the Bot API that waits in the outbox. Calls of one chat go out in the order in which they
// were put there.
type Outgoing struct {
	ID     int64
	ChatID int64
	Method string // such as sendMessage
	Params json.RawMessage
	File   *File // goes out with the call; nil for none

	// About is the outbox id of an earlier message that this call edits or deletes: its message_id is filled in when
	// the call goes out, since it may not be known before. 0 for none.
	About int64
	// Latest says that the call, an edit of the message that About names, brings its whole state: of several that wait
	// only the last goes out, and a message that still waits itself goes out in its last state.
	Latest bool
	// LatestEdit says that the call takes the place of an edit by the same method that waits as the last one about the
	// message: of many edits in a row only the last goes out. The message itself goes out as it is before, a piece of an album alone.
	LatestEdit bool
	// Revision counts the states that have replaced what waits. Only reading fills it in.
	Revision int
	// MovedTo is the supergroup that the chat has become, known of a refused call only.
	MovedTo int64

	// TicketID makes a Telegram reply to the sent message reach the ticket, 0 for none.
	TicketID int64
	// MessageID is the ticket message that this call carries to the other side, 0 for none. A permanent refusal is
	// shown to its author.
	MessageID int64
	// Mention says that the ticket message is a note and goes to somebody whom it calls. Who merely gets it together with the
	// ticket was not called, and nobody is told that it did not arrive.
	Mention bool

	// Album names the album that the message is a piece of, and Media is the piece as sendMediaGroup takes it, captioned without
	// a word of whose it is: that the first piece says. What waits in a row of the same album goes out in one call. Empty for none.
	Album string
	Media json.RawMessage

	Attempts int
	Delay    time.Duration // how long it waits, and what is behind it, before it may go out

	// TelegramID is the message_id that Telegram gave the sent message, 0 while it waits or was refused. Only reading
	// fills it in.
	TelegramID int
}

// Joined tells whether the message went out behind the first piece of its album.
func (o Outgoing) Joined() bool { return o.Album != "" && o.TelegramID != 0 }
