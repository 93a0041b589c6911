package postgres

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/chatbotsmanagers/faqbot/internal/helpdesk"
)

// maxDue is how many tickets one round of a chore takes on; the next goes on with what is left.
const maxDue = 1000

// LateTickets returns the tickets that have reached one of the marks and whose history has no such alert yet. The time of
// a solution stands still while the customer is waited for, which is not looked at here.
func (t *Tx) LateTickets(ctx context.Context, marks []helpdesk.Mark) ([]int64, error) {
	priorities, targets, alerts := make([]string, len(marks)), make([]string, len(marks)), make([]string, len(marks))
	since := make([]time.Time, len(marks))
	for i, m := range marks {
		priorities[i], targets[i], alerts[i], since[i] = string(m.Priority), string(m.Target), string(m.Alert), m.Since
	}
	return t.due(ctx, "late tickets", `
		SELECT DISTINCT t.id
		FROM tickets t
		JOIN unnest(@priorities::priority[], @targets::text[], @alerts::text[], @since::timestamptz[])
			AS mark (priority, target, alert, since) USING (priority)
		WHERE t.`+isLive+` AND t.last_author = 'customer'
			AND CASE mark.target
				WHEN 'first' THEN t.first_response_at IS NULL AND t.waiting_since <= mark.since
				WHEN 'next' THEN t.first_response_at IS NOT NULL AND t.waiting_since <= mark.since
				ELSE t.created_at <= mark.since
			END
			AND NOT EXISTS (
				SELECT FROM ticket_events e
				WHERE e.ticket_id = t.id AND e.note = mark.target AND e.kind IN ('breached', mark.alert)
					AND CASE mark.target
						WHEN 'resolution' THEN NOT EXISTS (
							SELECT FROM ticket_events r
							WHERE r.ticket_id = t.id AND r.id > e.id AND r.kind = 'reopened')
						ELSE e.at >= t.waiting_since
					END)
		ORDER BY t.id LIMIT @limit`,
		pgx.NamedArgs{"priorities": priorities, "targets": targets, "alerts": alerts, "since": since})
}

// UnattendedTickets returns the tickets in which a customer waits for a manager who is away, or since the given time.
func (t *Tx) UnattendedTickets(ctx context.Context, silent time.Time) ([]int64, error) {
	return t.due(ctx, "unattended tickets", `
		SELECT t.id FROM tickets t JOIN managers m ON m.id = t.assignee_id
		WHERE t.`+isHeld+` AND t.last_author = 'customer' AND (m.away_since IS NOT NULL OR t.waiting_since <= @silent)
		ORDER BY t.waiting_since, t.id LIMIT @limit`,
		pgx.NamedArgs{"silent": silent})
}

// SilentTickets returns the tickets that wait for a customer since the first time, unless the customer was reminded
// after the second one.
func (t *Tx) SilentTickets(ctx context.Context, answered, reminded time.Time) ([]int64, error) {
	return t.due(ctx, "tickets of silent customers", `
		SELECT t.id FROM tickets t
		WHERE t.state = 'waiting_customer' AND t.waiting_since <= @answered
			AND NOT EXISTS (
				SELECT FROM ticket_events e
				WHERE e.ticket_id = t.id AND e.kind = 'reminded' AND e.at >= t.waiting_since AND e.at > @reminded)
		ORDER BY t.waiting_since, t.id LIMIT @limit`,
		pgx.NamedArgs{"answered": answered, "reminded": reminded})
}

// SettledTickets returns the tickets that were resolved at the given time or earlier.
func (t *Tx) SettledTickets(ctx context.Context, resolved time.Time) ([]int64, error) {
	return t.due(ctx, "settled tickets", `
		SELECT id FROM tickets WHERE state = 'resolved' AND resolved_at <= @resolved ORDER BY resolved_at, id LIMIT @limit`,
		pgx.NamedArgs{"resolved": resolved})
}

func (t *Tx) due(ctx context.Context, what, sql string, args pgx.NamedArgs) ([]int64, error) {
	args["limit"] = maxDue
	ids, err := all(ctx, t, pgx.RowTo[int64], sql, args)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", what, err)
	}
	return ids, nil
}
