package delivery

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"sync"
	"time"
)

const (
	// storeTimeout is how long the inbox may take until it counts as away; a customer waits for the answer.
	storeTimeout = 3 * time.Second
	// flushPause is between attempts at the last moment: a database that is just back refuses the connections of before.
	flushPause = 100 * time.Millisecond
	// turnWithin is how long the offline answers of a batch may wait for Telegram's limits. What has to wait longer comes
	// with the next batch: meanwhile the inbox may be back, and what was said already must be stored.
	turnWithin = time.Second
	// forgetAfter is how long an update that was answered offline is remembered; Telegram repeats none for longer.
	forgetAfter = 25 * time.Hour
)

// Inbox keeps updates until they are handled.
type Inbox interface {
	// Receive stores updates, all or none, and returns how many were new.
	Receive(ctx context.Context, botID int64, updates []Update) (int, error)
}

// Offline answers an update without the database. It returns false when it cannot.
type Offline func(ctx context.Context, u Update) ([]Outgoing, bool)

// Intake is where updates come in, whichever way they came.
//
// While the inbox is away, an update is answered offline, once in this process, and stays with Telegram, which brings
// it again until the inbox has it. It is then stored as answered: what remains is handled, but not said again.
type Intake struct {
	botID    int64
	inbox    Inbox
	offline  Offline
	caller   Caller
	limits   *Limits
	metrics  *Metrics
	log      *slog.Logger
	arrived  Bell
	received condition

	mu   sync.Mutex
	seen map[int64]*sight
}

// sight is what is known of an update that could not be stored.
type sight struct {
	update   Update
	at       time.Time
	done     bool // nobody works on it at the moment
	answered bool
}

// ErrUncertain says that the database went away while it was told to commit: nobody knows whether it did.
var ErrUncertain = errors.New("it is not known whether the commit took place")

// errBusy says that the same update is being answered offline at this moment.
var errBusy = errors.New("update is being answered")

// NewIntake returns an intake. arrived rings when there is something to handle.
func NewIntake(botID int64, inbox Inbox, offline Offline, caller Caller, limits *Limits, arrived Bell, metrics *Metrics, log *slog.Logger) *Intake {
	return &Intake{
		botID: botID, inbox: inbox, offline: offline, caller: caller, limits: limits, metrics: metrics, log: log,
		arrived: arrived, received: condition{log: log, what: "inbox"}, seen: map[int64]*sight{},
	}
}

// Degraded tells whether the inbox was away when it was last needed, so that answers come from the index alone.
func (i *Intake) Degraded() bool { return i.received.isBroken() }

// Store returns nil once the updates are committed to the inbox: only then may Telegram be told.
func (i *Intake) Store(ctx context.Context, updates []Update) error {
	if i.recall(updates) {
		return errBusy
	}
	err := i.receive(ctx, updates)
	if err == nil {
		i.received.note(ctx, nil)
		i.forget(updates)
		i.arrived.Ring()
		return nil
	}
	if ctx.Err() != nil {
		return ctx.Err()
	}
	i.received.note(ctx, err)
	if errors.Is(err, ErrUncertain) {
		i.hold(updates)
	}
	i.answerOffline(ctx, updates)
	return fmt.Errorf("store %d updates: %w", len(updates), err)
}

// Flush stores what is still to be stored, once nothing more comes in: what an ordered stop left behind, the next
// process would answer again.
func (i *Intake) Flush(ctx context.Context) {
	i.mu.Lock()
	left := make([]Update, 0, len(i.seen))
	for _, s := range i.seen {
		u := s.update
		u.Answered = u.Answered || s.answered
		left = append(left, u)
	}
	i.mu.Unlock()
	if len(left) == 0 {
		return
	}
	slices.SortFunc(left, func(a, b Update) int { return cmp.Compare(a.ID, b.ID) }) // Telegram's order, and so each chat's
	ctx, cancel := context.WithTimeout(ctx, storeTimeout)
	defer cancel()
	for {
		err := i.receive(ctx, left)
		if err == nil {
			i.forget(left)
			return
		}
		pause(ctx, flushPause)
		if ctx.Err() != nil {
			i.log.WarnContext(ctx, "updates could not be stored; the next start answers again what was answered without the database",
				"updates", len(left), "error", err)
			return
		}
	}
}

func (i *Intake) receive(ctx context.Context, updates []Update) error {
	ctx, cancel := context.WithTimeout(ctx, storeTimeout)
	defer cancel()
	_, err := i.inbox.Receive(ctx, i.botID, updates)
	return err
}

// recall marks the updates that were answered offline before; it returns true when one of them is in work.
func (i *Intake) recall(updates []Update) (busy bool) {
	i.mu.Lock()
	defer i.mu.Unlock()
	for n := range updates {
		if s, ok := i.seen[updates[n].ID]; ok {
			busy = busy || !s.done
			updates[n].Answered = updates[n].Answered || s.answered
			updates[n].ReceivedAt = s.at
		}
	}
	return busy
}

func (i *Intake) forget(updates []Update) {
	i.mu.Lock()
	defer i.mu.Unlock()
	for n := range updates {
		delete(i.seen, updates[n].ID)
	}
}

// hold keeps updates from being answered offline that may be in the inbox already: they would be answered again from
// there as soon as the database is back, before Telegram brings them once more.
func (i *Intake) hold(updates []Update) {
	i.mu.Lock()
	defer i.mu.Unlock()
	for _, u := range updates {
		if _, ok := i.seen[u.ID]; !ok {
			i.seen[u.ID] = &sight{update: u, at: u.ReceivedAt, done: true}
		}
	}
}

// answerOffline answers the updates that are new to this process, chats in parallel, and returns when all is sent.
func (i *Intake) answerOffline(ctx context.Context, updates []Update) {
	work, stop := outliving(ctx, grace)
	defer stop()
	turn := ctx
	if len(updates) > 1 {
		var end context.CancelFunc
		turn, end = context.WithTimeout(ctx, turnWithin)
		defer end()
	}
	chats := map[int64][]Update{}
	i.mu.Lock()
	for id, s := range i.seen {
		if time.Since(s.at) > forgetAfter {
			delete(i.seen, id)
		}
	}
	for _, u := range updates {
		if _, ok := i.seen[u.ID]; !ok {
			i.seen[u.ID] = &sight{update: u, at: u.ReceivedAt}
			chats[u.ChatID] = append(chats[u.ChatID], u)
		}
	}
	i.mu.Unlock()
	var sending sync.WaitGroup
	for _, waiting := range chats {
		sending.Go(func() {
			for n, u := range waiting {
				answered, late := i.answer(ctx, turn, work, u)
				if late {
					i.forget(waiting[n:]) // the order of the chat holds
					return
				}
				i.mu.Lock()
				i.seen[u.ID].done, i.seen[u.ID].answered = true, answered
				i.mu.Unlock()
			}
		})
	}
	sending.Wait()
}

// answer tells whether the person got anything, so that it must not be said again, or that its turn did not come.
func (i *Intake) answer(ctx, turn, work context.Context, u Update) (said, late bool) {
	out, ok := i.offline(ctx, u)
	if !ok {
		return false, false
	}
	for _, o := range out {
		if o.ChatID == 0 {
			o.ChatID = u.ChatID
		}
		result, cause, begun := attempt(turn, work, i.caller, i.limits, o, 1)
		if !begun && !said && ctx.Err() == nil {
			return false, true
		}
		if !result.Sent {
			i.log.WarnContext(ctx, "offline answer was not sent", "update", u.ID, "error", cause)
			return said, false
		}
		said, turn = true, ctx // an answer that has begun is said to its end
	}
	if said {
		i.metrics.offline.Inc()
	}
	return said, false
}
