package helpdesk

import (
	"iter"
	"slices"
	"time"
)

// Calendar tells when the company works, by the clock on its wall: the hours of the week and what differs on single
// dates. The zero Calendar is always open.
type Calendar struct {
	Week     Week
	Dates    Dates
	Location *time.Location // of the clock on the wall; nil: UTC
}

// Week holds the working hours of each weekday. One without any means that the company is always open.
type Week struct{ days [7][]hours }

// Dates are the dates that differ from the week: with no hours a holiday, else what is worked on that day, be it an
// extra working day or a short one.
type Dates struct{ days map[date][]hours }

// date is a day of the calendar.
type date struct {
	year  int
	month time.Month
	day   int
}

// hours are worked from one minute of the day up to another, 0 to 24*60. Those of a day are in order and apart.
type hours struct{ from, to int }

// span is a stretch of working time, end not included.
type span struct{ start, end time.Time }

// Always tells whether there is no time at which the company does not work.
func (w Week) Always() bool {
	for _, day := range w.days {
		if len(day) > 0 {
			return false
		}
	}
	return true
}

// Open tells whether the company works at t.
func (c Calendar) Open(t time.Time) bool {
	return !c.NextOpening(t).After(t)
}

// NextOpening returns t when the company works then, else when it begins to.
func (c Calendar) NextOpening(t time.Time) time.Time {
	for s := range c.spans(t) {
		if s.start.After(t) {
			return s.start
		}
		return t
	}
	return t
}

// Add returns when the given working time has passed since t. That may be the moment at which a working day ends.
func (c Calendar) Add(t time.Time, working time.Duration) time.Time {
	if working <= 0 {
		return t
	}
	for s := range c.spans(t) {
		length := s.end.Sub(s.start)
		if working <= length {
			return s.start.Add(working)
		}
		working -= length
	}
	return t
}

// Between returns the working time from a to b, 0 when b is not after a.
func (c Calendar) Between(a, b time.Time) time.Duration {
	if c.Week.Always() && len(c.Dates.days) == 0 { // thousands of stretches are taken a median of
		return max(0, b.Sub(a))
	}
	var working time.Duration
	for s := range c.spans(a) {
		if !s.start.Before(b) {
			break
		}
		working += minTime(s.end, b).Sub(s.start)
	}
	return working
}

// Before returns the last moment from which the given working time has passed at t: what began then or earlier has
// lasted as long at least.
func (c Calendar) Before(t time.Time, working time.Duration) time.Time {
	if working <= 0 {
		return t
	}
	for s := range c.spansBefore(t) {
		length := s.end.Sub(s.start)
		if working <= length {
			return s.end.Add(-working)
		}
		working -= length
	}
	return t
}

// spans yields working time from t on, in order, without end.
func (c Calendar) spans(t time.Time) iter.Seq[span] {
	return func(yield func(span) bool) {
		for day := c.dateOf(t); ; day = day.add(1) {
			for _, h := range c.hoursOf(day) {
				s := span{c.at(day, h.from), c.at(day, h.to)}
				if s.start.Before(t) {
					s.start = t
				}
				if s.start.Before(s.end) && !yield(s) {
					return
				}
			}
		}
	}
}

// spansBefore yields working time up to t, the latest first, without end.
func (c Calendar) spansBefore(t time.Time) iter.Seq[span] {
	return func(yield func(span) bool) {
		// A clock that is put back at midnight shows the new day before the old one is over.
		for day := c.dateOf(t).add(1); ; day = day.add(-1) {
			for _, h := range slices.Backward(c.hoursOf(day)) {
				s := span{c.at(day, h.from), minTime(c.at(day, h.to), t)}
				if s.start.Before(s.end) && !yield(s) {
					return
				}
			}
		}
	}
}

// hoursOf returns what is worked on a day.
func (c Calendar) hoursOf(d date) []hours {
	if special, ok := c.Dates.days[d]; ok {
		return special
	}
	if c.Week.Always() {
		return []hours{{0, minutesOfDay}}
	}
	return c.Week.days[d.weekday()]
}

const minutesOfDay = 24 * 60

// at returns when the clock on the wall first shows the minute of a day. A minute that the change to summer time leaves
// out is the moment of that change; one that comes twice in autumn is the first of the two.
func (c Calendar) at(d date, minute int) time.Time {
	wanted := time.Date(d.year, d.month, d.day, 0, minute, 0, 0, time.UTC)
	t := time.Date(d.year, d.month, d.day, 0, minute, 0, 0, c.location())
	begin, end := t.ZoneBounds()
	switch shown := wallClock(t); {
	case shown.After(wanted):
		return begin.In(c.location())
	case shown.Before(wanted):
		return end.In(c.location())
	case begin.IsZero():
		return t
	}
	_, before := begin.Add(-time.Nanosecond).Zone()
	if first := wanted.Add(-time.Duration(before) * time.Second); first.Before(begin) {
		return first.In(c.location())
	}
	return t
}

// wallClock is what the clock on the wall shows at t, as if it were UTC, so that two can be compared.
func wallClock(t time.Time) time.Time {
	_, offset := t.Zone()
	return t.UTC().Add(time.Duration(offset) * time.Second)
}

func (c Calendar) location() *time.Location {
	if c.Location == nil {
		return time.UTC
	}
	return c.Location
}

func (c Calendar) dateOf(t time.Time) date {
	var d date
	d.year, d.month, d.day = t.In(c.location()).Date()
	return d
}

func (d date) add(days int) date {
	var next date
	next.year, next.month, next.day = d.utc().AddDate(0, 0, days).Date()
	return next
}

func (d date) weekday() time.Weekday { return d.utc().Weekday() }

// utc is the day's midnight in a zone where every day has one.
func (d date) utc() time.Time { return time.Date(d.year, d.month, d.day, 0, 0, 0, 0, time.UTC) }

func minTime(a, b time.Time) time.Time {
	if a.Before(b) {
		return a
	}
	return b
}
