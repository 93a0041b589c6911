package helpdesk

import "time"

// ConversationGap is the silence that ends a conversation.
const ConversationGap = 30 * time.Minute

// Dialogue is where a person's talk with the bot stands, kept in the database so that any replica can go on with it.
type Dialogue struct {
	UserID int64
	Step   string            // the question that the bot waits to be answered, empty for none
	Data   map[string]string // what the running step has gathered

	LastOutcomeID int64 // the last question of the conversation, 0 for none
	TicketID      int64 // the ticket of the conversation, 0 for none
	TouchedAt     time.Time
	Pace          Pace
}

// Over tells whether the conversation has ended by silence.
func (d *Dialogue) Over(now time.Time) bool { return now.Sub(d.TouchedAt) > ConversationGap }
