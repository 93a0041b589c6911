package postgres_test

import (
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"github.com/chatbotsmanagers/faqbot/internal/postgres/postgrestest"
)

// A chat that has filled the inbox or the outbox and must wait hides nobody, and makes nobody slow.
func TestFloodOfAChatThatMustWaitHidesNoOther(t *testing.T) {
	databaseURL := postgrestest.URL(t)
	db := postgrestest.Open(t, databaseURL)
	conn, err := pgx.Connect(t.Context(), databaseURL)
	require.NoError(t, err)
	defer conn.Close(t.Context())
	for _, sql := range []string{
		`INSERT INTO inbox (bot_id, update_id, chat_id, kind, raw, received_at, not_before)
			SELECT 4242, n, 7, 'message', '{}', now(), now() + interval '1 hour' FROM generate_series(1, 5000) AS n`,
		`INSERT INTO inbox (bot_id, update_id, chat_id, kind, raw, received_at) SELECT 4242, 9000, 8, 'message', '{}', now()`,
		`INSERT INTO outbox (chat_id, method, params, not_before)
			SELECT 7, 'sendMessage', n::text::json, now() + interval '1 hour' FROM generate_series(1, 5000) AS n`,
		`INSERT INTO outbox (chat_id, method, params) SELECT 8, 'sendMessage', '9000'`,
	} {
		_, err := conn.Exec(t.Context(), sql)
		require.NoError(t, err)
	}
	began := time.Now()
	var h handled
	for _, want := range []bool{true, false} {
		worked, err := db.Handle(t.Context(), botID, h.handle)
		require.NoError(t, err)
		require.Equal(t, want, worked)
	}
	require.Equal(t, map[int64][]int64{8: {9000}}, h.ids)

	outbox := db.Outbox(nil)
	heads, err := outbox.Heads(t.Context(), nil, 100)
	require.NoError(t, err)
	require.Len(t, heads, 1)
	require.EqualValues(t, 8, heads[0].ChatID)
	heads, err = outbox.Heads(t.Context(), []int64{8}, 100)
	require.NoError(t, err)
	require.Empty(t, heads)
	t.Logf("took %v", time.Since(began))
}
