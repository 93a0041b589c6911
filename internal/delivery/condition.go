package delivery

import (
	"context"
	"errors"
	"log/slog"
	"sync"
)

// condition logs that something is out of order, and that it is in order again, once each.
type condition struct {
	log  *slog.Logger
	what string

	mu     sync.Mutex
	broken bool
}

// note takes the outcome of the last use; nil is a good one.
func (c *condition) note(ctx context.Context, err error) {
	if errors.Is(err, context.Canceled) {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if broken := err != nil; broken == c.broken {
		return
	}
	c.broken = !c.broken
	if c.broken {
		c.log.WarnContext(ctx, "out of order, trying again", "part", c.what, "error", err)
	} else {
		c.log.InfoContext(ctx, "in order again", "part", c.what)
	}
}

func (c *condition) isBroken() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.broken
}

// codeOf returns Telegram's code of an error, 0 for another. Its description may quote the message.
func codeOf(err error) int {
	var apiErr *APIError
	if errors.As(err, &apiErr) {
		return apiErr.Code
	}
	return 0
}
