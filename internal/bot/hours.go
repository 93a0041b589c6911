package bot

import (
	"strconv"
	"time"
)

// sayWithHours says something, and outside working hours when they begin.
func (t *turn) sayWithHours(key string, a args) html { return t.text.say(key, a) + t.closedNow(t.text) }

// closedNow says in a line of its own when work begins again, nothing while the company works.
func (t *turn) closedNow(words localizer) html {
	opens := t.Calendar.NextOpening(t.now).In(t.Location)
	if !opens.After(t.now) {
		return ""
	}
	return "\n" + words.say("closed", args{"When": momentInWords(words, t.now, opens)})
}

// momentInWords says a time to come as people do: today, tomorrow, by the day of the week, else by the date.
func momentInWords(words localizer, now, at time.Time) string {
	clock := args{"Time": at.Format("15:04")}
	switch days := daysBetween(now, at); {
	case days == 0:
		return words.label("when.today", clock)
	case days == 1:
		return words.label("when.tomorrow", clock)
	case days < 7:
		return words.label("when.weekday."+strconv.Itoa(int(at.Weekday())), clock)
	}
	return words.label("when.date", args{"Time": at.Format("15:04"), "Date": dateInWords(words, at)})
}

// dateInWords is a day and its month.
func dateInWords(words localizer, at time.Time) string {
	return words.label("date."+strconv.Itoa(int(at.Month())), args{"Day": at.Day()})
}

// daysBetween counts the midnights between two times.
func daysBetween(a, b time.Time) int {
	midnight := func(t time.Time) time.Time {
		return time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, time.UTC)
	}
	return int(midnight(b).Sub(midnight(a)).Hours() / 24)
}
