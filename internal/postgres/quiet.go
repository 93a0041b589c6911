package postgres

import (
	"context"
	"log/slog"
	"strings"
	"sync/atomic"
	"time"
)

// quietFor is how long the parts of a library are not heard after one of them has complained: while the database is
// away each of them does, every second.
const quietFor = time.Minute

// quiet returns a logger for a library that tells each of its steps and each of its attempts to everybody. What it tells
// as information, and what it repeats, is for those who debug. What is said of a job is always heard.
func quiet(log *slog.Logger) *slog.Logger {
	return slog.New(quietHandler{log.Handler(), &atomic.Pointer[time.Time]{}})
}

type quietHandler struct {
	slog.Handler
	complained *atomic.Pointer[time.Time] // when it was last heard
}

func (h quietHandler) Handle(ctx context.Context, r slog.Record) error {
	if !h.heard(r) {
		r.Level = min(r.Level, slog.LevelDebug)
	}
	if !h.Enabled(ctx, r.Level) {
		return nil
	}
	return h.Handler.Handle(ctx, r)
}

func (h quietHandler) heard(r slog.Record) bool {
	if strings.HasPrefix(r.Message, "jobexecutor.") { // a job that failed is told as information
		return true
	}
	if r.Level < slog.LevelWarn {
		return false
	}
	last := h.complained.Load()
	if last != nil && r.Time.Sub(*last) < quietFor {
		return false
	}
	return h.complained.CompareAndSwap(last, &r.Time)
}

func (h quietHandler) WithAttrs(attrs []slog.Attr) slog.Handler {
	return quietHandler{h.Handler.WithAttrs(attrs), h.complained}
}

func (h quietHandler) WithGroup(name string) slog.Handler {
	return quietHandler{h.Handler.WithGroup(name), h.complained}
}
