package botapi

import "time"

// Limits are how fast a bot may send and edit. A zero field limits nothing.
type Limits struct {
	ChatPerSecond  float64 // to one private chat, with bursts of ChatBurst; Telegram: about 1
	ChatBurst      int     // messages that one chat takes at once before ChatPerSecond holds; default 5
	GroupPerMinute int     // to one group; Telegram: 20
	BotPerSecond   int     // to all chats together; Telegram: 30
}

// TelegramLimits are the limits of the documentation's FAQ, «My bot is hitting limits».
var TelegramLimits = Limits{ChatPerSecond: 1, ChatBurst: 5, GroupPerMinute: 20, BotPerSecond: 30}

// limiter is a set of token buckets: one for the bot and one for each chat.
type limiter struct {
	limits Limits
	bot    bucket
	chats  map[int64]*bucket
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
	return limiter{limits: limits, chats: map[int64]*bucket{}}
}

// take books n messages to the chat, or says how long to wait. A refused message costs nothing.
func (l *limiter) take(now time.Time, ch *chat, n int) *apiError {
	rate, size := l.limits.ChatPerSecond, float64(l.limits.ChatBurst)
	if !ch.private() {
		rate, size = float64(l.limits.GroupPerMinute)/60, float64(l.limits.GroupPerMinute)
	}
	own := l.chats[ch.Info.ID]
	if own == nil {
		own = &bucket{tokens: size, filled: now}
		l.chats[ch.Info.ID] = own
	}
	bot := float64(l.limits.BotPerSecond)
	wait := max(own.wait(now, rate, size, n), l.bot.wait(now, bot, bot, n))
	if wait > 0 {
		return refuseFor(wait)
	}
	own.tokens -= float64(n)
	l.bot.tokens -= float64(n)
	return nil
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
