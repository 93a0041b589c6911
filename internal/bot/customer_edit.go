package bot

import (
	"context"
	"errors"

	"github.com/chatbotsmanagers/faqbot/internal/helpdesk"
)

// handleEdit brings an edit of a ticket's message to the other side. Edits of questions outside tickets change nothing:
// the answer already stands below.
func (c *customerTurn) handleEdit(ctx context.Context) error {
	message, err := c.store.MessageAt(ctx, c.customer.ID, c.edited.MessageID)
	if errors.Is(err, helpdesk.ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	now := c.messageOf(c.edited)
	if now.Kind == "" || message.Author != helpdesk.AuthorCustomer {
		return nil // it was written as a manager, which this person no longer is
	}
	ticket, err := c.lockMessage(ctx, &message)
	if err != nil || !message.DeletedAt.IsZero() { // it was taken back
		return err
	}
	was, err := c.wordsAt(ctx, message, c.edited.MessageID)
	if err != nil {
		return err
	}
	edited, err := c.editedPart(ctx, message, now)
	if err != nil || edited == nil { // it was taken back, or Telegram reports what nobody reads, such as a preview that was added
		return err
	}
	asked, err := c.reword(ctx, &ticket, rewording{message.Text, edited.Text}, rewording{was, now.Text})
	if err != nil {
		return err
	}
	if asked {
		if err := c.store.SaveTicket(ctx, ticket, nil); err != nil {
			return err
		}
	}
	if err := c.showAnew(ctx, ticket); err != nil {
		return err
	}
	return c.relayEdit(ctx, message, *edited, now)
}
