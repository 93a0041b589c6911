package postgres

import (
	"context"
	"fmt"
	"strconv"
	"time"

	"github.com/riverqueue/river"
)

// How long rows stay when nothing needs them. Telegram repeats an update for a day at most; a reply to an old message
// still finds its ticket, since rows that name one are not touched here, nor those that bring a ticket's message, but for edits.
const (
	keepHandled    = 2 * 24 * time.Hour
	keepFailed     = 30 * 24 * time.Hour
	keepSent       = 14 * 24 * time.Hour
	keepInvitation = 30 * 24 * time.Hour
)

type retentionArgs struct{}

func (retentionArgs) Kind() string { return "retention" }

type retentionWorker struct {
	river.WorkerDefaults[retentionArgs]
	db *DB
}

func (w *retentionWorker) Timeout(*river.Job[retentionArgs]) time.Duration { return 10 * time.Minute }

func (w *retentionWorker) Work(ctx context.Context, _ *river.Job[retentionArgs]) error {
	return w.db.Retain(ctx, time.Now())
}

// Retain deletes what is past its time, in steps that lock little.
func (db *DB) Retain(ctx context.Context, now time.Time) error {
	for _, rule := range []struct {
		table, old string
		keep       time.Duration
	}{
		{"inbox", `handled_at < $1`, keepHandled},
		{"inbox", `failed_at < $1`, keepFailed},
		{
			"outbox", `(sent_at IS NOT NULL OR refused_at IS NOT NULL) AND coalesce(sent_at, refused_at) < $1
				AND ticket_id IS NULL AND (message_id IS NULL OR about IS NOT NULL)`, keepSent,
		},
		{"invitations", `expires_at < $1`, keepInvitation},
	} {
		if err := db.deleteOld(ctx, rule.table, rule.old, now.Add(-rule.keep)); err != nil {
			return fmt.Errorf("retention of %s: %w", rule.table, err)
		}
	}
	return nil
}

func (db *DB) deleteOld(ctx context.Context, table, old string, before time.Time) error {
	const step = 1000
	for {
		tag, err := db.pool.Exec(ctx,
			`DELETE FROM `+table+` WHERE ctid = ANY (ARRAY(SELECT ctid FROM `+table+` WHERE `+old+` LIMIT `+strconv.Itoa(step)+`))`,
			before)
		if err != nil || tag.RowsAffected() < step {
			return err
		}
	}
}
