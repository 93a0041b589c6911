package delivery

// Card is the message that shows a ticket in a group, or offers it to a manager.
type Card struct {
	TicketID   int64
	ChatID     int64
	OutboxID   int64
	TelegramID int    // its place in the chat, 0 while it waits or was refused
	Shown      []byte // the hash of what it shows, so that nothing is sent that changes nothing
}
