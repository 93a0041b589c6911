package postgres

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"

	"github.com/chatbotsmanagers/faqbot/internal/delivery"
)

// SaveAnnouncement remembers a message that offers a ticket, or what it shows now. The row of the outbox is written when the
// transaction commits, which is when the reference is checked.
func (t *Tx) SaveAnnouncement(ctx context.Context, c delivery.Card) error {
	_, err := t.tx.Exec(ctx, `
		INSERT INTO announcements (ticket_id, outbox_id, shown) VALUES (@ticket, @outbox, @shown)
		ON CONFLICT (ticket_id, outbox_id) DO UPDATE SET shown = excluded.shown`,
		pgx.NamedArgs{"ticket": c.TicketID, "outbox": c.OutboxID, "shown": c.Shown})
	if err != nil {
		return fmt.Errorf("remember an announcement of ticket %d: %w", c.TicketID, err)
	}
	return nil
}

// Announcements returns the announcements of a ticket that were sent or wait to be, the oldest first.
func (t *Tx) Announcements(ctx context.Context, ticketID int64) ([]delivery.Card, error) {
	announcements, err := all(ctx, t, scanCard, `
		SELECT a.ticket_id, o.chat_id, a.outbox_id, o.telegram_id, a.shown
		FROM announcements AS a JOIN outbox AS o ON o.id = a.outbox_id
		WHERE a.ticket_id = @ticket AND o.refused_at IS NULL ORDER BY a.outbox_id`,
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
