package postgres

import (
	"context"
	"errors"
	"fmt"
	"slices"

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

// Standing returns what was said in a ticket and not taken back. The customer asked at the latest when the ticket was made, and
// asks too by opening it again.
func (t *Tx) Standing(ctx context.Context, ticketID int64) (said helpdesk.Standing, err error) {
	said, err = one(ctx, t, func(row pgx.CollectableRow) (s helpdesk.Standing, err error) {
		err = row.Scan((*zeronull.Timestamptz)(&s.FirstAnswer), (*zeronull.Timestamptz)(&s.LastAnswer), (*zeronull.Timestamptz)(&s.Asked))
		return s, err
	}, `
		WITH answers AS (
			SELECT min(created_at) AS first, max(created_at) AS last FROM ticket_messages
			WHERE ticket_id = @ticket AND author = 'manager' AND deleted_at IS NULL
		), asked AS (
			SELECT created_at AS at FROM ticket_messages WHERE ticket_id = @ticket AND author = 'customer' AND deleted_at IS NULL
			UNION ALL
			SELECT created_at FROM tickets WHERE id = @ticket
			UNION ALL
			SELECT e.at FROM ticket_events AS e JOIN tickets AS t ON t.id = e.ticket_id
			WHERE e.ticket_id = @ticket AND e.kind = 'reopened' AND e.actor_id = t.customer_id
		)
		SELECT first, last, (SELECT min(at) FROM asked WHERE at > coalesce(last, '-infinity')) FROM answers`,
		pgx.NamedArgs{"ticket": ticketID})
	if err != nil {
		return said, fmt.Errorf("what stands in ticket %d: %w", ticketID, err)
	}
	return said, nil
}

// isAboutTicket tells whether a call brings words about a ticket, and does not change such words.
func isAboutTicket(o delivery.Outgoing) bool { return o.TicketID != 0 && o.About == 0 }
