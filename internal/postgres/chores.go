package postgres

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/riverqueue/river"
	"github.com/riverqueue/river/rivertype"
)

// chorePeriod is how often what has come due is looked for. Deadlines are told to the minute.
const chorePeriod = time.Minute

// Chore is something that is done by itself for tickets whose time has come. No ticket has a timer of its own, which a
// crash between two commits could lose: what is due is looked for anew each time.
type Chore struct {
	Name string
	// Due returns the tickets that it may concern.
	Due func(context.Context, *Tx) ([]int64, error)
	// Do looks at one of them, under its lock, and does what is due. It has a transaction of its own.
	Do func(context.Context, *Tx, int64) error
	// DoAll, where there is one, does so with many of them in one transaction. Where it fails they are done one by one.
	DoAll func(context.Context, *Tx, []int64) error
}

// choreBatch is how many tickets are done in one transaction: few enough that their locks keep nobody waiting long.
const choreBatch = 100

// Do does the chore once. A ticket on which it fails stands in no other's way.
func (db *DB) Do(ctx context.Context, c Chore) error {
	var due []int64
	err := db.InTx(ctx, func(ctx context.Context, t *Tx) (err error) {
		due, err = c.Due(ctx, t)
		return err
	})
	if err != nil {
		return fmt.Errorf("what is due for %s: %w", c.Name, err)
	}
	var failed error
	for batch := range slices.Chunk(due, choreBatch) {
		if c.DoAll != nil && len(batch) > 1 {
			if err := db.InTx(ctx, func(ctx context.Context, t *Tx) error { return c.DoAll(ctx, t, batch) }); err == nil {
				continue
			}
		}
		failed = errors.Join(failed, db.doEach(ctx, c, batch))
	}
	return failed
}

// doEach does the chore for tickets one by one.
func (db *DB) doEach(ctx context.Context, c Chore, tickets []int64) (failed error) {
	for _, id := range tickets {
		if ctx.Err() != nil {
			break // the next round goes on with what is left
		}
		err := db.InTx(ctx, func(ctx context.Context, t *Tx) error { return c.Do(ctx, t, id) })
		if err != nil {
			failed = errors.Join(failed, fmt.Errorf("%s of ticket %d: %w", c.Name, id, err))
		}
	}
	return failed
}

type choreArgs struct {
	Name string `json:"name" river:"unique"`
}

func (choreArgs) Kind() string { return "chore" }

type choreWorker struct {
	river.WorkerDefaults[choreArgs]
	db     *DB
	chores map[string]Chore
}

func (w *choreWorker) Work(ctx context.Context, job *river.Job[choreArgs]) error {
	c, ok := w.chores[job.Args.Name]
	if !ok { // of another version that shares the database
		return river.JobCancel(fmt.Errorf("there is no chore %q", job.Args.Name))
	}
	return w.db.Do(ctx, c)
}

// periodic makes the chore come each period, and never twice at once: not even when several replicas share the
// database. One that failed is not tried again, since the next is near.
func (c Chore) periodic() *river.PeriodicJob {
	return river.NewPeriodicJob(
		river.PeriodicInterval(chorePeriod),
		func() (river.JobArgs, *river.InsertOpts) {
			return choreArgs{Name: c.Name}, &river.InsertOpts{
				MaxAttempts: 1,
				UniqueOpts: river.UniqueOpts{ByArgs: true, ByState: []rivertype.JobState{
					rivertype.JobStateAvailable, rivertype.JobStatePending, rivertype.JobStateRunning, rivertype.JobStateScheduled,
				}},
			}
		},
		&river.PeriodicJobOpts{RunOnStart: true},
	)
}
