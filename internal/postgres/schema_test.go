package postgres_test

import (
	"context"
	"log/slog"
	"net/url"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"github.com/chatbotsmanagers/faqbot/internal/postgres"
	"github.com/chatbotsmanagers/faqbot/internal/postgres/postgrestest"
)

func TestMigrationsUpAndDown(t *testing.T) {
	databaseURL := postgrestest.URL(t)
	db := postgrestest.Open(t, databaseURL)
	ctx := t.Context()
	require.NoError(t, db.CheckSchema(ctx))
	status, err := db.MigrationStatus(ctx)
	require.NoError(t, err)
	for range len(status) - 1 { // the last is River's, which goes with the first of ours
		require.NoError(t, db.MigrateDown(ctx))
		require.ErrorIs(t, db.CheckSchema(ctx), postgres.ErrSchemaOld)
	}
	require.ErrorContains(t, db.MigrateDown(ctx), "empty already")
	status, err = db.MigrationStatus(ctx)
	require.NoError(t, err)
	for _, m := range status {
		require.False(t, m.Applied, m.Name)
	}
	conn, err := pgx.Connect(ctx, databaseURL)
	require.NoError(t, err)
	defer conn.Close(ctx)
	var tables int
	require.NoError(t, conn.QueryRow(ctx, `SELECT count(*) FROM pg_tables WHERE schemaname = 'public' AND tablename NOT LIKE 'goose%'`).Scan(&tables))
	require.Zero(t, tables, "nothing of it stays")

	var starts sync.WaitGroup
	for range 3 { // replicas that start at once
		other := postgrestest.Open(t, databaseURL)
		starts.Go(func() {
			if err := other.MigrateUp(ctx); err != nil {
				t.Error(err)
			}
		})
	}
	starts.Wait()
	require.NoError(t, db.CheckSchema(ctx))

	_, err = conn.Exec(ctx, `INSERT INTO goose_db_version (version_id, is_applied) VALUES (999, true)`)
	require.NoError(t, err)
	require.ErrorIs(t, db.CheckSchema(ctx), postgres.ErrSchemaNew)
	require.ErrorIs(t, db.MigrateUp(ctx), postgres.ErrSchemaNew)
}

func TestOpenTellsWhatNoWaitingMends(t *testing.T) {
	good, err := url.Parse(postgrestest.URL(t))
	require.NoError(t, err)
	log := slog.New(slog.DiscardHandler)

	missing := *good
	missing.Path = "/nowhere"
	_, err = postgres.Open(t.Context(), missing.String(), log)
	require.ErrorContains(t, err, "check FAQBOT_DATABASE_URL")

	_, err = postgres.Open(t.Context(), "postgres://u:geheim@host:notaport/db", log)
	require.Error(t, err)
	require.NotContains(t, err.Error(), "geheim")

	ctx, cancel := context.WithTimeout(t.Context(), 500*time.Millisecond)
	defer cancel()
	_, err = postgres.Open(ctx, "postgres://u:geheim@127.0.0.1:1/db", log)
	require.ErrorIs(t, err, context.DeadlineExceeded, "a server that is away is waited for")
	require.NotContains(t, err.Error(), "geheim")
}
