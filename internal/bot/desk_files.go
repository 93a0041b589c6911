package bot

import (
	"context"
	"slices"

	"github.com/chatbotsmanagers/faqbot/internal/delivery"
	"github.com/chatbotsmanagers/faqbot/internal/helpdesk"
)

// maxFiles is how many of a ticket's latest messages are looked through for files.
const maxFiles = 1000

// bringFiles brings the manager who has a ticket from now on the pictures, files and voice messages that were sent before,
// by the customer or by colleagues.
func (t *turn) bringFiles(ctx context.Context, ticket helpdesk.Ticket, managerID int64) error {
	messages, err := t.store.Messages(ctx, ticket.ID, maxFiles)
	if err != nil {
		return err
	}
	album := "" // of the last that was brought
	for _, said := range messages {
		if said.Kind == kindText || !said.DeletedAt.IsZero() || !canCarry(said.Kind) || said.ChatID == managerID {
			continue
		}
		shown, err := t.hasCopy(ctx, said.ID, managerID)
		if err != nil {
			return err
		}
		if shown {
			continue
		}
		c, err := t.forStaff(ctx, ticket, managerID, said)
		if err != nil {
			return err
		}
		if c.joins = said.Album() != "" && said.Album() == album; !c.joins {
			album = said.Album()
		}
		if err := t.carry(ctx, c); err != nil {
			return err
		}
	}
	return nil
}

// hasCopy tells whether a copy of the ticket message stands in a chat.
func (t *turn) hasCopy(ctx context.Context, messageID, chatID int64) (bool, error) {
	carriers, err := t.store.Carriers(ctx, messageID)
	return slices.ContainsFunc(carriers, func(o delivery.Outgoing) bool { return o.ChatID == chatID }), err
}
