package postgres

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"

	"github.com/chatbotsmanagers/faqbot/internal/helpdesk"
)

// Loads returns what each manager has in hand; of those who have nothing, nothing.
func (t *Tx) Loads(ctx context.Context) (map[int64]helpdesk.Load, error) {
	loads := map[int64]helpdesk.Load{}
	rows, err := t.tx.Query(ctx, `
		SELECT assignee_id, count(*), count(*) FILTER (WHERE state <> 'waiting_customer') FROM tickets
		WHERE `+isHeld+` GROUP BY assignee_id`)
	if err == nil {
		var id int64
		var load helpdesk.Load
		_, err = pgx.ForEachRow(rows, []any{&id, &load.Held, &load.Awaited}, func() error { loads[id] = load; return nil })
	}
	if err != nil {
		return nil, fmt.Errorf("loads of the managers: %w", err)
	}
	return loads, nil
}
