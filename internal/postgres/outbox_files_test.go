package postgres_test

import (
	"context"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"github.com/chatbotsmanagers/faqbot/internal/delivery"
	"github.com/chatbotsmanagers/faqbot/internal/postgres"
	"github.com/chatbotsmanagers/faqbot/internal/postgres/postgrestest"
)

// A file is there at every attempt until its call is settled, and then takes no room.
func TestFilesInTheOutbox(t *testing.T) {
	databaseURL := postgrestest.URL(t)
	db := postgrestest.Open(t, databaseURL)
	conn, err := pgx.Connect(t.Context(), databaseURL)
	require.NoError(t, err)
	defer conn.Close(t.Context())
	want := delivery.File{Field: "document", Name: "заявки.csv", Content: []byte{0, 0xEF, 'a'}}
	for name, settle := range map[string]delivery.Result{
		"sent":    {Sent: true, TelegramID: 5},
		"refused": {Refusal: delivery.RefusedBlocked},
	} {
		inTx(t, db, func(ctx context.Context, tx *postgres.Tx) {
			file := want
			_, err := tx.Send(ctx, delivery.Outgoing{ChatID: 7, Method: "sendDocument", Params: []byte(`{"chat_id": 7}`), File: &file})
			require.NoError(t, err)
		})
		outbox := db.Outbox(nil)
		for range 2 {
			heads, err := outbox.Heads(t.Context(), nil, 10)
			require.NoError(t, err)
			require.Len(t, heads, 1)
			require.Equal(t, &want, heads[0].File)
			require.NoError(t, outbox.Settle(t.Context(), delivery.Result{Outgoing: heads[0].Outgoing, RetryAt: time.Now().Add(-time.Second)}))
			settle.Outgoing = heads[0].Outgoing
		}
		require.NoError(t, outbox.Settle(t.Context(), settle))
		var files int
		require.NoError(t, conn.QueryRow(t.Context(), `SELECT count(*) FROM outbox_files`).Scan(&files))
		require.Zero(t, files, name)
	}
}

// What waits for somebody who has left never goes out, and its file takes no room; words taken back are gone from there.
func TestRecallLeavesWordsTakenBack(t *testing.T) {
	databaseURL := postgrestest.URL(t)
	db := postgrestest.Open(t, databaseURL)
	conn, err := pgx.Connect(t.Context(), databaseURL)
	require.NoError(t, err)
	defer conn.Close(t.Context())
	const gone, stays = 7, 8
	inTx(t, db, func(ctx context.Context, tx *postgres.Tx) {
		for _, chat := range []int64{gone, stays} {
			for _, o := range []delivery.Outgoing{
				{Method: "sendMessage"},
				{Method: "deleteMessage"},
				{Method: "sendDocument", File: &delivery.File{Field: "document", Name: "заявки.csv", Content: []byte("a")}},
			} {
				o.ChatID, o.Params = chat, []byte(`{}`)
				_, err := tx.Send(ctx, o)
				require.NoError(t, err)
			}
		}
	})
	inTx(t, db, func(ctx context.Context, tx *postgres.Tx) { require.NoError(t, tx.RecallWaiting(ctx, gone)) })

	rows, err := conn.Query(t.Context(), `
		SELECT chat_id || ' ' || method || coalesce(' ' || name, '')
		FROM outbox LEFT JOIN outbox_files ON outbox_id = id WHERE refused_at IS NULL ORDER BY place`)
	require.NoError(t, err)
	waiting, err := pgx.CollectRows(rows, pgx.RowTo[string])
	require.NoError(t, err)
	require.Equal(t, []string{"7 deleteMessage", "8 sendMessage", "8 deleteMessage", "8 sendDocument заявки.csv"}, waiting)
	var files int
	require.NoError(t, conn.QueryRow(t.Context(), `SELECT count(*) FROM outbox_files`).Scan(&files))
	require.Equal(t, 1, files)
}
