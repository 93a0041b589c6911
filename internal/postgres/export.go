package postgres

import (
	"context"
	"fmt"
	"time"

	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"
	"github.com/riverqueue/river/rivertype"

	"github.com/chatbotsmanagers/faqbot/internal/helpdesk"
)

// exportArgs are the wish for a file of tickets.
type exportArgs struct {
	ManagerID int64           `json:"manager_id" river:"unique"`
	Period    helpdesk.Period `json:"period" river:"unique"`
}

func (exportArgs) Kind() string { return "export" }

// exportQueue is where exports wait for each other, so that many large ones hold up nothing else.
const exportQueue = "export"

// Export makes the bot write the file soon, beside its other work. While the same file is promised and not yet written, a
// second wish for it adds nothing.
func (t *Tx) Export(ctx context.Context, e helpdesk.Export) error {
	if _, err := t.db.jobs.InsertTx(ctx, t.tx, exportArgs(e), &river.InsertOpts{
		Queue: exportQueue,
		UniqueOpts: river.UniqueOpts{ByArgs: true, ByState: []rivertype.JobState{
			rivertype.JobStateAvailable, rivertype.JobStatePending, rivertype.JobStateRetryable, rivertype.JobStateRunning,
			rivertype.JobStateScheduled,
		}},
	}); err != nil {
		return fmt.Errorf("export: %w", err)
	}
	return nil
}

// OnExport has f write the file. It must be called before RunJobs.
func (db *DB) OnExport(f func(context.Context, *Tx, helpdesk.Export) error) { db.onExport = f }

type exportWorker struct {
	river.WorkerDefaults[exportArgs]
	db *DB
}

func (w *exportWorker) Timeout(*river.Job[exportArgs]) time.Duration { return 10 * time.Minute }

// Work completes the job in the transaction that queues the file, so that a crash neither repeats nor loses it.
func (w *exportWorker) Work(ctx context.Context, job *river.Job[exportArgs]) error {
	return w.db.InTx(ctx, func(ctx context.Context, t *Tx) error {
		if err := w.db.onExport(ctx, t, helpdesk.Export(job.Args)); err != nil {
			return fmt.Errorf("export: %w", err)
		}
		_, err := river.JobCompleteTx[*riverpgxv5.Driver](ctx, t.tx, job)
		return err
	})
}
