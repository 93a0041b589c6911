package delivery

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"time"
)

const (
	pollTimeout  = 30 * time.Second       // how long Telegram keeps an empty poll open
	pollMargin   = 10 * time.Second       // how much longer its reply may take
	pollConflict = 3 * time.Second        // how long to leave the poll to another who has it
	pollOutage   = 500 * time.Millisecond // Telegram brings unconfirmed updates again at once
)

// Poller fetches updates by long polling. It moves the offset, which tells Telegram that updates were received, only
// after they are committed. While the inbox is away Telegram brings the first hundred unconfirmed updates again and
// again; those behind them wait until it is back.
type Poller struct {
	caller  Caller
	intake  *Intake
	log     *slog.Logger
	fetched condition
	trouble trouble
}

// NewPoller returns a poller. Only one may run at a time over all replicas; Telegram refuses two.
func NewPoller(caller Caller, intake *Intake, log *slog.Logger) *Poller {
	return &Poller{caller: caller, intake: intake, log: log, fetched: condition{log: log, what: "polling of Telegram"}}
}

// Trouble returns why the last poll failed, nil if it did not or nobody polls. Of a conflict, with another bot on this
// token or with a webhook, calls that go through say nothing, and yet no update comes in.
func (p *Poller) Trouble() error {
	_, err := p.trouble.state()
	return err
}

// Run polls until ctx ends. The error is ErrUnauthorized: Telegram does not know the token, and no waiting helps.
func (p *Poller) Run(ctx context.Context) error {
	defer func() { p.trouble.note(nil, time.Now()) }()
	offset := int64(0)
	for failures := 0; ctx.Err() == nil; {
		updates, last, err := p.fetch(ctx, offset)
		if ctx.Err() != nil {
			return nil // told to stop
		}
		p.fetched.note(ctx, err)
		p.trouble.note(err, time.Now())
		if err != nil {
			d := classify(err)
			switch {
			case d.unauthorized && !d.foreign:
				return fmt.Errorf("%w (%w)", ErrUnauthorized, err)
			case isConflict(err): // another bot polls with this token, or a webhook is set
				pause(ctx, pollConflict)
			default:
				pause(ctx, max(backoff(failures), d.retryAfter))
				failures++
			}
			continue
		}
		failures = 0
		if last == 0 {
			continue
		}
		if err := p.intake.Store(ctx, updates); err != nil {
			pause(ctx, pollOutage)
			continue
		}
		offset = last + 1
	}
	return nil
}

// fetch returns updates and the highest update_id among them, 0 for none.
func (p *Poller) fetch(ctx context.Context, offset int64) ([]Update, int64, error) {
	ctx, cancel := context.WithTimeout(ctx, pollTimeout+pollMargin)
	defer cancel()
	open := pollTimeout
	if p.Trouble() != nil {
		open = 0 // a poll that Telegram keeps open says only at its end that all is well again
	}
	reply, err := p.caller.Call(ctx, "getUpdates", map[string]any{
		"offset": offset, "limit": 100, "timeout": int(open.Seconds()), "allowed_updates": UpdateKinds,
	})
	if err != nil {
		return nil, 0, err
	}
	var raw []json.RawMessage
	if err := json.Unmarshal(reply, &raw); err != nil {
		return nil, 0, errors.New("getUpdates: reply is no list of updates")
	}
	now := time.Now()
	var last int64
	updates := make([]Update, 0, len(raw))
	for _, r := range raw {
		u, err := ParseUpdate(r, now)
		if err != nil {
			p.log.ErrorContext(ctx, "an update cannot be read and is left out", "error", err)
			continue
		}
		updates, last = append(updates, u), max(last, u.ID)
	}
	if len(updates) == 0 && len(raw) > 0 { // Telegram would bring them again at once, for ever
		return nil, 0, errors.New("getUpdates: no update of the reply can be read")
	}
	return updates, last, nil
}
