package delivery

import (
	"context"
	"log/slog"
	"slices"
	"sync"
	"time"
)

const (
	// maxBusy bounds how many chats are sent to at once.
	maxBusy = 256
	// senderPoll is how soon a message is seen that another replica put into the outbox.
	senderPoll = 200 * time.Millisecond
	// grace is how long a call in hand may go on after the order to stop.
	grace = 8 * time.Second
	// settleWithin is how long the outbox may take to come back at the last moment.
	settleWithin = 5 * time.Second
)

// Outbox is the queue of messages that wait to be sent.
type Outbox interface {
	// Heads returns the first waiting message of each chat whose time has come, oldest first, save for the chats named.
	Heads(ctx context.Context, except []int64, limit int) ([]Head, error)
	// Settle records what became of the messages of one call, of all or of none. Settling them again changes nothing.
	Settle(ctx context.Context, results ...Result) error
}

// Sender sends what waits in the outbox: in order within a chat, chats in parallel, within the limits. Only one may
// run at a time over all replicas.
type Sender struct {
	outbox  Outbox
	caller  Caller
	limits  *Limits
	metrics *Metrics
	log     *slog.Logger
	queued  Bell // rings when there is something new
	freed   Bell // rings when a chat is no longer busy

	mu   sync.Mutex
	busy map[int64]bool
	// unsettled holds the results of a call that could not be recorded, by chat. It outlives a run: when the database comes
	// back, these are recorded before anything else, so that its fall makes no message go out twice.
	unsettled map[int64][]Result

	reachable, readable condition
}

// NewSender returns a sender that looks into the outbox whenever queued rings, and five times a second.
func NewSender(outbox Outbox, caller Caller, limits *Limits, queued Bell, metrics *Metrics, log *slog.Logger) *Sender {
	return &Sender{
		outbox: outbox, caller: caller, limits: limits, metrics: metrics, log: log, queued: queued, freed: NewBell(),
		busy: map[int64]bool{}, unsettled: map[int64][]Result{},
		reachable: condition{log: log, what: "Telegram"}, readable: condition{log: log, what: "outbox"},
	}
}

// Run sends until ctx ends, then waits for the calls in hand. It may be run again, but not twice at a time.
func (s *Sender) Run(ctx context.Context) {
	work, stop := outliving(ctx, grace)
	defer stop()
	var sending sync.WaitGroup
	defer sending.Wait()
	tick := time.NewTicker(senderPoll)
	defer tick.Stop()
	s.limits.Begin()
	for ctx.Err() == nil {
		s.settleLeft(ctx)
		for _, head := range s.next(ctx) {
			sending.Go(func() { s.send(ctx, work, head) })
		}
		select {
		case <-ctx.Done():
		case <-s.queued:
		case <-s.freed:
		case <-tick.C:
		}
	}
}

// Flush records what could not be recorded yet, once Run has ended for good: what an ordered stop left behind, the next
// process would send again.
func (s *Sender) Flush(ctx context.Context) {
	ctx, cancel := context.WithTimeout(ctx, settleWithin)
	defer cancel()
	for {
		s.settleLeft(ctx)
		left := s.left()
		if len(left) == 0 {
			return
		}
		pause(ctx, flushPause)
		if ctx.Err() != nil {
			s.log.WarnContext(ctx, "results of messages could not be recorded; the next start sends these messages again",
				"messages", len(slices.Concat(left...)))
			return
		}
	}
}

// next returns messages whose chats are idle, and marks these busy.
func (s *Sender) next(ctx context.Context) []Head {
	s.mu.Lock()
	chats := make([]int64, 0, len(s.busy)+len(s.unsettled))
	for chat := range s.busy {
		chats = append(chats, chat)
	}
	for chat := range s.unsettled {
		if !s.busy[chat] {
			chats = append(chats, chat)
		}
	}
	s.mu.Unlock()
	if len(chats) >= maxBusy {
		return nil
	}
	room := maxBusy - len(chats)
	heads, err := s.outbox.Heads(ctx, append(chats, s.limits.Resting()...), room)
	s.readable.note(ctx, err)
	if err != nil {
		return nil
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, head := range heads {
		s.busy[head.ChatID] = true
	}
	return heads
}

// send makes one attempt at a message and records the result. The chat stays busy until that is committed.
func (s *Sender) send(ctx, work context.Context, head Head) {
	defer s.freed.Ring()
	defer s.free(head.ChatID)
	results, begun := s.attempt(ctx, work, head)
	if !begun {
		return
	}
	s.mu.Lock()
	s.unsettled[head.ChatID] = results
	s.mu.Unlock()
	s.settle(work, results)
}

func (s *Sender) attempt(ctx, work context.Context, head Head) ([]Result, bool) {
	if album, ok := Together(head.Pieces); ok {
		return s.attemptAlbum(ctx, work, album, head.Pieces)
	}
	o := head.Outgoing
	if o.About != 0 {
		changed, ok := withMessageID(o.Params, head.AboutTelegramID)
		if head.AboutTelegramID == 0 || !ok {
			s.metrics.refused(RefusedOrphaned)
			s.log.WarnContext(ctx, "the message that was to be changed never went out, so neither does its change",
				"outbox_id", o.ID, "method", o.Method)
			return []Result{{Outgoing: o, Refusal: RefusedOrphaned}}, true
		}
		o.Params = changed
	}
	result, cause, begun := attempt(ctx, work, s.caller, s.limits, o, 1)
	switch {
	case !begun:
	case result.Refusal != "":
		s.reachable.note(ctx, nil)
		s.logRefusal(ctx, o, result.Refusal, cause)
	default:
		s.reachable.note(ctx, cause)
	}
	return []Result{result}, begun
}

func (s *Sender) logRefusal(ctx context.Context, o Outgoing, reason Refusal, cause error) {
	s.metrics.refused(reason)
	s.log.WarnContext(ctx, "Telegram refuses a message for good",
		"outbox_id", o.ID, "method", o.Method, "reason", reason, "code", codeOf(cause))
}

// settle records the results of a call, or leaves them for settleLeft.
func (s *Sender) settle(ctx context.Context, results []Result) {
	if err := s.outbox.Settle(ctx, results...); err != nil {
		s.readable.note(ctx, err)
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	first := results[0].Outgoing
	if left := s.unsettled[first.ChatID]; len(left) > 0 && left[0].Outgoing.ID == first.ID {
		delete(s.unsettled, first.ChatID)
	}
}

// settleLeft records what could not be recorded before. Their chats are not sent to meanwhile.
func (s *Sender) settleLeft(ctx context.Context) {
	for _, results := range s.left() {
		s.settle(ctx, results)
	}
}

// left returns the results of each call that could not be recorded, save for those of chats that are busy.
func (s *Sender) left() (left [][]Result) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for chat, results := range s.unsettled {
		if !s.busy[chat] {
			left = append(left, results)
		}
	}
	return left
}

func (s *Sender) free(chat int64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.busy, chat)
}

// outliving returns a context that ends some time after ctx does, for work that must not be cut off.
func outliving(ctx context.Context, by time.Duration) (context.Context, context.CancelFunc) {
	work, cancel := context.WithCancel(context.WithoutCancel(ctx))
	stop := context.AfterFunc(ctx, func() {
		timer := time.AfterFunc(by, cancel)
		context.AfterFunc(work, func() { timer.Stop() })
	})
	return work, func() { stop(); cancel() }
}
