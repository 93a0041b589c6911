package helpdesk

import (
	"errors"
	"fmt"
	"iter"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

// weekdays are the names of days as people write them.
var weekdays = map[string]time.Weekday{
	"пн": time.Monday, "вт": time.Tuesday, "ср": time.Wednesday, "чт": time.Thursday,
	"пт": time.Friday, "сб": time.Saturday, "вс": time.Sunday,
	"mon": time.Monday, "tue": time.Tuesday, "wed": time.Wednesday, "thu": time.Thursday,
	"fri": time.Friday, "sat": time.Saturday, "sun": time.Sunday,
}

// How people and their text programs write a dash and a comma.
var (
	looseDash  = regexp.MustCompile(`\s*[-–—]\s*`)
	looseComma = regexp.MustCompile(`\s*,\s*`)
)

// UnmarshalText reads the hours of a week: days and their hours, parted by semicolons, such as
// "пн-пт 10:00-14:00 15:00-19:00; сб 11:00-16:00" or "mon,wed 9:00-18:00". Days that are not named are free; no text at
// all means that the company is always open.
func (w *Week) UnmarshalText(text []byte) error {
	var read Week
	for entry := range entries(string(text), ";") {
		tight := looseComma.ReplaceAllString(looseDash.ReplaceAllString(entry, "-"), ",")
		days, worked, _ := strings.Cut(tight, " ")
		if err := read.add(days, worked); err != nil {
			return fmt.Errorf("in %q: %w", entry, err)
		}
	}
	*w = read
	return nil
}

func (w *Week) add(days, worked string) error {
	named, err := parseDays(days)
	if err != nil {
		return err
	}
	hours, err := parseHours(worked)
	if err != nil {
		return err
	}
	if len(hours) == 0 {
		return fmt.Errorf("%q has no hours; add them, as in \"%s 10:00-19:00\", or leave the days out when they are free", days, days)
	}
	for _, day := range named {
		if len(w.days[day]) > 0 {
			return fmt.Errorf("%s has hours already; name each day once", strings.ToLower(day.String()))
		}
		w.days[day] = hours
	}
	return nil
}

// parseDays reads "пн", "пн-пт", "fri-mon" or a list of these with commas.
func parseDays(text string) ([]time.Weekday, error) {
	var days []time.Weekday
	for part := range strings.SplitSeq(strings.ToLower(text), ",") {
		first, last, isRange := strings.Cut(part, "-")
		if !isRange {
			last = first
		}
		from, ok := weekdays[first]
		to, ok2 := weekdays[last]
		if !ok || !ok2 {
			return nil, fmt.Errorf("%q names no days; write пн, вт, ср, чт, пт, сб, вс (mon to sun), or from one to another, as пн-пт", part)
		}
		for day := from; ; day = (day + 1) % 7 {
			if slices.Contains(days, day) {
				return nil, fmt.Errorf("%q names %s twice; name each day once", text, strings.ToLower(day.String()))
			}
			days = append(days, day)
			if day == to {
				break
			}
		}
	}
	return days, nil
}

// parseHours reads "10:00-14:00 15:00-19:00", which may be empty.
func parseHours(text string) ([]hours, error) {
	var worked []hours
	for _, part := range strings.FieldsFunc(text, func(r rune) bool { return r == ' ' || r == ',' }) {
		from, to, ok := strings.Cut(part, "-")
		h := hours{parseClock(from), parseClock(to)}
		switch {
		case !ok || h.from < 0 || h.to < 0:
			return nil, fmt.Errorf("%q is no span of time; write it as 10:00-19:00", part)
		case h.from >= h.to:
			return nil, fmt.Errorf("%q ends before it begins; a night belongs to two days: 22:00-24:00 on the first, 00:00-06:00 on the second", part)
		}
		worked = append(worked, h)
	}
	slices.SortFunc(worked, func(a, b hours) int { return a.from - b.from })
	for i := 1; i < len(worked); i++ {
		if worked[i].from < worked[i-1].to {
			return nil, fmt.Errorf("two of the hours %q overlap; make one span of them", text)
		}
	}
	return worked, nil
}

var clockForm = regexp.MustCompile(`^(\d{1,2})(?::(\d{2}))?$`)

// parseClock returns the minute of the day that "10:00" or "10" names, -1 for none.
func parseClock(text string) int {
	m := clockForm.FindStringSubmatch(text)
	if m == nil {
		return -1
	}
	hour, _ := strconv.Atoi(m[1]) // digits, as the form demands
	minute, _ := strconv.Atoi("0" + m[2])
	if total := hour*60 + minute; minute < 60 && total <= minutesOfDay {
		return total
	}
	return -1
}

// maxRange bounds a range of dates: a longer one is a slip in the year.
const maxRange = 366

// UnmarshalText reads the dates that differ from the week, parted by commas or semicolons: "2027-01-01..2027-01-08,
// 2027-02-23" are holidays; with hours behind it, as in "2027-02-20 10:00-16:00", a date is worked at these.
func (d *Dates) UnmarshalText(text []byte) error {
	read := Dates{days: map[date][]hours{}}
	for entry := range entries(string(text), ",;") {
		when, worked, _ := strings.Cut(looseRange.ReplaceAllString(entry, ".."), " ")
		if err := read.add(when, looseDash.ReplaceAllString(worked, "-")); err != nil {
			return fmt.Errorf("in %q: %w", entry, err)
		}
	}
	*d = read
	return nil
}

// looseRange is what stands between the first and the last date of a range.
var looseRange = regexp.MustCompile(`\s*(\.\.|…)\s*`)

func (d *Dates) add(when, worked string) error {
	hours, err := parseHours(worked)
	if err != nil {
		return err
	}
	first, last, isRange := strings.Cut(when, "..")
	if !isRange {
		last = first
	}
	from, errFrom := time.Parse(time.DateOnly, first)
	to, errTo := time.Parse(time.DateOnly, last)
	switch days := int(to.Sub(from).Hours()/24) + 1; {
	case errors.Join(errFrom, errTo) != nil:
		return fmt.Errorf("%q is no date; write it as 2027-01-01, and a range as 2027-01-01..2027-01-08", when)
	case days < 1:
		return fmt.Errorf("%q ends before it begins; put the earlier date first", when)
	case days > maxRange:
		return fmt.Errorf("%q is longer than a year; check the years", when)
	}
	for day := from; !day.After(to); day = day.AddDate(0, 0, 1) {
		key := date{day.Year(), day.Month(), day.Day()}
		if _, twice := d.days[key]; twice {
			return fmt.Errorf("%s stands there already; name each date once", day.Format(time.DateOnly))
		}
		d.days[key] = hours
	}
	return nil
}

// entries yields the parts between separators that hold anything, their blanks made single.
func entries(text, separators string) iter.Seq[string] {
	return func(yield func(string) bool) {
		for part := range strings.FieldsFuncSeq(text, func(r rune) bool { return strings.ContainsRune(separators, r) }) {
			if part = strings.Join(strings.Fields(part), " "); part != "" && !yield(part) {
				return
			}
		}
	}
}
