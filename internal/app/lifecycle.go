package app

import (
	"context"
	"errors"
	"fmt"
)

// stops are the named ends of what was started. Each started thing registers its end at once; the ends run last in,
// first out, and all of them run whatever the others return.
type stops []stop

type stop struct {
	name string
	run  func(context.Context) error
}

func (s *stops) add(name string, run func(context.Context) error) {
	*s = append(*s, stop{name, run})
}

// run ends everything. ctx bounds how long that may take.
func (s *stops) run(ctx context.Context) error {
	var errs []error
	for i := len(*s) - 1; i >= 0; i-- {
		if err := (*s)[i].run(ctx); err != nil {
			errs = append(errs, fmt.Errorf("stop %s: %w", (*s)[i].name, err))
		}
	}
	*s = nil
	return errors.Join(errs...)
}

// bounded makes an end that knows no bound keep to one.
func bounded(end func() error) func(context.Context) error {
	return func(ctx context.Context) error {
		var err error
		done := make(chan struct{})
		go func() { defer close(done); err = end() }()
		if overdue := within(ctx, done); overdue != nil {
			return overdue
		}
		return err
	}
}

// within waits until done is closed, at most until ctx ends.
func within(ctx context.Context, done <-chan struct{}) error {
	select {
	case <-done:
		return nil
	case <-ctx.Done():
		return errors.New("not done in time")
	}
}
