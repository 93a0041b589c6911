package bot

import (
	"context"
	"slices"

	"github.com/chatbotsmanagers/faqbot/internal/delivery"
	"github.com/chatbotsmanagers/faqbot/internal/helpdesk"
)

// maxFiles is how many of a ticket's latest messages are looked through for files.
const maxFiles = 1000

// showFiles brings the manager who took a ticket the pictures, files and voice messages that were sent before, by the
// customer or by colleagues.
func (m *managerTurn) showFiles(ctx context.Context, ticket helpdesk.Ticket) error {
	messages, err := m.store.Messages(ctx, ticket.ID, maxFiles)
	if err != nil {
		return err
	}
	for _, said := range messages {
		if said.Kind == kindText || !said.DeletedAt.IsZero() || !canCarry(said.Kind) || said.ChatID == m.from.ID {
			continue
		}
		shown, err := m.hasCopy(ctx, said.ID)
		if err != nil {
			return err
		}
		if shown {
			continue
		}
		c, err := m.forStaff(ctx, ticket, m.from.ID, said)
		if err != nil {
			return err
		}
		if err := m.carry(ctx, c); err != nil {
			return err
		}
	}
	return nil
}

// hasCopy tells whether a copy of the ticket message stands in the manager's chat.
func (m *managerTurn) hasCopy(ctx context.Context, messageID int64) (bool, error) {
	carriers, err := m.store.Carriers(ctx, messageID)
	return slices.ContainsFunc(carriers, func(o delivery.Outgoing) bool { return o.ChatID == m.from.ID }), err
}
