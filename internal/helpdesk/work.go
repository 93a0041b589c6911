package helpdesk

import (
	"slices"
	"time"
)

// Work is what a manager, or all of them, did in some periods that end now: the counts of tickets are in the order of the
// periods.
type Work struct {
	Taken    []int // by themselves, or given by colleagues
	Answered []int
	Closed   []int
	Reopened []int // after they had closed them
	Scores   []Scores

	FirstAnswers []Stretch // from the question to the first answer, if it was theirs
	Resolutions  []Stretch // from the question to the closing
}

// Scores are what customers made of the work.
type Scores struct {
	Count int
	Mean  float64 // 0 when there are none
}

// Stretch is how long something of a ticket took.
type Stretch struct {
	From, To time.Time
	Breached bool // a target of the ticket was missed
}

// Median returns the median working time of what ended at a time or later, false when nothing did.
func Median(c Calendar, stretches []Stretch, since time.Time) (time.Duration, bool) {
	var lasted []time.Duration
	for _, s := range stretches {
		if !s.To.Before(since) {
			lasted = append(lasted, c.Between(s.From, s.To))
		}
	}
	if len(lasted) == 0 {
		return 0, false
	}
	slices.Sort(lasted)
	middle := len(lasted) / 2
	if len(lasted)%2 == 1 {
		return lasted[middle], true
	}
	return (lasted[middle-1] + lasted[middle]) / 2, true
}

// Kept returns the share of what ended at a time or later whose tickets missed no target, false when nothing ended.
func Kept(stretches []Stretch, since time.Time) (float64, bool) {
	ended, kept := 0, 0
	for _, s := range stretches {
		if s.To.Before(since) {
			continue
		}
		ended++
		if !s.Breached {
			kept++
		}
	}
	if ended == 0 {
		return 0, false
	}
	return float64(kept) / float64(ended), true
}
