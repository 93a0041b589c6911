package postgres

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"
)

// one returns the only row of a query, or helpdesk.ErrNotFound.
func one[T any](ctx context.Context, t *Tx, scan pgx.RowToFunc[T], sql string, args pgx.NamedArgs) (T, error) {
	rows, err := t.tx.Query(ctx, sql, args)
	if err != nil {
		var none T
		return none, err
	}
	v, err := pgx.CollectExactlyOneRow(rows, scan)
	return v, notFound(err)
}

// all returns every row of a query.
func all[T any](ctx context.Context, t *Tx, scan pgx.RowToFunc[T], sql string, args pgx.NamedArgs) ([]T, error) {
	rows, err := t.tx.Query(ctx, sql, args)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, scan)
}

// orNow fills in a time that the caller left out.
func orNow(t time.Time) time.Time {
	if t.IsZero() {
		return time.Now()
	}
	return t
}
