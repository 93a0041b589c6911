package delivery

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"time"
)

// ErrUnauthorized says that Telegram does not know the token. No waiting mends that.
var ErrUnauthorized = errors.New("token is unknown to Telegram: check FAQBOT_TELEGRAM_TOKEN (and FAQBOT_TELEGRAM_API)")

// CallPatiently calls a method until Telegram has been reached and has said yes or no: for what must be done before
// the bot can begin. The error wraps ErrUnauthorized when the token is wrong.
func CallPatiently(ctx context.Context, c *Client, log *slog.Logger, method string, params any) (json.RawMessage, error) {
	for attempt := 0; ; attempt++ {
		result, err := c.Call(ctx, method, params)
		if err == nil {
			return result, nil
		}
		d := classify(err)
		switch {
		case ctx.Err() != nil:
			return nil, ctx.Err()
		case d.unauthorized:
			return nil, fmt.Errorf("%w (%w)", ErrUnauthorized, err)
		case d.refusal != "":
			return nil, err
		}
		wait := max(backoff(attempt), d.retryAfter)
		log.WarnContext(ctx, "Telegram cannot be reached, trying again; check the network and FAQBOT_TELEGRAM_API",
			"error", err, "wait", wait.Round(10*time.Millisecond))
		pause(ctx, wait)
	}
}

// Me is the bot itself.
type Me struct {
	ID        int64  `json:"id"`
	Username  string `json:"username"`
	FirstName string `json:"first_name"`
}

// GetMe asks Telegram who the bot is, until it answers.
func GetMe(ctx context.Context, c *Client, log *slog.Logger) (me Me, err error) {
	result, err := CallPatiently(ctx, c, log, "getMe", nil)
	if err != nil {
		return me, err
	}
	if err := json.Unmarshal(result, &me); err != nil {
		return me, fmt.Errorf("getMe: %w", err)
	}
	return me, nil
}

// backoff grows from half a second to a quarter of a minute, spread so that chats do not all come back at once.
func backoff(attempt int) time.Duration {
	const least, most = 500 * time.Millisecond, 15 * time.Second
	d := min(least<<min(attempt, 10), most)
	return d/2 + rand.N(d/2) //nolint:gosec // nothing secret
}

func pause(ctx context.Context, d time.Duration) {
	select {
	case <-ctx.Done():
	case <-time.After(d):
	}
}

func isConflict(err error) bool {
	var apiErr *APIError
	return errors.As(err, &apiErr) && apiErr.Code == http.StatusConflict
}
