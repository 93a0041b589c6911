package app

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"path/filepath"
	"time"

	"github.com/chatbotsmanagers/faqbot/internal/postgres"
)

// openDatabase connects to the database of the bot, starting the embedded server if there is no other. The embedded
// one migrates itself; an older schema elsewhere is an error that names the command.
func openDatabase(ctx context.Context, c Config, s *stops) (*postgres.DB, error) {
	url := c.DatabaseURL
	if url == "" {
		embedded, err := embeddedConfig(c.Data, c.Logger)
		if err != nil {
			return nil, err
		}
		server, err := postgres.StartEmbedded(ctx, embedded)
		if err != nil {
			return nil, explainFolder(err)
		}
		s.add("the embedded Postgres", bounded(server.Stop))
		url = server.URL()
	}
	db, err := postgres.Open(ctx, url, c.Logger)
	if err != nil {
		return nil, err
	}
	s.add("the database", bounded(func() error { db.Close(); return nil }))
	if c.DatabaseURL == "" {
		return db, db.Patiently(ctx, db.MigrateUp)
	}
	return db, db.Patiently(ctx, db.CheckSchema)
}

func embeddedConfig(data string, log *slog.Logger) (postgres.EmbeddedConfig, error) {
	folder, err := dataFolder(data)
	if err == nil {
		err = makeFolder(folder)
	}
	if err != nil {
		return postgres.EmbeddedConfig{}, fmt.Errorf("folder for local state: %w; set FAQBOT_DATA", err)
	}
	return postgres.EmbeddedConfig{Dir: embeddedIn(folder), Log: log}, nil
}

// EmbeddedFolder returns the folder of the embedded server, and whether it holds a database yet. Nothing is made.
func EmbeddedFolder(data string) (dir string, made bool, err error) {
	folder, err := dataFolder(data)
	if err != nil {
		return "", false, fmt.Errorf("folder for local state: %w; set FAQBOT_DATA", err)
	}
	dir = embeddedIn(folder)
	return dir, postgres.HasDatabase(dir), nil
}

func embeddedIn(folder string) string { return filepath.Join(folder, "postgres") }

// explainFolder adds what to do about a folder that cannot be used.
func explainFolder(err error) error {
	var path *fs.PathError
	if errors.As(err, &path) {
		return fmt.Errorf("%w: set FAQBOT_DATA to a folder that can be written", err)
	}
	return err
}

// schemaPatience is how long a person waits for a database that is away before a command says so. A server that starts is
// there sooner.
const schemaPatience = 10 * time.Second

// Schema gives f the database for a change of its schema, whatever version it has now. A running bot's embedded server
// is used, not started twice.
func Schema(ctx context.Context, databaseURL, data string, log *slog.Logger, f func(SchemaSteps) error) (err error) {
	url := databaseURL
	if url == "" {
		embedded, err := embeddedConfig(data, log)
		if err != nil {
			return err
		}
		embeddedURL, stop, err := postgres.UseEmbedded(ctx, embedded)
		if err != nil {
			return explainFolder(err)
		}
		defer func() { err = errors.Join(err, stop()) }()
		url = embeddedURL
	}
	// A command that a person waits for gives up sooner than the bot.
	connect, cancel := context.WithTimeout(ctx, schemaPatience)
	defer cancel()
	db, err := postgres.Open(connect, url, log)
	if err != nil && ctx.Err() == nil && connect.Err() != nil {
		return fmt.Errorf("the database cannot be reached for %s: start it, or check FAQBOT_DATABASE_URL", schemaPatience)
	}
	if err != nil {
		return err
	}
	defer db.Close()
	return f(db)
}

// SchemaSteps moves the schema of a database.
type SchemaSteps interface {
	MigrateUp(ctx context.Context) error
	MigrateDown(ctx context.Context) error
	MigrationStatus(ctx context.Context) ([]postgres.Migration, error)
}
