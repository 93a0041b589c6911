package postgres_test

import (
	"context"
	"errors"
	"sync/atomic"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"github.com/chatbotsmanagers/faqbot/internal/delivery"
	"github.com/chatbotsmanagers/faqbot/internal/postgres"
	"github.com/chatbotsmanagers/faqbot/internal/postgres/postgrestest"
)

func TestReminderComesOnceWithWhatItSends(t *testing.T) {
	db := postgrestest.New(t)
	inTx(t, db, func(ctx context.Context, tx *postgres.Tx) {
		require.NoError(t, tx.Remind(ctx, 5, time.Now()))
		require.NoError(t, tx.Remind(ctx, 5, time.Now()))
		require.NoError(t, tx.Remind(ctx, 6, time.Now().Add(time.Hour)))
	})
	require.Error(t, db.InTx(t.Context(), func(ctx context.Context, tx *postgres.Tx) error {
		return errors.Join(tx.Remind(ctx, 7, time.Now()), errors.New("rolled back"))
	}))
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error)
	var calls atomic.Int64
	go func() {
		done <- db.RunJobs(ctx, func(ctx context.Context, tx *postgres.Tx, outcomeID int64) error {
			if calls.Add(1) == 1 {
				_, err := tx.Send(ctx, message(7, 0))
				return errors.Join(err, errors.New("passing trouble")) // rolled back and tried again
			}
			_, err := tx.Send(ctx, message(7, int(outcomeID)))
			return err
		})
	}()
	eventually(t, "the reminder is sent", func() bool {
		d, err := db.Depths(t.Context())
		return err == nil && d.Outbox > 0
	})
	require.Never(t, func() bool { return calls.Load() > 2 }, time.Second, 50*time.Millisecond)
	cancel()
	require.NoError(t, <-done)
	require.Equal(t, map[int64][]int64{7: {5}}, outboxOrder(t, db))
}

func TestRetentionDeletesWhatNothingNeeds(t *testing.T) {
	databaseURL := postgrestest.URL(t)
	db := postgrestest.Open(t, databaseURL)
	conn, err := pgx.Connect(t.Context(), databaseURL)
	require.NoError(t, err)
	defer conn.Close(t.Context())
	var updates []delivery.Update
	for i := range int64(2500) {
		updates = append(updates, update(i, i))
	}
	receive(t, db, updates...)
	inTx(t, db, func(ctx context.Context, tx *postgres.Tx) {
		for n := range 3 {
			o := message(int64(n), n)
			if n == 1 {
				o.TicketID = 5
			}
			_, err := tx.Send(ctx, o)
			require.NoError(t, err)
		}
	})
	_, err = conn.Exec(t.Context(), `UPDATE inbox SET handled_at = now() - interval '3 days' WHERE update_id > 0`)
	require.NoError(t, err)
	_, err = conn.Exec(t.Context(), `UPDATE outbox SET sent_at = now() - interval '30 days' WHERE chat_id < 2`)
	require.NoError(t, err)

	require.NoError(t, db.Retain(t.Context(), time.Now()))
	var inbox, outbox int
	require.NoError(t, conn.QueryRow(t.Context(), `SELECT (SELECT count(*) FROM inbox), (SELECT count(*) FROM outbox)`).Scan(&inbox, &outbox))
	require.Equal(t, 1, inbox, "what waits stays")
	require.Equal(t, 2, outbox, "what waits and what leads to a ticket stays")
}
