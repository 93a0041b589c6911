package delivery

import (
	"context"
	"maps"
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// Telegram's limits: about one message a second in a chat, of which it bears short bursts, and twenty a minute in a
// group, edits included. A bucket of 5 that fills with 15 a minute never lets more than 20 through in any minute.
const (
	PrivateEvery, privateBurst = time.Second, 3 // exported for those who measure the bot and not its wait
	groupEvery, groupBurst     = 4 * time.Second, 5
)

// Limits keeps everything that goes out within Telegram's limits. It is shared by all who send.
type Limits struct {
	bot *rate.Limiter

	mu     sync.Mutex
	since  time.Time // nothing is known of what went to groups before
	chats  map[int64]*rate.Limiter
	paused map[int64]time.Time // until when a chat must be left alone
	until  time.Time           // until when all must be
}

// NewLimits returns limits of so many messages a second for the whole bot.
func NewLimits(perSecond float64) *Limits {
	burst := max(1, int(perSecond/10)) // small, since what goes at once comes on top of the next second's
	return &Limits{
		bot: rate.NewLimiter(rate.Limit(perSecond), burst), since: time.Now(),
		chats: map[int64]*rate.Limiter{}, paused: map[int64]time.Time{},
	}
}

// Wait returns nil when so many messages to the chat may go out at once.
func (l *Limits) Wait(ctx context.Context, chat int64, messages int) error {
	if err := take(ctx, l.chat(chat), messages); err != nil {
		return err
	}
	for {
		until := l.pausedUntil(chat)
		wait := time.Until(until)
		if wait <= 0 {
			break
		}
		pause(ctx, wait)
		if err := ctx.Err(); err != nil {
			return err
		}
	}
	return take(ctx, l.bot, messages)
}

// take waits for so many tokens. Of more than the bucket holds it waits for all of these and leaves the others owing: what
// follows waits for them too.
func take(ctx context.Context, bucket *rate.Limiter, tokens int) error {
	held := min(tokens, bucket.Burst())
	if err := bucket.WaitN(ctx, held); err != nil {
		return err
	}
	for range tokens - held {
		bucket.Reserve()
	}
	return nil
}

// manyChats told to wait at the same time mean that the bot as a whole is too fast.
const manyChats = 3

// Pause leaves the chat alone for a while, since Telegram said so. It does not say whether it means the chat or the
// whole bot: when several chats are told the same meanwhile, the bot is meant.
func (l *Limits) Pause(chat int64, d time.Duration) {
	l.mu.Lock()
	defer l.mu.Unlock()
	now := time.Now()
	maps.DeleteFunc(l.paused, func(_ int64, until time.Time) bool { return until.Before(now) })
	l.paused[chat] = later(l.paused[chat], now.Add(d))
	if len(l.paused) >= manyChats {
		l.until = later(l.until, now.Add(d))
	}
}

func (l *Limits) pausedUntil(chat int64) time.Time {
	l.mu.Lock()
	defer l.mu.Unlock()
	return later(l.until, l.paused[chat])
}

func (l *Limits) chat(id int64) *rate.Limiter {
	l.mu.Lock()
	defer l.mu.Unlock()
	if limiter, ok := l.chats[id]; ok {
		return limiter
	}
	if len(l.chats) >= 10_000 {
		for other, limiter := range l.chats { // a full bucket says nothing that a new one does not
			if limiter.Tokens() >= float64(limiter.Burst()) {
				delete(l.chats, other)
			}
		}
	}
	limiter := rate.NewLimiter(rate.Every(PrivateEvery), privateBurst)
	if isGroup(id) {
		limiter = rate.NewLimiter(rate.Every(groupEvery), groupBurst)
		limiter.AllowN(l.since, groupBurst) // what went out before may have emptied it
	}
	l.chats[id] = limiter
	return limiter
}

// isGroup tells the ids of groups and channels.
func isGroup(chat int64) bool { return chat < 0 }

// Begin is called when sending begins, since another replica, or this one before a restart, may have sent until now: a
// group's bucket is then as good as empty, and its twenty a minute hold over any number of restarts.
func (l *Limits) Begin() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.since = time.Now()
	maps.DeleteFunc(l.chats, func(chat int64, _ *rate.Limiter) bool { return isGroup(chat) })
}

// Resting returns the groups that may not be sent to yet. Their next message is better not chosen now: while it waits
// for its turn, a newer state may take its place.
func (l *Limits) Resting() []int64 {
	l.mu.Lock()
	defer l.mu.Unlock()
	now := time.Now()
	var resting []int64
	for chat, limiter := range l.chats {
		if isGroup(chat) && (limiter.TokensAt(now) < 1 || l.paused[chat].After(now)) {
			resting = append(resting, chat)
		}
	}
	return resting
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}
