package postgres

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgtype/zeronull"

	"github.com/chatbotsmanagers/faqbot/internal/delivery"
	"github.com/chatbotsmanagers/faqbot/internal/helpdesk"
)

// LastSpokenOf returns the ticket that a customer's chat was about last, by either side or the bot; 0 when it was about none.
// What waits to be sent will stand below all that is there.
func (t *Tx) LastSpokenOf(ctx context.Context, customerID int64) (int64, error) {
	for _, o := range slices.Backward(t.outgoing) {
		if o.ChatID == customerID && isAboutTicket(o) {
			return o.TicketID, nil
		}
	}
	id, err := one(ctx, t, pgx.RowTo[int64], `
		SELECT ticket_id FROM (
			(SELECT ticket_id, true AS waits, place FROM outbox
			WHERE chat_id = @chat AND about IS NULL AND ticket_id IS NOT NULL AND sent_at IS NULL AND refused_at IS NULL
			ORDER BY place DESC LIMIT 1)
			UNION ALL
			(SELECT ticket_id, false, telegram_id FROM outbox
			WHERE chat_id = @chat AND about IS NULL AND ticket_id IS NOT NULL AND telegram_id IS NOT NULL
			ORDER BY telegram_id DESC LIMIT 1)
			UNION ALL
			(SELECT ticket_id, false, telegram_id FROM ticket_messages WHERE chat_id = @chat
			ORDER BY telegram_id DESC LIMIT 1)
			UNION ALL
			(SELECT m.ticket_id, false, p.telegram_id FROM message_parts AS p JOIN ticket_messages AS m ON m.id = p.message_id
			WHERE p.chat_id = @chat ORDER BY p.telegram_id DESC LIMIT 1)
		) AS spoken ORDER BY waits DESC, place DESC LIMIT 1`,
		pgx.NamedArgs{"chat": customerID})
	if errors.Is(err, helpdesk.ErrNotFound) {
		return 0, nil
	}
	if err != nil {
		return 0, fmt.Errorf("ticket that a customer's chat was about last: %w", err)
	}
	return id, nil
}

// LastAnswerAt returns when a manager last said what still stands in a ticket, the zero time when nothing does.
func (t *Tx) LastAnswerAt(ctx context.Context, ticketID int64) (time.Time, error) {
	var at zeronull.Timestamptz
	err := t.tx.QueryRow(ctx, `
		SELECT max(created_at) FROM ticket_messages WHERE ticket_id = @ticket AND author = 'manager' AND deleted_at IS NULL`,
		pgx.NamedArgs{"ticket": ticketID}).Scan(&at)
	if err != nil {
		return time.Time{}, fmt.Errorf("last answer in ticket %d: %w", ticketID, err)
	}
	return time.Time(at), nil
}

// isAboutTicket tells whether a call brings words about a ticket, and does not change such words.
func isAboutTicket(o delivery.Outgoing) bool { return o.TicketID != 0 && o.About == 0 }
