package postgrestest

import (
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
)

// Place is where a message stands in Telegram.
type Place struct{ Chat, Message int64 }

// Sent returns when each new message of a database was recorded to be sent.
func Sent(tb testing.TB, databaseURL string) map[Place]time.Time {
	tb.Helper()
	conn, err := pgx.Connect(tb.Context(), databaseURL)
	if err != nil {
		tb.Fatalf("connect to the test's database: %v", err)
	}
	defer conn.Close(tb.Context())
	rows, err := conn.Query(tb.Context(), `SELECT chat_id, telegram_id, sent_at FROM outbox
		WHERE method = 'sendMessage' AND telegram_id IS NOT NULL`)
	if err != nil {
		tb.Fatalf("read the outbox: %v", err)
	}
	sent := map[Place]time.Time{}
	var place Place
	var at time.Time
	if _, err := pgx.ForEachRow(rows, []any{&place.Chat, &place.Message, &at}, func() error {
		sent[place] = at
		return nil
	}); err != nil {
		tb.Fatalf("read the outbox: %v", err)
	}
	return sent
}
