package botapi

import (
	"slices"
	"time"
)

// Limits are how fast a bot may send and edit. A zero field limits nothing.
type Limits struct {
	ChatPerSecond  float64 // to one private chat, with bursts of ChatBurst; Telegram: about 1
	ChatBurst      int     // messages that one chat takes at once before ChatPerSecond holds; default 5
	GroupPerMinute int     // to one group in any sixty seconds, edits included; Telegram: 20
	BotPerSecond   int     // to all chats together; Telegram: 30
}

// TelegramLimits are the limits of the documentation's FAQ, «My bot is hitting limits».
var TelegramLimits = Limits{ChatPerSecond: 1, ChatBurst: 5, GroupPerMinute: 20, BotPerSecond: 30}

// limiter is a set of token buckets, one for the bot and one for each private chat, and what went to groups lately.
type limiter struct {
	limits Limits
	bot    bucket
	chats  map[int64]*bucket
	groups map[int64][]time.Time // when messages went to a group, oldest first
}

// bucket fills with rate tokens a second up to its size.
type bucket struct {
	tokens float64
	filled time.Time
}

func newLimiter(limits Limits) limiter {
	if limits.ChatBurst <= 0 {
		limits.ChatBurst = 5
	}
	return limiter{limits: limits, chats: map[int64]*bucket{}, groups: map[int64][]time.Time{}}
}

// take books n messages to the chat, or says how long to wait. A refused message costs nothing.
func (l *limiter) take(now time.Time, ch *chat, n int) *apiError {
	bot := float64(l.limits.BotPerSecond)
	wait := l.bot.wait(now, bot, bot, n)
	if !ch.private() {
		if wait = max(wait, l.groupWait(now, ch.Info.ID, n)); wait > 0 {
			return refuseFor(wait)
		}
		l.groups[ch.Info.ID] = append(l.groups[ch.Info.ID], slices.Repeat([]time.Time{now}, n)...)
		l.bot.tokens -= float64(n)
		return nil
	}
	own := l.chats[ch.Info.ID]
	if own == nil {
		own = &bucket{tokens: float64(l.limits.ChatBurst), filled: now}
		l.chats[ch.Info.ID] = own
	}
	if wait = max(wait, own.wait(now, l.limits.ChatPerSecond, float64(l.limits.ChatBurst), n)); wait > 0 {
		return refuseFor(wait)
	}
	own.tokens -= float64(n)
	l.bot.tokens -= float64(n)
	return nil
}

// groupWait tells how long until n more messages fit into a minute of the group. The window slides: how Telegram counts
// its twenty a minute is not published, and a bot that keeps to this keeps to any way.
func (l *limiter) groupWait(now time.Time, group int64, n int) time.Duration {
	limit := l.limits.GroupPerMinute
	if limit <= 0 {
		return 0
	}
	sent := slices.DeleteFunc(l.groups[group], func(at time.Time) bool { return now.Sub(at) >= time.Minute })
	l.groups[group] = sent
	over := len(sent) + min(n, limit) - limit
	if over <= 0 {
		return 0
	}
	return sent[over-1].Add(time.Minute).Sub(now)
}

// wait fills the bucket and tells how long until n tokens are there; an album larger than the bucket waits for a full one.
func (b *bucket) wait(now time.Time, rate, size float64, n int) time.Duration {
	if rate <= 0 {
		return 0
	}
	if b.filled.IsZero() {
		b.tokens = size
	} else {
		b.tokens = min(b.tokens+now.Sub(b.filled).Seconds()*rate, size)
	}
	b.filled = now
	missing := min(float64(n), size) - b.tokens
	if missing <= 0 {
		return 0
	}
	return time.Duration(missing / rate * float64(time.Second))
}

// SetLimits changes the rate limits of a running server.
func (s *Server) SetLimits(limits Limits) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.limiter = newLimiter(limits)
}
