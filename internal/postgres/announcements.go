package postgres

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"

	"github.com/chatbotsmanagers/faqbot/internal/delivery"
)

// AddAnnouncement remembers the outbox id of a message that offers the ticket. Its row is written when the transaction
// commits, which is when the reference is checked.
func (t *Tx) AddAnnouncement(ctx context.Context, ticketID, outboxID int64) error {
	_, err := t.tx.Exec(ctx, `INSERT INTO announcements (ticket_id, outbox_id) VALUES (@ticket, @outbox)`,
		pgx.NamedArgs{"ticket": ticketID, "outbox": outboxID})
	if err != nil {
		return fmt.Errorf("remember an announcement of ticket %d: %w", ticketID, err)
	}
	return nil
}

// Announcements returns the announcements of a ticket, the oldest first.
func (t *Tx) Announcements(ctx context.Context, ticketID int64) ([]delivery.Outgoing, error) {
	announcements, err := all(ctx, t, scanOutgoing, `
		SELECT `+outgoingColumns+` FROM outbox
		WHERE id IN (SELECT outbox_id FROM announcements WHERE ticket_id = @ticket) ORDER BY id`,
		pgx.NamedArgs{"ticket": ticketID})
	if err != nil {
		return nil, fmt.Errorf("announcements of ticket %d: %w", ticketID, err)
	}
	return announcements, nil
}

// DropAnnouncement forgets that a message offers a ticket.
func (t *Tx) DropAnnouncement(ctx context.Context, outboxID int64) error {
	_, err := t.tx.Exec(ctx, `DELETE FROM announcements WHERE outbox_id = @outbox`, pgx.NamedArgs{"outbox": outboxID})
	if err != nil {
		return fmt.Errorf("drop an announcement: %w", err)
	}
	return nil
}
