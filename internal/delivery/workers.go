package delivery

import (
	"context"
	"errors"
	"log/slog"
	"sync"
	"time"
)

// workerPoll is how soon an update is seen that another replica received, or whose time to be tried again has come.
const workerPoll = time.Second

// Workers handle the updates that wait in the inbox.
type Workers struct {
	n       int
	handle  func(context.Context) (bool, error)
	arrived Bell
	metrics *Metrics
	log     *slog.Logger
	working condition
}

// NewWorkers returns n workers. handle takes one waiting update and handles it; it returns false when none waits. They
// wake whenever arrived rings, and each second.
func NewWorkers(n int, handle func(context.Context) (bool, error), arrived Bell, metrics *Metrics, log *slog.Logger) *Workers {
	return &Workers{
		n: n, handle: handle, arrived: arrived, metrics: metrics, log: log,
		working: condition{log: log, what: "handling of updates"},
	}
}

// Run works until ctx ends, then finishes what is in hand.
func (w *Workers) Run(ctx context.Context) {
	work, stop := outliving(ctx, grace)
	defer stop()
	var workers sync.WaitGroup
	for range w.n {
		workers.Go(func() { w.loop(ctx, work) })
	}
	workers.Wait()
}

func (w *Workers) loop(ctx, work context.Context) {
	for failures := 0; ctx.Err() == nil; {
		worked, err := w.handle(work)
		var failed *HandleError
		switch {
		case errors.As(err, &failed):
			w.failed(work, failed)
			failures = 0
			w.arrived.Ring()
			continue
		case err != nil:
			w.working.note(ctx, err)
			pause(ctx, backoff(failures))
			failures++
			continue
		}
		failures = 0
		w.working.note(ctx, nil)
		if worked {
			w.arrived.Ring() // there may be more: wake the next worker, which wakes the next if there is
			continue
		}
		select {
		case <-ctx.Done():
		case <-w.arrived:
		case <-time.After(workerPoll):
		}
	}
}

func (w *Workers) failed(ctx context.Context, err *HandleError) {
	w.metrics.failed(err.SetAside)
	if err.SetAside {
		w.log.ErrorContext(ctx, "update failed too often and is set aside", "error", err)
		return
	}
	w.log.WarnContext(ctx, "update failed and will be tried again", "error", err)
}
