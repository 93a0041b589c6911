package bot

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"github.com/chatbotsmanagers/faqbot/internal/helpdesk"
)

// tooFast counts what the customer does and tells whether it comes too fast for the bot to answer, and whether it is the
// first that does. The pictures of an album are one message. Messages count by the time at which they were sent: after an
// outage those of hours come at once.
func (c *customerTurn) tooFast(limit int, per time.Duration) (flood, first bool) {
	if limit <= 0 || c.answered {
		return false, false
	}
	at := c.now
	if c.message != nil {
		if album := c.message.MediaGroupID; album != "" && c.dialogue.Data[dataCounted] == album {
			return c.dialogue.Pace.Flooded, false
		}
		c.dialogue.Data[dataCounted] = c.message.MediaGroupID
		at = time.Unix(c.message.Date, 0)
	}
	return c.dialogue.Pace.Count(limit, per, at)
}

// handleFlood keeps what comes too fast in a ticket, without a word but the first: questions are not answered, and keys
// and buttons do nothing until the customer slows down. Taking a message back works all the same.
func (c *customerTurn) handleFlood(ctx context.Context, first bool) error {
	if c.press != nil {
		c.reply(ctx, c.text.label("flood.press"))
		if first {
			c.dialogue.Pace.Flooded = false // what is said next is the first that has to be kept
		}
		return nil
	}
	said := c.messageOf(c.message)
	text := strings.TrimSpace(c.message.Text)
	cmd, isCommand := parseCommand(text)
	switch {
	case said.Kind == "":
		return nil
	case cmd.name == "delete":
		return c.deleteOwn(ctx)
	case c.customer.Banned(): // whose words are kept from the managers at any speed
		return nil
	case !canCarry(said.Kind) && first:
		return c.passNothing(ctx, said)
	case !canCarry(said.Kind):
		return nil
	}
	_, isKey := c.texts.key(text)
	ticket, err := c.floodTicket(ctx)
	if errors.Is(err, errFormer) {
		if !first {
			return nil
		}
		return c.sayFormer(ctx)
	}
	if err != nil {
		return err
	}
	switch {
	case isCommand, isKey, ticket == nil && slices.Contains(trifles, said.Kind):
		switch {
		case !first:
			return nil
		case ticket == nil:
			return c.say(ctx, c.text.say("flood.wait"))
		}
		return c.sayKept(ctx, ticket.ID)
	case ticket == nil:
		refusal := ""
		if said.Kind != kindText {
			refusal = said.Kind
		}
		_, err := c.openTicket(ctx, opening{origin: helpdesk.OriginFlood, question: said.Text, refusal: refusal, message: said})
		return err
	}
	c.quiet = true
	kept, err := c.append(ctx, ticket.ID, said, keyAdded)
	if err != nil || !first {
		return err
	}
	return c.sayKept(ctx, kept.ID)
}

// sayKept tells the customer that nothing gets lost, and which ticket has it.
func (c *customerTurn) sayKept(ctx context.Context, ticketID int64) error {
	return c.say(ctx, c.text.say("flood.kept", args{"Number": ticketID}), about(ticketID))
}

// floodTicket returns the ticket that words which come too fast go to: the one that they are a reply to, the one that the
// customer was about to add to, else the current one; nil when there is none. An album stays together.
func (c *customerTurn) floodTicket(ctx context.Context) (*helpdesk.Ticket, error) {
	if id, _ := c.albumTicket(); id != 0 {
		begun, err := c.own(ctx, id)
		if !errors.Is(err, errStale) {
			return &begun, err
		}
	}
	ticket, err := c.repliedTo(ctx)
	if err != nil || ticket != nil {
		return ticket, err
	}
	if c.dialogue.Step == stepAdd {
		added, err := c.own(ctx, action{args: []string{c.dialogue.Data[dataTicket]}}.id(0))
		if !errors.Is(err, errStale) {
			return &added, err
		}
	}
	if ticket, err = c.exchange(ctx); err != nil || ticket != nil {
		return ticket, err
	}
	return c.current(ctx)
}

// maxOpened is how many tickets of a customer one minute brings: more matters than that nobody has at once, and each
// would call all managers.
const maxOpened = 3

// tooMany returns the newest ticket of a customer who has opened as many as a minute may bring, nil for others.
func (c *customerTurn) tooMany(ctx context.Context) (*helpdesk.Ticket, error) {
	tickets, err := c.live(ctx)
	if err != nil {
		return nil, err
	}
	opened := 0
	for _, t := range tickets {
		if c.now.Sub(t.CreatedAt) < time.Minute {
			opened++
		}
	}
	if opened < maxOpened {
		return nil, nil
	}
	return &tickets[0], nil
}
