package postgres

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/chatbotsmanagers/faqbot/internal/delivery"
	"github.com/chatbotsmanagers/faqbot/internal/helpdesk"
)

// Depths counts what waits. Every count reads a partial index that is as short as the queue.
func (db *DB) Depths(ctx context.Context) (delivery.Depths, error) {
	d := delivery.Depths{Tickets: map[helpdesk.State]int{}}
	var oldest float64
	b := &pgx.Batch{}
	b.Queue(`
		SELECT (SELECT count(*) FROM inbox WHERE handled_at IS NULL AND failed_at IS NULL),
			(SELECT count(*) FROM inbox WHERE failed_at IS NOT NULL),
			(SELECT count(*) FROM outbox WHERE sent_at IS NULL AND refused_at IS NULL),
			(SELECT coalesce(extract(epoch FROM now() - min(created_at)), 0)::float8
				FROM outbox WHERE sent_at IS NULL AND refused_at IS NULL)`).
		QueryRow(func(row pgx.Row) error { return row.Scan(&d.Inbox, &d.InboxFailed, &d.Outbox, &oldest) })
	b.Queue(`SELECT state, count(*) FROM tickets WHERE ` + isLive + ` GROUP BY state`).
		Query(func(rows pgx.Rows) error {
			var state helpdesk.State
			var n int
			_, err := pgx.ForEachRow(rows, []any{&state, &n}, func() error { d.Tickets[state] = n; return nil })
			return err
		})
	if err := db.pool.SendBatch(ctx, b).Close(); err != nil {
		return d, fmt.Errorf("depths: %w", err)
	}
	d.OutboxOldest = time.Duration(oldest * float64(time.Second))
	return d, nil
}
