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
	// cancels tell each of what was started to finish.
	cancels []context.CancelFunc
	// failed gets the first error that makes it useless to go on.
	failed chan error
}

func newServices(log *slog.Logger) *services {
	return &services{log: log, failed: make(chan error, 1)}
}

// start runs f until it is time to stop; f ends with its context and has then its own grace to finish what is in hand.
// The context is not the caller's, with which database and index would go too.
func (s *services) start(ctx context.Context, name string, f func(context.Context) error) {
	ctx, cancel := context.WithCancel(context.WithoutCancel(ctx))
	done := make(chan struct{})
	go func() {
		defer close(done)
		if err := f(ctx); err != nil {
			s.fail(fmt.Errorf("%s: %w", name, err))
		}
	}()
	s.cancels = append(s.cancels, cancel)
	s.add(name, func(bound context.Context) error { return within(bound, done) })
}

// stop tells everything that was started to finish, all at once so that their graces do not add up, and then ends one
// thing after the other. ctx bounds how long that may take.
func (s *services) stop(ctx context.Context) error {
	for _, cancel := range s.cancels {
		cancel()
	}
	return s.run(ctx)
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
