package helpdesk

import "time"

// FloodLimit is how many messages a minute are still a conversation. A person who types short lines in a hurry sends one
// every four to five seconds; what goes on faster is forwarded in bulk, or comes from a machine.
const FloodLimit = 20

const (
	// BurstGap is the silence that ends a burst: time enough to type another short line on a phone.
	BurstGap = 10 * time.Second
	// BurstSpan is how long a burst grows. Telegram notifies nobody of a message that grows, so that whoever reads it
	// must be sent a new one now and then.
	BurstSpan = time.Minute
)

// Pace is how fast a person writes: a vessel that each message fills by one, and that empties steadily. So a few words in
// a row are no flood, and who stops for a moment is soon heard again.
type Pace struct {
	Level   float64
	At      time.Time // when it was at that level
	Flooded bool      // it ran over, and has not fallen to half of the limit since
}

// Count counts a message, of which limit may come in the time per. It returns whether they come too fast, and whether
// this one is the first that does.
func (p *Pace) Count(limit int, per time.Duration, now time.Time) (flood, first bool) {
	if passed := now.Sub(p.At); passed > 0 { // clocks may be put back
		p.Level = max(0, p.Level-float64(limit)*passed.Seconds()/per.Seconds())
		p.At = now
	}
	before := p.Flooded
	if p.Level <= float64(limit)/2 {
		before = false
	}
	p.Level = min(p.Level+1, float64(limit)+1) // however long a flood lasts, it is over half the time per after its end
	p.Flooded = before || p.Level > float64(limit)
	return p.Flooded, p.Flooded && !before
}
