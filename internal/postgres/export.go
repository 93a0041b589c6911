package postgres

import (
	"context"
	"fmt"
	"time"

	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"

	"github.com/chatbotsmanagers/faqbot/internal/helpdesk"
)

// exportArgs are the wish for a file of tickets.
type exportArgs struct {
	ManagerID int64           `json:"manager_id"`
	Period    helpdesk.Period `json:"period"`
}

func (exportArgs) Kind() string { return "export" }

// Export makes the bot write the file soon, beside its other work.
func (t *Tx) Export(ctx context.Context, e helpdesk.Export) error {
	if _, err := t.db.jobs.InsertTx(ctx, t.tx, exportArgs(e), nil); err != nil {
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
