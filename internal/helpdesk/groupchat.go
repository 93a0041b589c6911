package helpdesk

import (
	"strings"
	"time"
)

// GroupChat is a group of managers in Telegram where tickets are shown as cards.
type GroupChat struct {
	ID       int64 // of the chat, negative
	Title    string
	Topic    string // only tickets of this topic are shown, empty for all
	Language Language
	BoundBy  int64 // the administrator
	BoundAt  time.Time
}

// Shows tells whether tickets such as this one are shown in the group.
func (g *GroupChat) Shows(t *Ticket) bool {
	return g.Topic == "" || strings.EqualFold(g.Topic, t.Topic)
}
