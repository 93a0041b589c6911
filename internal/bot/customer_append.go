package bot

import (
	"context"
	"errors"
	"strconv"

	"github.com/chatbotsmanagers/faqbot/internal/helpdesk"
)

// add puts a message into a ticket of the customer, confirmed in a word. A resolved ticket is opened again.
func (c *customerTurn) add(ctx context.Context, ticketID int64, said helpdesk.Message) error {
	_, err := c.append(ctx, ticketID, said, keyAdded)
	if errors.Is(err, errStale) {
		return c.say(ctx, c.text.say("ticket.unknown"), buttons(c.keyboard()))
	}
	return err
}

// keyAdded is the text that confirms what goes to a ticket in the course of a talk.
const keyAdded = "ticket.added"

// nameLength is how many characters of its question name a ticket beside its number.
const nameLength = 60

// heard tells whether the customer knows by an earlier confirmation in the same conversation that words reach the
// manager of the ticket, and remembers that it is so now. While nobody has the ticket each message is confirmed.
func (c *customerTurn) heard(ticket helpdesk.Ticket) bool {
	if !ticket.State.Held() {
		return false
	}
	id := strconv.FormatInt(ticket.ID, 10)
	same := c.dialogue.Data[dataHeard] == id
	c.dialogue.Data[dataHeard] = id
	return same
}

// append puts a message into a ticket of the customer and confirms it with the text under the key.
func (c *customerTurn) append(ctx context.Context, ticketID int64, said helpdesk.Message, key string) (helpdesk.Ticket, error) {
	ticket, err := c.own(ctx, ticketID)
	if err != nil {
		return ticket, err
	}
	if err := c.orphan(ctx, &ticket); err != nil {
		return ticket, err
	}
	silent := c.now.Sub(ticket.WaitingSince) > helpdesk.ConversationGap
	event, err := ticket.CustomerWrote(c.Patience.Reopen, c.now)
	if errors.Is(err, helpdesk.ErrFinal) {
		return c.followUp(ctx, ticket, said)
	}
	if err != nil {
		return ticket, err
	}
	if event != nil {
		if err := c.change(ctx, ticket, event); err != nil {
			return ticket, err
		}
	}
	reopened := event != nil && event.Kind == helpdesk.EventReopened
	if reopened {
		key = "ticket.added.reopened"
	}
	c.tickets = nil
	c.dialogue.TicketID = ticket.ID
	c.keepAlbum(ticket.ID)
	again := c.saidNow(ticket.ID) && event == nil
	if event != nil && (reopened || ticket.State == helpdesk.StateNew) {
		if err := c.announce(ctx, ticket); err != nil {
			return ticket, err
		}
	}
	if err := c.bring(ctx, ticket, said, again); err != nil {
		return ticket, err
	}
	if ticket.State == helpdesk.StateNew && c.now.Sub(ticket.CreatedAt) <= helpdesk.BurstSpan {
		if err := c.showAnew(ctx, ticket); err != nil {
			return ticket, err
		}
	}
	heard, closed := c.heard(ticket), html("")
	if silent && (event != nil || !heard) { // a manager who talks at night is there, whatever the calendar says
		closed = c.closedNow(c.text)
	}
	others, err := c.othersLive(ctx, ticket.ID)
	if err != nil {
		return ticket, err
	}
	inBurst := again && c.isNow(said)
	known := key == keyAdded && heard && !others && closed == ""
	switch {
	case c.laterInAlbum || c.quiet || known, inBurst && !c.tellsToo(said):
		if inBurst && !heard {
			delete(c.dialogue.Data, dataHeard) // nothing is said now
		}
		return ticket, nil
	case inBurst:
		key = "ticket.added.too"
	}
	if key == keyAdded && others {
		key = "ticket.added.this"
	}
	text := c.text.say(key, args{
		"Number": ticket.ID, "Question": shorten(ticket.Question, nameLength), "Said": shorten(said.Text, excerptLength),
	})
	return ticket, c.say(ctx, text+closed, about(ticket.ID))
}

// bring stores what the customer said in a ticket and brings it to the manager who has it: as a further line of what was
// said an instant ago, or as a message of its own.
func (c *customerTurn) bring(ctx context.Context, ticket helpdesk.Ticket, said helpdesk.Message, again bool) error {
	if again {
		last, err := c.burst(ctx, ticket, said)
		if err != nil {
			return err
		}
		if last != nil {
			return c.join(ctx, ticket, *last, said)
		}
	}
	message, err := c.addMessage(ctx, ticket.ID, said)
	if err != nil {
		return err
	}
	return c.toManager(ctx, ticket, message)
}

// followUp opens a new ticket with what the customer wrote into one that is closed for good. Further words go there too.
func (c *customerTurn) followUp(ctx context.Context, parent helpdesk.Ticket, said helpdesk.Message) (helpdesk.Ticket, error) {
	tickets, err := c.live(ctx)
	if err != nil {
		return parent, err
	}
	for _, t := range tickets {
		if t.ParentID == parent.ID && t.Origin == helpdesk.OriginFollowUp {
			return c.append(ctx, t.ID, said, keyAdded)
		}
	}
	return c.openTicket(ctx, opening{origin: helpdesk.OriginFollowUp, question: said.Text, message: said, parent: parent})
}
