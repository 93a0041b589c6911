package postgres

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"

	"github.com/chatbotsmanagers/faqbot/internal/delivery"
	"github.com/chatbotsmanagers/faqbot/internal/helpdesk"
)

// maxConns bounds the pool unless the URL says pool_max_conns. The workers, the sender and River share it; a managed
// Postgres often allows 100 connections to all replicas together.
const maxConns = 16

// DB is the database. It is safe for concurrent use.
type DB struct {
	pool   *pgxpool.Pool
	log    *slog.Logger
	jobs   *river.Client[pgx.Tx] // inserts only; RunJobs makes the one that works
	queued delivery.Bell

	onSetAside    func(context.Context, *Tx, delivery.Update) error // may be nil
	onPublication func(ctx context.Context, draftID int64) error    // may be nil
	onExport      func(context.Context, *Tx, helpdesk.Export) error
}

// Open connects to the database at a URL. While the server cannot be reached it tries again until ctx ends; what no
// waiting can mend (a wrong password, a database that does not exist, a URL that is none) is an error at once.
func Open(ctx context.Context, url string, log *slog.Logger) (*DB, error) {
	config, err := pgxpool.ParseConfig(url)
	if err != nil {
		return nil, fmt.Errorf("database URL: %w", err) // pgx keeps the password out of it
	}
	if !strings.Contains(url, "pool_max_conns") {
		config.MaxConns = maxConns
	}
	config.MaxConnIdleTime = 5 * time.Minute
	pool, err := pgxpool.NewWithConfig(ctx, config)
	if err != nil {
		return nil, fmt.Errorf("database pool: %w", err)
	}
	if err := awaitServer(ctx, pool, log); err != nil {
		pool.Close()
		return nil, err
	}
	jobs, err := river.NewClient(riverpgxv5.New(pool), &river.Config{Logger: quiet(log)})
	if err != nil {
		pool.Close()
		return nil, fmt.Errorf("jobs: %w", err)
	}
	return &DB{pool: pool, log: log, jobs: jobs, queued: delivery.NewBell()}, nil
}

// Close waits for the transactions in hand and closes all connections.
func (db *DB) Close() { db.pool.Close() }

// Ping tells whether the database answers.
func (db *DB) Ping(ctx context.Context) error { return db.pool.Ping(ctx) }

// Queued rings when a transaction of this process has put messages into the outbox.
func (db *DB) Queued() delivery.Bell { return db.queued }

func awaitServer(ctx context.Context, pool *pgxpool.Pool, log *slog.Logger) error {
	err := patiently(ctx, log, func(err error) bool { return !misconfigured(err) }, func(ctx context.Context) error {
		return pingOnce(ctx, pool)
	})
	switch {
	case err == nil:
		return nil
	case misconfigured(err):
		return fmt.Errorf("connect to the database: %w; check FAQBOT_DATABASE_URL", err)
	default:
		return fmt.Errorf("connect to the database: %w", errors.Join(ctx.Err(), err))
	}
}

func pingOnce(ctx context.Context, pool *pgxpool.Pool) error {
	ctx, cancel := context.WithTimeout(ctx, 10*time.Second)
	defer cancel()
	return pool.Ping(ctx)
}
