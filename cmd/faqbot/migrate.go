package main

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"time"

	"github.com/chatbotsmanagers/faqbot/internal/app"
)

type migrateCommand struct {
	Up     migrateUpCommand     `cmd:"" help:"Bring the schema to what this faqbot needs."`
	Down   migrateDownCommand   `cmd:"" help:"Take the last step back, with its data."`
	Status migrateStatusCommand `cmd:"" help:"List the steps."`
}

// database names a database.
type database struct {
	DatabaseURL string `help:"Postgres. Empty: the embedded server." placeholder:"URL"`
	Data        string `help:"Folder of the embedded server. Empty: as of faqbot serve." placeholder:"DIR"`
}

func (c *database) open(ctx context.Context, s streams, f func(app.SchemaSteps) error) error {
	log := slog.New(slog.NewTextHandler(s.err, &slog.HandlerOptions{Level: slog.LevelWarn}))
	return app.Schema(ctx, c.DatabaseURL, c.Data, log, f)
}

type migrateUpCommand struct {
	database `embed:""`
}

// Run takes all steps that are missing.
func (c *migrateUpCommand) Run(ctx context.Context, s streams) error {
	return c.open(ctx, s, func(db app.SchemaSteps) error {
		if err := db.MigrateUp(ctx); err != nil {
			return err
		}
		return printSteps(ctx, s, db)
	})
}

type migrateDownCommand struct {
	database `embed:""`
}

// Run takes the last step back.
func (c *migrateDownCommand) Run(ctx context.Context, s streams) error {
	return c.open(ctx, s, func(db app.SchemaSteps) error {
		if err := db.MigrateDown(ctx); err != nil {
			return err
		}
		return printSteps(ctx, s, db)
	})
}

type migrateStatusCommand struct {
	database `embed:""`
	JSON     bool `name:"json" help:"Print the steps as JSON."`
}

// Run lists all steps. To look makes nothing: where the embedded server was never started there are none.
func (c *migrateStatusCommand) Run(ctx context.Context, s streams) error {
	if c.DatabaseURL == "" {
		dir, made, err := app.EmbeddedFolder(c.Data)
		switch {
		case err != nil:
			return err
		case !made && c.JSON:
			_, err = fmt.Fprintln(s.out, "[]")
			return err
		case !made:
			_, err = fmt.Fprintf(s.out, "there is no database in %s yet: faqbot serve makes it, or faqbot migrate up\n", dir)
			return err
		}
	}
	return c.open(ctx, s, func(db app.SchemaSteps) error {
		if !c.JSON {
			return printSteps(ctx, s, db)
		}
		steps, err := db.MigrationStatus(ctx)
		if err != nil {
			return err
		}
		type step struct {
			Version   int64     `json:"version"`
			Name      string    `json:"name"`
			Applied   bool      `json:"applied"`
			AppliedAt time.Time `json:"applied_at,omitzero"`
		}
		list := make([]step, len(steps))
		for i, m := range steps {
			list[i] = step(m)
		}
		return json.NewEncoder(s.out).Encode(list)
	})
}

func printSteps(ctx context.Context, s streams, db app.SchemaSteps) error {
	steps, err := db.MigrationStatus(ctx)
	if err != nil {
		return err
	}
	for _, m := range steps {
		state := "pending"
		switch {
		case m.Applied && m.AppliedAt.IsZero():
			state = "applied"
		case m.Applied:
			state = "applied " + m.AppliedAt.UTC().Format(time.DateTime)
		}
		fmt.Fprintf(s.out, "%05d  %-27s  %s\n", m.Version, state, m.Name)
	}
	return nil
}
