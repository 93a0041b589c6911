package app

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"time"
)

// services are the parts that run side by side.
type services struct {
	stops
	log *slog.Logger
	// failed gets the first error that makes it useless to go on.
	failed chan error
}

func newServices(log *slog.Logger) *services {
	return &services{log: log, failed: make(chan error, 1)}
}

// start runs f until its turn to stop comes; f ends with its context. The context is not the caller's: everything
// stops in order, not all at once.
func (s *services) start(ctx context.Context, name string, f func(context.Context) error) {
	ctx, cancel := context.WithCancel(context.WithoutCancel(ctx))
	done := make(chan struct{})
	go func() {
		defer close(done)
		if err := f(ctx); err != nil {
			s.fail(fmt.Errorf("%s: %w", name, err))
		}
	}()
	s.add(name, func(bound context.Context) error {
		cancel()
		select {
		case <-done:
			return nil
		case <-bound.Done():
			return bound.Err()
		}
	})
}

// serve serves HTTP on a listener that is already open.
func (s *services) serve(name string, listener net.Listener, handler http.Handler) {
	server := &http.Server{
		Handler: handler, ReadHeaderTimeout: 10 * time.Second,
		ErrorLog: slog.NewLogLogger(s.log.Handler(), slog.LevelDebug),
	}
	go func() {
		if err := server.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
			s.fail(fmt.Errorf("%s: %w", name, err))
		}
	}()
	s.add(name, func(ctx context.Context) error {
		// An open stream of the play page would hold the stop up for ever.
		ctx, cancel := context.WithTimeout(ctx, time.Second)
		defer cancel()
		if err := server.Shutdown(ctx); err != nil {
			return server.Close()
		}
		return nil
	})
}

func (s *services) fail(err error) {
	select {
	case s.failed <- err:
	default:
	}
}

// listen opens an address, with an error that names the setting when it cannot.
func listen(ctx context.Context, setting, address string) (net.Listener, error) {
	var config net.ListenConfig
	listener, err := config.Listen(ctx, "tcp", address)
	if err != nil {
		return nil, fmt.Errorf("%s: %w; stop what uses the address, or choose another", setting, err)
	}
	return listener, nil
}
