package bot

import (
	"context"
	"errors"
	"slices"

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

// othersLive tells whether the customer has live tickets beside this one, so that it must be said which is meant.
func (c *customerTurn) othersLive(ctx context.Context, id int64) (bool, error) {
	tickets, err := c.live(ctx)
	return slices.ContainsFunc(tickets, func(t helpdesk.Ticket) bool { return t.ID != id }), err
}

// current returns the live ticket that the customer most probably means: that of the conversation, else the one of the
// talk, else the newest; nil when there is none.
func (c *customerTurn) current(ctx context.Context) (*helpdesk.Ticket, error) {
	tickets, err := c.live(ctx)
	if err != nil || len(tickets) == 0 {
		return nil, err
	}
	for i := range tickets {
		if tickets[i].ID == c.dialogue.TicketID {
			return &tickets[i], nil
		}
	}
	ticket, err := c.talk(ctx)
	if err != nil || ticket != nil {
		return ticket, err
	}
	return &tickets[0], nil
}

// talk returns the live ticket in which the customer and a manager talk, nil when no manager has answered in any. Of
// several it is one that a manager has, before one that waits in the queue, and of those the one in which either spoke
// last. So words in a row stay together: each makes its ticket the one that was spoken in last.
func (c *customerTurn) talk(ctx context.Context) (*helpdesk.Ticket, error) {
	tickets, err := c.live(ctx)
	if err != nil {
		return nil, err
	}
	var held, queued []*helpdesk.Ticket
	for i := range tickets {
		switch t := &tickets[i]; {
		case t.FirstResponseAt.IsZero(): // no manager talks there yet
		case t.State.Held():
			held = append(held, t)
		default:
			queued = append(queued, t)
		}
	}
	if len(held) > 0 {
		return c.spokenInLast(ctx, held)
	}
	return c.spokenInLast(ctx, queued)
}

// spokenInLast returns the one of the tickets in which the customer or a manager spoke last, nil when there are none.
func (c *customerTurn) spokenInLast(ctx context.Context, tickets []*helpdesk.Ticket) (*helpdesk.Ticket, error) {
	switch len(tickets) {
	case 0:
		return nil, nil
	case 1:
		return tickets[0], nil
	}
	found, newest := tickets[0], int64(0)
	for _, t := range tickets {
		m, err := c.lastSaid(ctx, t.ID, helpdesk.AuthorManager, helpdesk.AuthorCustomer)
		if err != nil {
			return nil, err
		}
		if m.ID > newest {
			found, newest = t, m.ID
		}
	}
	return found, nil
}

// spokenTo returns the ticket of the talk when its manager spoke last, nil when plain words are a question.
func (c *customerTurn) spokenTo(ctx context.Context) (*helpdesk.Ticket, error) {
	ticket, err := c.talk(ctx)
	if err != nil || ticket == nil || ticket.LastAuthor != helpdesk.AuthorManager {
		return nil, err
	}
	return ticket, nil
}

// exchange returns the ticket of the talk when what the bot cannot answer for sure is meant for it: a manager has it, or
// the customer spoke in it a moment ago. nil for none.
func (c *customerTurn) exchange(ctx context.Context) (*helpdesk.Ticket, error) {
	ticket, err := c.talk(ctx)
	if err != nil || ticket == nil || !ticket.State.Held() && ticket.ID != c.dialogue.TicketID {
		return nil, err
	}
	return ticket, nil
}

// maxLastMessages is how far back the last word of somebody is looked for: notes of managers stand between.
const maxLastMessages = 30

// lastAnswer returns the last message of a manager in a ticket, an empty one when none is near.
func (c *customerTurn) lastAnswer(ctx context.Context, ticketID int64) (helpdesk.Message, error) {
	return c.lastSaid(ctx, ticketID, helpdesk.AuthorManager)
}

// lastSaid returns the last message of the authors in a ticket that was not taken back, an empty one when none is near.
func (t *turn) lastSaid(ctx context.Context, ticketID int64, authors ...helpdesk.Author) (helpdesk.Message, error) {
	messages, err := t.store.Messages(ctx, ticketID, maxLastMessages)
	if err != nil {
		return helpdesk.Message{}, err
	}
	for _, m := range slices.Backward(messages) {
		if slices.Contains(authors, m.Author) && m.DeletedAt.IsZero() {
			return m, nil
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
		return nil, c.orFormer(ctx)
	}
	return &ticket, err
}

// errFormer says that somebody who has left the staff goes on writing to a customer.
var errFormer = errors.New("of the staff no more")

// orFormer returns errFormer for a person who was of the staff: what is meant for a customer must become no question.
func (c *customerTurn) orFormer(ctx context.Context) error {
	_, err := c.store.StaffName(ctx, c.customer.ID)
	switch {
	case errors.Is(err, helpdesk.ErrNotFound):
		return nil
	case err != nil:
		return err
	}
	return errFormer
}

// sayFormer tells somebody who has left the staff that nothing went to the customer.
func (c *customerTurn) sayFormer(ctx context.Context) error {
	return c.say(ctx, c.text.say("manager.goodbye.not_sent"), replyTo(c.message.MessageID), buttons(c.keyboard()))
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
