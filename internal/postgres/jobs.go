package postgres

import (
	"context"
	"fmt"
	"time"

	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"
)

// reminderArgs are a reminder about an outcome, one for each.
type reminderArgs struct {
	OutcomeID int64 `json:"outcome_id" river:"unique"`
}

func (reminderArgs) Kind() string { return "reminder" }

// Remind makes the bot handle the reminder about an outcome at the given time. A second reminder about it is dropped.
func (t *Tx) Remind(ctx context.Context, outcomeID int64, at time.Time) error {
	_, err := t.db.jobs.InsertTx(ctx, t.tx, reminderArgs{OutcomeID: outcomeID}, &river.InsertOpts{
		ScheduledAt: at, UniqueOpts: river.UniqueOpts{ByArgs: true},
	})
	if err != nil {
		return fmt.Errorf("remind of outcome %d: %w", outcomeID, err)
	}
	return nil
}

type reminderWorker struct {
	river.WorkerDefaults[reminderArgs]
	db     *DB
	remind func(context.Context, *Tx, int64) error
}

// Work completes the job in the transaction of what it does, so that a crash neither repeats nor loses it.
func (w *reminderWorker) Work(ctx context.Context, job *river.Job[reminderArgs]) error {
	return w.db.InTx(ctx, func(ctx context.Context, t *Tx) error {
		if err := w.remind(ctx, t, job.Args.OutcomeID); err != nil {
			return fmt.Errorf("reminder of outcome %d: %w", job.Args.OutcomeID, err)
		}
		_, err := river.JobCompleteTx[*riverpgxv5.Driver](ctx, t.tx, job)
		return err
	})
}

// publicationArgs are a draft that an administrator has approved.
type publicationArgs struct {
	DraftID int64 `json:"draft_id" river:"unique"`
}

func (publicationArgs) Kind() string { return "publication" }

// PublishLater has an approved draft published once the transaction is committed.
func (t *Tx) PublishLater(ctx context.Context, draftID int64) error {
	if _, err := t.db.jobs.InsertTx(ctx, t.tx, publicationArgs{DraftID: draftID}, nil); err != nil {
		return fmt.Errorf("publish draft %d later: %w", draftID, err)
	}
	return nil
}

// OnPublication has f publish the drafts of PublishLater, in transactions of its own, since writing a file and committing
// it to Git takes its time. It may be called again for a draft after a crash. It must be set before RunJobs.
func (db *DB) OnPublication(f func(ctx context.Context, draftID int64) error) { db.onPublication = f }

type publicationWorker struct {
	river.WorkerDefaults[publicationArgs]
	db *DB
}

func (w *publicationWorker) Work(ctx context.Context, job *river.Job[publicationArgs]) error {
	if w.db.onPublication == nil {
		return fmt.Errorf("draft %d: nothing publishes drafts here", job.Args.DraftID)
	}
	return w.db.onPublication(ctx, job.Args.DraftID)
}

// RunJobs works on what waited for its time until ctx ends, then finishes what is in hand. remind is what a reminder
// does. While the database is away it tries again.
func (db *DB) RunJobs(ctx context.Context, remind func(context.Context, *Tx, int64) error, chores ...Chore) error {
	workers := river.NewWorkers()
	river.AddWorker(workers, &reminderWorker{db: db, remind: remind})
	river.AddWorker(workers, &publicationWorker{db: db})
	river.AddWorker(workers, &retentionWorker{db: db})
	if db.onExport != nil {
		river.AddWorker(workers, &exportWorker{db: db})
	}
	periodic := make([]*river.PeriodicJob, 0, 1+len(chores))
	periodic = append(periodic, river.NewPeriodicJob(
		river.PeriodicInterval(time.Hour),
		func() (river.JobArgs, *river.InsertOpts) { return retentionArgs{}, nil },
		&river.PeriodicJobOpts{RunOnStart: true},
	))
	named := make(map[string]Chore, len(chores))
	for _, c := range chores {
		named[c.Name] = c
		periodic = append(periodic, c.periodic())
	}
	river.AddWorker(workers, &choreWorker{db: db, chores: named})
	for {
		client, err := river.NewClient(riverpgxv5.New(db.pool), &river.Config{
			Logger:          quiet(db.log),
			Queues:          map[string]river.QueueConfig{river.QueueDefault: {MaxWorkers: 4}, exportQueue: {MaxWorkers: 1}},
			Workers:         workers,
			SoftStopTimeout: 5 * time.Second,
			PeriodicJobs:    periodic,
		})
		if err != nil {
			return fmt.Errorf("jobs: %w", err)
		}
		if err = client.Start(ctx); err == nil {
			<-client.Stopped()
		} else if ctx.Err() == nil {
			db.log.WarnContext(ctx, "jobs cannot start, trying again", "error", err)
		}
		if ctx.Err() != nil {
			return nil //nolint:nilerr // told to stop
		}
		pause(ctx, time.Second)
	}
}
