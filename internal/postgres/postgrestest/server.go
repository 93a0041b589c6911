package postgrestest

import (
	"context"
	"log/slog"
	"os"
	"testing"
	"time"

	"github.com/chatbotsmanagers/faqbot/internal/postgres"
)

// Server starts a Postgres for one test with settings on top of the bot's own and returns the address of its database,
// which has the current schema. With nil it is the server that the bot runs by default.
func Server(tb testing.TB, settings map[string]string) (databaseURL string) {
	tb.Helper()
	ctx, cancel := context.WithTimeout(tb.Context(), time.Minute)
	defer cancel()
	dir, err := os.MkdirTemp("", "faqbot") //nolint:usetesting // as root the server runs as another user, who has to reach it
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() { _ = os.RemoveAll(dir) })
	if err := os.Chmod(dir, 0o711); err != nil { //nolint:gosec // see above
		tb.Fatal(err)
	}
	server, err := postgres.StartEmbedded(ctx, postgres.EmbeddedConfig{
		Dir: dir + "/pg", Log: slog.New(slog.DiscardHandler), Settings: settings,
	})
	if err != nil {
		tb.Fatalf("test server: %v", err)
	}
	tb.Cleanup(func() { _ = server.Stop() }) // it never fails
	db, err := postgres.Open(ctx, server.URL(), slog.New(slog.DiscardHandler))
	if err != nil {
		tb.Fatalf("open the test's database: %v", err)
	}
	defer db.Close()
	if err := db.MigrateUp(ctx); err != nil {
		tb.Fatalf("schema of the test's database: %v", err)
	}
	return server.URL()
}
