package botapi

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"time"
)

// updateLifetime is how long Telegram keeps an update that nobody takes.
const updateLifetime = 24 * time.Hour

// maxPoll is the longest that getUpdates waits.
const maxPoll = 50 * time.Second

// optIn are the updates that come only to a bot that asks for them.
var optIn = []string{"chat_member", "message_reaction", "message_reaction_count"}

// updateQueue holds the updates that the bot has not confirmed.
type updateQueue struct {
	pending []update
	lastID  int64
	allowed []string       // kinds the bot wants; empty means all but optIn
	arrived chan struct{}  // closed and replaced when an update arrives
	poll    chan *apiError // the running getUpdates listens here for its end; nil when none runs
}

// update is one event for the bot, encoded when it happened: later edits do not reach back into it.
type update struct {
	ID   int64
	Chat int64
	Time time.Time
	Kind string
	Body json.RawMessage
}

// init numbers updates from the clock on. Ids grow from one run of the emulator to the next even when its state was not
// kept or lags behind, so that a bot with a memory of its own does not take a new update for one that it has handled.
func (q *updateQueue) init(now time.Time) {
	q.lastID = now.Unix()
	q.arrived = make(chan struct{})
}

// MarshalJSON writes the update as getUpdates and webhooks show it.
func (u update) MarshalJSON() ([]byte, error) {
	return fmt.Appendf(nil, `{"update_id":%d,%q:%s}`, u.ID, u.Kind, u.Body), nil
}

// wants tells whether the bot asked for this kind.
func (q *updateQueue) wants(kind string) bool {
	if len(q.allowed) == 0 {
		return !slices.Contains(optIn, kind)
	}
	return slices.Contains(q.allowed, kind)
}

// enqueue gives the bot an update about something in the chat. The caller holds the lock.
func (s *Server) enqueue(chatID int64, kind string, body any) {
	q := &s.updates
	if !q.wants(kind) {
		return
	}
	raw, err := json.Marshal(body)
	if err != nil {
		panic(fmt.Sprintf("botapi: encode %s: %v", kind, err)) // our own types always encode
	}
	q.lastID++
	q.pending = append(q.pending, update{ID: q.lastID, Chat: chatID, Time: s.opts.Now(), Kind: kind, Body: raw})
	close(q.arrived)
	q.arrived = make(chan struct{})
}

// confirm forgets the updates before offset; a negative offset keeps only so many of the last.
func (q *updateQueue) confirm(offset int64) {
	switch {
	case offset > 0:
		q.pending = slices.DeleteFunc(q.pending, func(u update) bool { return u.ID < offset })
	case offset < 0:
		q.pending = q.pending[max(len(q.pending)+int(max(offset, -1<<30)), 0):]
	}
}

func (q *updateQueue) expire(now time.Time) {
	q.pending = slices.DeleteFunc(q.pending, func(u update) bool { return now.Sub(u.Time) > updateLifetime })
}

// allow takes over allowed_updates when it is given and well formed; otherwise the last setting stays.
func (q *updateQueue) allow(c *call) {
	raw, given := c.params["allowed_updates"]
	if !given {
		return
	}
	var kinds []string
	if json.Unmarshal([]byte(raw), &kinds) == nil {
		q.allowed = kinds
	}
}

// getUpdates is the long poll. It holds the lock only while it looks.
func (s *Server) getUpdates(ctx context.Context, c *call) (any, *apiError) {
	s.mu.Lock()
	switch {
	case s.world.LoggedOut:
		s.mu.Unlock()
		return nil, refuse(loggedOut)
	case s.webhook.URL != "":
		s.mu.Unlock()
		return nil, refuse(webhookActive)
	}
	q := &s.updates
	q.allow(c)
	s.abortPoll(refuse(otherGetUpdates))
	before := len(q.pending)
	q.expire(s.opts.Now())
	q.confirm(c.int("offset", 0))
	s.changed = s.changed || len(q.pending) != before
	limit := int(c.clamped("limit", 100, 1, 100))
	wait := min(time.Duration(c.clamped("timeout", 0, 0, 50))*time.Second, maxPoll)

	over := make(chan *apiError, 1)
	q.poll = over
	timer := time.NewTimer(wait)
	defer timer.Stop()
	defer func() {
		if q.poll == over {
			q.poll = nil
		}
		s.mu.Unlock()
	}()
	for len(q.pending) == 0 && wait > 0 {
		arrived := q.arrived
		s.mu.Unlock()
		var end *apiError
		select {
		case <-arrived:
		case <-timer.C:
			wait = 0
		case <-ctx.Done(): // the bot hung up
			wait = 0
		case <-s.ctx.Done():
			end = refuse(restarting)
		case end = <-over:
		}
		s.mu.Lock()
		if end != nil {
			return nil, end
		}
	}
	if ctx.Err() != nil {
		return []update{}, nil
	}
	batch := slices.Clone(q.pending[:min(limit, len(q.pending))])
	if batch == nil {
		batch = []update{}
	}
	return batch, nil
}

// abortPoll ends the getUpdates that is waiting, if one is.
func (s *Server) abortPoll(why *apiError) {
	if s.updates.poll != nil {
		s.updates.poll <- why // buffered, and taken away at once: never blocks
		s.updates.poll = nil
	}
}

// Pending counts the updates that the bot has not confirmed yet.
func (s *Server) Pending() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.updates.pending)
}
