package postgres

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/chatbotsmanagers/faqbot/internal/delivery"
)

// Tx is one transaction with everything that the bot may change in it.
type Tx struct {
	db        *DB
	tx        pgx.Tx
	outgoing  []delivery.Outgoing // what Send has taken so far; see flush
	committed []func()
}

// OnCommit runs f once the transaction is committed, and never if it is not.
func (t *Tx) OnCommit(f func()) { t.committed = append(t.committed, f) }

// contendedAttempts is how often a transaction is run that loses against others.
const contendedAttempts = 5

// InTx runs f in a transaction, and once more from the start if others got in its way.
func (db *DB) InTx(ctx context.Context, f func(context.Context, *Tx) error) error {
	var err error
	for range contendedAttempts {
		if err = db.once(ctx, func(ctx context.Context, t *Tx) error {
			if err := f(ctx, t); err != nil {
				return err
			}
			return t.flush(ctx, &pgx.Batch{})
		}); !contended(err) {
			return err
		}
	}
	return fmt.Errorf("after %d attempts: %w", contendedAttempts, err)
}

// once runs f in a transaction, and after the commit what was to follow it.
func (db *DB) once(ctx context.Context, f func(context.Context, *Tx) error) error {
	tx, err := db.pool.Begin(ctx)
	if err != nil {
		return fmt.Errorf("begin: %w", err)
	}
	defer rollback(ctx, tx)
	t := &Tx{db: db, tx: tx}
	if err := f(ctx, t); err != nil {
		return err
	}
	if err := tx.Commit(ctx); err != nil {
		return fmt.Errorf("commit: %w", uncertain(err))
	}
	if len(t.outgoing) > 0 {
		db.queued.Ring()
	}
	for _, f := range t.committed {
		f()
	}
	return nil
}

// rollback ends a transaction that was not committed, also when the caller's context is dead: a connection that goes
// back to the pool inside a transaction would be closed instead of used again.
func rollback(ctx context.Context, tx pgx.Tx) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
	defer cancel()
	if err := tx.Rollback(ctx); err != nil && !errors.Is(err, pgx.ErrTxClosed) {
		_ = tx.Conn().Close(ctx) // the connection is beyond repair, and its end rolls back as well
	}
}

// run sends a batch and reports the first error of its statements.
func (t *Tx) run(ctx context.Context, b *pgx.Batch) error {
	if b.Len() == 0 {
		return nil
	}
	return t.tx.SendBatch(ctx, b).Close()
}
