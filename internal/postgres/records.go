package postgres

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"

	"github.com/chatbotsmanagers/faqbot/internal/helpdesk"
)

// Records calls each with every ticket that was opened in a period, oldest first, until it returns an error.
func (t *Tx) Records(ctx context.Context, p helpdesk.Period, each func(helpdesk.Record) error) error {
	rows, err := t.tx.Query(ctx, `
		SELECT t.*, c.id, c.first_name, c.last_name, c.username, coalesce(m.name, ''),
			(SELECT count(*) FROM ticket_events AS e WHERE e.ticket_id = t.id AND e.kind = 'reopened'),
			(SELECT count(*) FROM ticket_events AS e WHERE e.ticket_id = t.id AND e.kind = 'breached'),
			coalesce(r.score, 0), coalesce(r.comment, '')
		FROM (SELECT `+ticketColumns+` FROM tickets WHERE created_at >= @from AND created_at < @to) AS t
		CROSS JOIN LATERAL (SELECT * FROM customers WHERE id = t.customer_id LIMIT 1) AS c -- not all of them
		LEFT JOIN managers AS m ON m.id = t.assignee_id
		LEFT JOIN LATERAL (SELECT score, comment FROM ratings WHERE ticket_id = t.id LIMIT 1) AS r ON true
		ORDER BY t.id`,
		pgx.NamedArgs{"from": p.From, "to": p.To})
	if err != nil {
		return fmt.Errorf("tickets of a period: %w", err)
	}
	defer rows.Close()
	for rows.Next() {
		var r helpdesk.Record
		err := rows.Scan(append(ticketFields(&r.Ticket), &r.Customer.ID, &r.Customer.FirstName, &r.Customer.LastName,
			&r.Customer.Username, &r.Assignee, &r.Reopened, &r.Breached, &r.Score, &r.Comment)...)
		if err != nil {
			return fmt.Errorf("tickets of a period: %w", err)
		}
		if err := each(r); err != nil {
			return err
		}
	}
	if err := rows.Err(); err != nil {
		return fmt.Errorf("tickets of a period: %w", err)
	}
	return nil
}
