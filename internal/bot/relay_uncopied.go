package bot

import (
	"context"
	"errors"

	"github.com/chatbotsmanagers/faqbot/internal/helpdesk"
)

// notCopied is what a ticket's history keeps as the reason of a message that no bot may copy.
const notCopied = "not_copied"

// passNothing tells a customer that what was sent cannot be brought to anybody, such as a story. In a talk the ticket keeps
// that it came, and its manager hears of it; alone it makes no ticket, which would hold nothing.
func (c *customerTurn) passNothing(ctx context.Context, said helpdesk.Message) error {
	ticket, err := c.floodTicket(ctx)
	if errors.Is(err, errFormer) {
		return c.sayFormer(ctx)
	}
	if err != nil {
		return err
	}
	if ticket == nil || !ticket.State.Live() {
		return c.say(ctx, c.text.say("uncopied.alone"), replyTo(c.message.MessageID))
	}
	locked, err := c.own(ctx, ticket.ID)
	if err != nil {
		return err
	}
	message, err := c.addMessage(ctx, locked.ID, said)
	if err != nil {
		return err
	}
	if err := c.change(ctx, locked, locked.Undelivered(notCopied, c.now)); err != nil {
		return err
	}
	if err := c.toManager(ctx, locked, message); err != nil {
		return err
	}
	return c.say(ctx, c.text.say("uncopied.in_ticket", args{"Number": locked.ID}), replyTo(c.message.MessageID), about(locked.ID))
}
