package bot

import (
	"context"
	"errors"

	"github.com/chatbotsmanagers/faqbot/internal/helpdesk"
)

// maxLive is how many tickets of a customer are looked at to find out where plain words belong.
const maxLive = 10

// live returns the customer's live tickets, newest first.
func (c *customerTurn) live(ctx context.Context) ([]helpdesk.Ticket, error) {
	if c.tickets != nil {
		return c.tickets, nil
	}
	tickets, err := c.store.CustomerTickets(ctx, c.customer.ID, maxLive)
	if err != nil {
		return nil, err
	}
	c.tickets = []helpdesk.Ticket{}
	for _, t := range tickets {
		if t.State.Live() {
			c.tickets = append(c.tickets, t)
		}
	}
	return c.tickets, nil
}

// current returns the live ticket that the customer most probably means: that of the conversation, else the one in
// which a manager waits for an answer, else the newest; nil when there is none.
func (c *customerTurn) current(ctx context.Context) (*helpdesk.Ticket, error) {
	tickets, err := c.live(ctx)
	if err != nil {
		return nil, err
	}
	for i := range tickets {
		if tickets[i].ID == c.dialogue.TicketID {
			return &tickets[i], nil
		}
	}
	for i := range tickets {
		if tickets[i].LastAuthor == helpdesk.AuthorManager {
			return &tickets[i], nil
		}
	}
	if len(tickets) > 0 {
		return &tickets[0], nil
	}
	return nil, nil
}

// spokenTo returns the live ticket in which a manager spoke last, nil when plain words are a question. Of several it is
// the one in which the manager spoke most recently.
func (c *customerTurn) spokenTo(ctx context.Context) (*helpdesk.Ticket, error) {
	return c.lastSpoken(ctx, func(t helpdesk.Ticket) bool { return t.LastAuthor == helpdesk.AuthorManager })
}

// exchange returns the live ticket whose manager talks with the customer, nil for none: it is taken, and the manager
// has answered. What the bot cannot answer for sure is meant for that manager.
func (c *customerTurn) exchange(ctx context.Context) (*helpdesk.Ticket, error) {
	return c.lastSpoken(ctx, func(t helpdesk.Ticket) bool {
		return t.State.Held() && !t.FirstResponseAt.IsZero()
	})
}

// lastSpoken returns the one of the fitting live tickets in which a manager spoke most recently, nil for none.
func (c *customerTurn) lastSpoken(ctx context.Context, fits func(helpdesk.Ticket) bool) (*helpdesk.Ticket, error) {
	tickets, err := c.live(ctx)
	if err != nil {
		return nil, err
	}
	var (
		found  *helpdesk.Ticket
		newest int64
	)
	for i := range tickets {
		if !fits(tickets[i]) {
			continue
		}
		m, err := c.lastAnswer(ctx, tickets[i].ID)
		if err != nil {
			return nil, err
		}
		if found == nil || m.ID > newest {
			found, newest = &tickets[i], m.ID
		}
	}
	return found, nil
}

// maxLastMessages is how far back the last answer is looked for: notes of managers stand between.
const maxLastMessages = 30

// lastAnswer returns the last message of a manager in a ticket, an empty one when none is near.
func (c *customerTurn) lastAnswer(ctx context.Context, ticketID int64) (helpdesk.Message, error) {
	messages, err := c.store.Messages(ctx, ticketID, maxLastMessages)
	if err != nil {
		return helpdesk.Message{}, err
	}
	for i := len(messages) - 1; i >= 0; i-- {
		if messages[i].Author == helpdesk.AuthorManager {
			return messages[i], nil
		}
	}
	return helpdesk.Message{}, nil
}

// repliedTo returns the ticket that a Telegram reply belongs to: a message of the bot about the ticket, or one that the
// customer wrote into it. nil: the message is no reply, or to something else.
func (c *customerTurn) repliedTo(ctx context.Context) (*helpdesk.Ticket, error) {
	if c.message.ReplyToMessage == nil {
		return nil, nil
	}
	id, err := c.ticketAt(ctx, c.message.ReplyToMessage.MessageID)
	if err != nil || id == 0 {
		return nil, err
	}
	ticket, err := c.own(ctx, id)
	if errors.Is(err, errStale) {
		return nil, nil
	}
	return &ticket, err
}

// ticketAt returns the ticket that a message in the customer's chat belongs to, 0 for none.
func (c *customerTurn) ticketAt(ctx context.Context, telegramID int) (int64, error) {
	sent, err := c.sentAt(ctx, c.customer.ID, telegramID)
	if err == nil {
		return sent.TicketID, nil
	}
	if !errors.Is(err, helpdesk.ErrNotFound) {
		return 0, err
	}
	said, err := c.store.MessageAt(ctx, c.customer.ID, telegramID)
	if errors.Is(err, helpdesk.ErrNotFound) {
		return 0, nil
	}
	return said.TicketID, err
}
