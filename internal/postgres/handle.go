package postgres

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/chatbotsmanagers/faqbot/internal/delivery"
)

// An update that fails is tried again after 1, 3, 9 and 27 seconds: long enough for a passing trouble, short enough
// for a chat that waits behind it. Then it is set aside.
const handleAttempts = 5

func handleDelay(attempts int) time.Duration {
	d := time.Second
	for range attempts - 1 {
		d *= 3
	}
	return d
}

// Handle claims the next update of some chat that is nobody's at the moment, runs f on it, and marks it as handled in
// the same transaction. It returns false when nothing waits. The error of an f that failed or panicked is a
// *delivery.HandleError: the failure has been noted, and the caller may go on with other updates at once.
// Trouble of the database itself does not count as a failure of the update.
func (db *DB) Handle(ctx context.Context, botID int64, f func(context.Context, *Tx, delivery.Update) error) (bool, error) {
	var u waitingUpdate
	var err error
	for range contendedAttempts {
		if u, err = db.handleNext(ctx, botID, f); !contended(err) {
			break // else the transaction lost against others, and left no trace
		}
	}
	switch {
	case err == nil:
		return true, nil
	case u.seq == 0 && errors.Is(err, pgx.ErrNoRows):
		return false, nil
	case u.seq == 0 || passing(err) || ctx.Err() != nil:
		return false, fmt.Errorf("handle update: %w", err)
	}
	return true, db.noteFailure(ctx, u, err)
}

// handleNext runs f on the next update and marks it as handled. The update has the number 0 when there was none to claim.
func (db *DB) handleNext(ctx context.Context, botID int64, f func(context.Context, *Tx, delivery.Update) error) (u waitingUpdate, err error) {
	err = db.once(ctx, func(ctx context.Context, t *Tx) (err error) {
		if u, err = t.claim(ctx, botID); err != nil {
			return err
		}
		if err := guard(ctx, t, u.Update, f); err != nil {
			return err
		}
		b := &pgx.Batch{}
		b.Queue(`UPDATE inbox SET handled_at = now(), error = NULL WHERE seq = $1`, u.seq)
		return t.flush(ctx, b)
	})
	return u, err
}

// guard runs f and turns a panic into an error.
func guard(ctx context.Context, t *Tx, u delivery.Update, f func(context.Context, *Tx, delivery.Update) error) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = &panicError{value: p, stack: debug.Stack()}
		}
	}()
	return f(ctx, t, u)
}

// panicError is a panic of a handler. Its text names the type alone: the value may quote a customer's words.
type panicError struct {
	value any
	stack []byte
}

func (e *panicError) Error() string {
	if err, ok := e.value.(interface{ RuntimeError() }); ok {
		return fmt.Sprintf("panic: %v\n%s", err, e.stack)
	}
	return fmt.Sprintf("panic: %T\n%s", e.value, e.stack)
}

// noteFailure counts the attempt in a transaction of its own, since that of the handler is gone, and decides when the
// update is tried again, if ever.
func (db *DB) noteFailure(ctx context.Context, u waitingUpdate, failure error) error {
	u.attempts++
	failed := &delivery.HandleError{
		UpdateID: u.ID, Kind: u.Kind, Attempts: u.attempts, SetAside: u.attempts >= handleAttempts, Err: failure,
	}
	var err error
	if failed.SetAside {
		err = db.setAside(ctx, u, kindOf(failure))
	} else {
		_, err = db.pool.Exec(ctx, `
			UPDATE inbox SET attempts = @attempts, error = @kind, not_before = now() + @delay`+stillOurs,
			failureArgs(u, pgx.NamedArgs{"kind": kindOf(failure), "delay": handleDelay(u.attempts)}))
	}
	if err != nil {
		return fmt.Errorf("note the failure of update %d: %w", u.ID, errors.Join(err, failure))
	}
	return failed
}

// stillOurs is false when another worker has taken the update again since our rollback: then its word counts.
const stillOurs = ` WHERE seq = @seq AND attempts = @attempts - 1 AND handled_at IS NULL AND failed_at IS NULL`

func failureArgs(u waitingUpdate, args pgx.NamedArgs) pgx.NamedArgs {
	args["seq"], args["attempts"] = u.seq, u.attempts
	return args
}

// kindOf returns the SQLSTATE or the kind of a failure.
func kindOf(failure error) string {
	var panicked *panicError
	if errors.As(failure, &panicked) {
		return "panic"
	}
	return cmp.Or(sqlState(failure), "error")
}

// setAside takes an update out of its chat's way, together with what follows from that for the person who waits. If
// that fails too, the update alone is taken out: a chat must not stand still for one update.
func (db *DB) setAside(ctx context.Context, u waitingUpdate, kind string) error {
	record := func(ctx context.Context, t *Tx) (bool, error) {
		tag, err := t.tx.Exec(ctx, `UPDATE inbox SET attempts = @attempts, error = @kind, failed_at = now()`+stillOurs,
			failureArgs(u, pgx.NamedArgs{"kind": kind}))
		return tag.RowsAffected() == 1, err
	}
	err := db.InTx(ctx, func(ctx context.Context, t *Tx) error {
		first, err := record(ctx, t)
		if err != nil || !first || db.onSetAside == nil {
			return err
		}
		return guard(ctx, t, u.Update, db.onSetAside)
	})
	if err == nil || passing(err) || ctx.Err() != nil {
		return err
	}
	db.log.ErrorContext(ctx, "nobody could be told of an update that is set aside", "update", u.ID, "error", err)
	return db.InTx(ctx, func(ctx context.Context, t *Tx) error {
		_, err := record(ctx, t)
		return err
	})
}

// OnSetAside has f run in the transaction that sets an update aside for good, to tell whoever waits for an answer. It
// must be called before Handle.
func (db *DB) OnSetAside(f func(context.Context, *Tx, delivery.Update) error) { db.onSetAside = f }
