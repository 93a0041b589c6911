package postgres

import (
	"context"
	"log/slog"
	"time"
)

// Patiently runs f, and again for as long as its error lies with the database or the way to it: for what must be done
// before the bot can begin. A commit may have taken place although nobody could say so, so f must bear being done twice.
func (db *DB) Patiently(ctx context.Context, f func(context.Context) error) error {
	return patiently(ctx, db.log, passing, f)
}

// patiently runs f until it succeeds, its error is none that waiting mends, or ctx ends.
func patiently(ctx context.Context, log *slog.Logger, mends func(error) bool, f func(context.Context) error) error {
	const most = 5 * time.Second
	for wait := 100 * time.Millisecond; ; wait = min(2*wait, most) {
		err := f(ctx)
		if err == nil || ctx.Err() != nil || !mends(err) {
			return err
		}
		if wait >= time.Second { // a server that has just started is worth no warning
			log.WarnContext(ctx, "database cannot be reached, trying again", "error", err, "wait", wait)
		}
		pause(ctx, wait)
	}
}
