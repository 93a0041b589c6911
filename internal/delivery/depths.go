package delivery

import (
	"time"

	"github.com/chatbotsmanagers/faqbot/internal/helpdesk"
)

// Depths says how much waits at this moment.
type Depths struct {
	Inbox        int           // updates that are not handled yet
	InboxFailed  int           // updates that were set aside after too many failures
	Outbox       int           // messages that are not sent yet
	OutboxOldest time.Duration // how long the oldest of them has waited
	Tickets      map[helpdesk.State]int
}
