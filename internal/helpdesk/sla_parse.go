package helpdesk

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// maxWithin bounds a target: a longer one is a slip, and nobody waits for it.
const maxWithin = 2000 * time.Hour

// UnmarshalText reads the working time in which a ticket of each priority gets its first answer, each later answer and
// its solution, parted by commas: "urgent=15m/1h/4h, normal=2h/4h/-". "-" and a priority that is not named promise
// nothing, and "off" promises nothing at all.
func (s *SLA) UnmarshalText(text []byte) error {
	read := SLA{within: map[Priority]map[Target]time.Duration{}}
	if strings.TrimSpace(string(text)) == "off" {
		text = nil
	}
	for entry := range entries(string(text), ",;") {
		name, times, _ := strings.Cut(entry, "=")
		p := Priority(strings.ToLower(strings.TrimSpace(name)))
		if !slices.Contains(Priorities, p) {
			return fmt.Errorf("in %q: %q is no priority; write urgent, high, normal or low, as in normal=2h/4h/24h", entry, p)
		}
		if read.within[p] != nil {
			return fmt.Errorf("in %q: %s stands there already; name each priority once", entry, p)
		}
		within, err := parseTargets(times)
		if err != nil {
			return fmt.Errorf("in %q: %w", entry, err)
		}
		read.within[p] = within
	}
	*s = read
	return nil
}

// parseTargets reads "15m/1h/4h".
func parseTargets(text string) (map[Target]time.Duration, error) {
	parts := strings.Split(text, "/")
	if len(parts) != 3 {
		return nil, fmt.Errorf("%q are not three times; write first answer, later answers and solution as 2h/4h/24h, - for none", text)
	}
	within := map[Target]time.Duration{}
	for i, target := range []Target{TargetFirst, TargetNext, TargetResolution} {
		part := strings.TrimSpace(parts[i])
		if part == "-" {
			continue
		}
		d, err := time.ParseDuration(part)
		switch {
		case err != nil || d < time.Minute:
			return nil, fmt.Errorf("%q is no time of a minute or more; write it as 15m, 2h or 1h30m, - for none", part)
		case d > maxWithin:
			return nil, fmt.Errorf("%q is more than %.0f hours of work; choose less, or - for none", part, maxWithin.Hours())
		}
		within[target] = d
	}
	return within, nil
}
