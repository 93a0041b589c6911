package helpdesk

import (
	"slices"
	"strings"
	"time"
	"unicode"
)

// maxTag is how many characters a tag has at most.
const maxTag = 32

// ParseTags reads tags as people type them: words between spaces or commas, with or without "#", in any case.
func ParseTags(text string) []string {
	words := strings.FieldsFunc(strings.ToLower(text), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '-' && r != '_'
	})
	for i, w := range words {
		words[i] = string([]rune(w)[:min(maxTag, len([]rune(w)))])
	}
	slices.Sort(words)
	return slices.Compact(words)
}

// Tag adds tags to the ticket. Any manager may, in any state but merged: its other ticket has the tags. Tags that it has
// already are no error: the event is nil when none is new.
func (t *Ticket) Tag(tags []string, manager int64, now time.Time) (*Event, error) {
	return t.retag(EventTagged, tags, false, manager, now)
}

// Untag takes tags away from the ticket, as Tag adds them.
func (t *Ticket) Untag(tags []string, manager int64, now time.Time) (*Event, error) {
	return t.retag(EventUntagged, tags, true, manager, now)
}

// retag turns those of the tags that the ticket has, or has not, into the opposite.
func (t *Ticket) retag(kind EventKind, tags []string, has bool, manager int64, now time.Time) (*Event, error) {
	if t.State == StateMerged {
		return nil, t.live()
	}
	var turned, left []string
	for _, tag := range tags {
		if slices.Contains(t.Tags, tag) == has {
			turned = append(turned, tag)
		}
	}
	if len(turned) == 0 {
		return nil, nil
	}
	for _, tag := range t.Tags {
		if !slices.Contains(turned, tag) {
			left = append(left, tag)
		}
	}
	if !has {
		left = append(left, turned...)
	}
	slices.Sort(left)
	t.Tags = slices.Compact(left)
	e := t.event(kind, manager, now)
	e.Note = strings.Join(turned, ", ")
	return e, nil
}
