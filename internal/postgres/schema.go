package postgres

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/pressly/goose/v3"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"
	"github.com/riverqueue/river/rivermigrate"

	"github.com/chatbotsmanagers/faqbot/migrations"
)

// Migration is one step of the schema. River's steps are counted as one, named "river".
type Migration struct {
	Version   int64
	Name      string
	Applied   bool
	AppliedAt time.Time
}

// ErrSchemaOld and ErrSchemaNew say that the schema is not the one that this program was written for.
var (
	ErrSchemaOld = errors.New("database schema is older than this faqbot: run `faqbot migrate up`")
	ErrSchemaNew = errors.New("database schema is newer than this faqbot: run the newer faqbot, or go back with its `faqbot migrate down`")
)

// jobsMigrator is River's own.
type jobsMigrator = rivermigrate.Migrator[pgx.Tx]

// CheckSchema returns nil when the schema is the one that this program was written for.
func (db *DB) CheckSchema(ctx context.Context) error {
	return db.migrate(ctx, func(p *goose.Provider, jobs *jobsMigrator) error {
		current, target, err := p.GetVersions(ctx)
		if err != nil {
			return fmt.Errorf("read the schema's version: %w", err)
		}
		switch {
		case current > target:
			return fmt.Errorf("version %d, wanted %d: %w", current, target, ErrSchemaNew)
		case current < target:
			return fmt.Errorf("version %d, wanted %d: %w", current, target, ErrSchemaOld)
		}
		valid, err := jobs.Validate(ctx, nil)
		if err != nil {
			return fmt.Errorf("read the version of the jobs' schema: %w", err)
		}
		if !valid.OK {
			return fmt.Errorf("the jobs' tables: %w", ErrSchemaOld)
		}
		return nil
	})
}

// MigrateUp brings the schema to what this program needs. Two programs that start at once do it one after the other.
func (db *DB) MigrateUp(ctx context.Context) error {
	return db.migrate(ctx, func(p *goose.Provider, jobs *jobsMigrator) error {
		current, target, err := p.GetVersions(ctx)
		if err != nil {
			return fmt.Errorf("read the schema's version: %w", err)
		}
		if current > target {
			return fmt.Errorf("version %d, wanted %d: %w", current, target, ErrSchemaNew)
		}
		if _, err := p.Up(ctx); err != nil {
			return fmt.Errorf("migrate up: %w", err)
		}
		if _, err := jobs.Migrate(ctx, rivermigrate.DirectionUp, nil); err != nil {
			return fmt.Errorf("migrate the jobs' tables up: %w", err)
		}
		return nil
	})
}

// MigrateDown takes the last step back; with the first of them the jobs' tables go too.
func (db *DB) MigrateDown(ctx context.Context) error {
	return db.migrate(ctx, func(p *goose.Provider, jobs *jobsMigrator) error {
		current, err := p.GetDBVersion(ctx)
		if err != nil {
			return fmt.Errorf("read the schema's version: %w", err)
		}
		if current == 0 {
			return errors.New("migrate down: the schema is empty already")
		}
		if _, err := p.Down(ctx); err != nil {
			return fmt.Errorf("migrate down: %w", err)
		}
		if current > 1 {
			return nil
		}
		if _, err := jobs.Migrate(ctx, rivermigrate.DirectionDown, &rivermigrate.MigrateOpts{TargetVersion: -1}); err != nil {
			return fmt.Errorf("migrate the jobs' tables down: %w", err)
		}
		return nil
	})
}

// MigrationStatus returns every step and whether it is applied.
func (db *DB) MigrationStatus(ctx context.Context) (steps []Migration, err error) {
	err = db.migrate(ctx, func(p *goose.Provider, jobs *jobsMigrator) error {
		status, err := p.Status(ctx)
		if err != nil {
			return fmt.Errorf("migration status: %w", err)
		}
		for _, s := range status {
			steps = append(steps, Migration{
				Version: s.Source.Version, Name: s.Source.Path, Applied: s.State == goose.StateApplied, AppliedAt: s.AppliedAt,
			})
		}
		existing, err := jobs.ExistingVersions(ctx)
		if err != nil {
			return fmt.Errorf("migration status of the jobs' tables: %w", err)
		}
		versions := jobs.AllVersions()
		steps = append(steps, Migration{
			Version: int64(versions[len(versions)-1].Version), Name: "river", Applied: len(existing) == len(versions),
		})
		return nil
	})
	return steps, err
}

// migrate runs f while no other program can change the schema.
func (db *DB) migrate(ctx context.Context, f func(*goose.Provider, *jobsMigrator) error) (err error) {
	lock, err := db.pool.Acquire(ctx)
	if err != nil {
		return fmt.Errorf("migrations: %w", err)
	}
	defer lock.Release()
	if _, err := lock.Exec(ctx, `SELECT pg_advisory_lock($1, 0)`, lockMigrate); err != nil {
		return fmt.Errorf("wait for another migration: %w", err)
	}
	defer func() {
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
		defer cancel()
		_, unlockErr := lock.Exec(ctx, `SELECT pg_advisory_unlock($1, 0)`, lockMigrate)
		err = errors.Join(err, unlockErr)
	}()
	sqlDB := stdlib.OpenDBFromPool(db.pool)
	defer func() { err = errors.Join(err, sqlDB.Close()) }()
	provider, err := goose.NewProvider(goose.DialectPostgres, sqlDB, migrations.FS,
		goose.WithSlog(quiet(db.log)), goose.WithDisableGlobalRegistry(true))
	if err != nil {
		return fmt.Errorf("migrations: %w", err)
	}
	jobs, err := rivermigrate.New(riverpgxv5.New(db.pool), &rivermigrate.Config{Logger: quiet(db.log)})
	if err != nil {
		return fmt.Errorf("migrations of the jobs' tables: %w", err)
	}
	return f(provider, jobs)
}
