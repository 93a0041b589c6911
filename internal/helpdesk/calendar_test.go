package helpdesk

import (
	"testing"
	"time"
	_ "time/tzdata" // zones must be known on machines without a zone database

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// calendar reads a calendar as the configuration has it.
func calendar(t require.TestingT, week, dates, zone string) Calendar {
	var c Calendar
	require.NoError(t, c.Week.UnmarshalText([]byte(week)))
	require.NoError(t, c.Dates.UnmarshalText([]byte(dates)))
	var err error
	c.Location, err = time.LoadLocation(zone)
	require.NoError(t, err)
	return c
}

func TestNextOpening(t *testing.T) {
	for _, tt := range []struct{ name, week, dates, zone, at, opens string }{
		{"nothing said", "", "", "Europe/Moscow", "2027-03-06 03:00", "2027-03-06 03:00"},
		{"in working hours", "пн-пт 10:00-19:00", "", "Europe/Moscow", "2027-03-05 10:00", "2027-03-05 10:00"},
		{"early", "пн-пт 10:00-19:00", "", "Europe/Moscow", "2027-03-05 09:59", "2027-03-05 10:00"},
		{"the end is not worked", "пн-пт 10:00-19:00", "", "Europe/Moscow", "2027-03-05 19:00", "2027-03-08 10:00"},
		{"Saturday differs", "пн-пт 10:00-19:00; сб 11-16", "", "Europe/Moscow", "2027-03-05 19:00", "2027-03-06 11:00"},
		{"lunch", "mon-fri 10:00-14:00, 15:00-19:00", "", "Europe/Moscow", "2027-03-05 14:10", "2027-03-05 15:00"},
		{"over the holidays", "пн-пт 10-19", "2027-01-01..2027-01-10", "Europe/Moscow", "2026-12-31 20:00", "2027-01-11 10:00"},
		{"an extra working day", "пн-пт 10-19", "2027-02-20 10:00-16:00", "Europe/Moscow", "2027-02-19 20:00", "2027-02-20 10:00"},
		{"a short day", "пн-пт 10-19", "2027-02-22 10:00-16:00", "Europe/Moscow", "2027-02-22 17:00", "2027-02-23 10:00"},
		{"a holiday of who is always open", "", "2027-01-01", "Europe/Moscow", "2027-01-01 12:00", "2027-01-02 00:00"},
		{"days around the week's end", "вс-чт 9-18", "", "Asia/Jerusalem", "2027-03-05 12:00", "2027-03-07 09:00"},
		{"a time that summer time leaves out", "вс 2:30-6:00", "", "Europe/Berlin", "2027-03-28 00:00", "2027-03-28 03:00"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			c := calendar(t, tt.week, tt.dates, tt.zone)
			at, err := time.ParseInLocation("2006-01-02 15:04", tt.at, c.Location)
			require.NoError(t, err)
			require.Equal(t, tt.opens, c.NextOpening(at).In(c.Location).Format("2006-01-02 15:04"))
			require.Equal(t, tt.at == tt.opens, c.Open(at))
		})
	}
}

func TestWorkingTime(t *testing.T) {
	c := calendar(t, "пн-пт 10:00-19:00; сб 11:00-16:00", "2027-03-08", "Europe/Moscow")
	friday := time.Date(2027, time.March, 5, 18, 0, 0, 0, c.Location)
	require.Equal(t, friday.Add(time.Hour), c.Add(friday, time.Hour), "the end of the day, not the next morning")
	require.Equal(t, time.Date(2027, time.March, 6, 12, 0, 0, 0, c.Location), c.Add(friday, 2*time.Hour))
	require.Equal(t, time.Date(2027, time.March, 9, 11, 0, 0, 0, c.Location), c.Add(friday, 7*time.Hour))
	require.Equal(t, friday, c.Add(friday, 0))
	require.Equal(t, friday, c.Before(time.Date(2027, time.March, 6, 12, 0, 0, 0, c.Location), 2*time.Hour))
	require.Equal(t, friday, c.Before(friday, 0))
	require.Equal(t, 7*time.Hour, c.Between(friday, time.Date(2027, time.March, 9, 11, 0, 0, 0, c.Location)))
	require.Zero(t, c.Between(friday, friday.Add(-time.Hour)))
	require.Zero(t, c.Between(friday.Add(time.Hour), friday.Add(10*time.Hour)), "a night")
}

// TestChangeOfClocks holds that a day on which the clock changes is as long as it really is.
func TestChangeOfClocks(t *testing.T) {
	c := calendar(t, "", "", "Europe/Berlin")
	for day, long := range map[time.Time]time.Duration{
		time.Date(2027, time.March, 28, 0, 0, 0, 0, c.Location):   23 * time.Hour,
		time.Date(2027, time.October, 31, 0, 0, 0, 0, c.Location): 25 * time.Hour,
	} {
		require.Equal(t, long, c.Between(day, day.AddDate(0, 0, 1)))
	}
	night := calendar(t, "вс 2:30-3:00", "", "Europe/Berlin")
	day := time.Date(2027, time.October, 31, 0, 0, 0, 0, night.Location)
	require.Equal(t, 90*time.Minute, night.Between(day, day.AddDate(0, 0, 1)), "half past two comes twice; work begins at the first")
}

// TestWorkingTimeLaws draws calendars in zones with the oddest clocks and holds what is true of any.
func TestWorkingTimeLaws(t *testing.T) {
	weeks := []string{"", "пн-пт 10:00-19:00; сб 11:00-16:00", "вс 0:00-24:00", "пн-вс 1:30-2:30 23:00-24:00", "вт,чт 9-13 14-18"}
	dates := []string{"", "2026-01-01..2026-12-30", "2027-03-28 1:00-4:00, 2027-10-31 0:00-24:00", "2027-04-01..2027-04-30"}
	zones := []string{
		"Europe/Moscow", "Europe/Berlin", "Australia/Lord_Howe", "America/Sao_Paulo", "Africa/Cairo", "America/Havana",
		"Atlantic/Azores", "Pacific/Apia", "UTC",
	}
	times := rapid.Custom(func(t *rapid.T) time.Time {
		year := rapid.SampledFrom([]int{2011, 2018, 2026, 2027}).Draw(t, "year")
		return time.Date(year, 1, 1, 0, rapid.IntRange(0, 366*minutesOfDay).Draw(t, "minute"), 0, 0, time.UTC)
	})
	rapid.Check(t, func(t *rapid.T) {
		c := calendar(t, rapid.SampledFrom(weeks).Draw(t, "week"), rapid.SampledFrom(dates).Draw(t, "dates"),
			rapid.SampledFrom(zones).Draw(t, "zone"))
		a, b := times.Draw(t, "a"), times.Draw(t, "b")
		if b.Before(a) {
			a, b = b, a
		}
		middle := a.Add(b.Sub(a) / 2)
		worked := c.Between(a, b)
		require.GreaterOrEqual(t, worked, time.Duration(0))
		require.LessOrEqual(t, worked, b.Sub(a))
		require.Equal(t, worked, c.Between(a, middle)+c.Between(middle, b), "working time adds up")

		opens := c.NextOpening(a)
		require.False(t, opens.Before(a))
		require.True(t, c.Open(opens))
		require.Zero(t, c.Between(a, opens), "nobody works before the next opening")
		require.Positive(t, c.Between(opens, opens.Add(time.Minute)), "and somebody at it")
		require.Equal(t, c.Open(a), opens.Equal(a))

		d := time.Duration(rapid.IntRange(1, 3000).Draw(t, "minutes")) * time.Minute
		due := c.Add(a, d)
		require.Equal(t, d, c.Between(a, due), "what is added is there")
		require.Less(t, c.Between(a, due.Add(-time.Second)), d, "and not a moment sooner")
		began := c.Before(b, d)
		require.Equal(t, d, c.Between(began, b), "what is taken off is there")
		require.Less(t, c.Between(began.Add(time.Second), b), d, "and what began later has lasted less")
		require.Equal(t, !due.After(b), !a.After(began), "what is due is what began long enough ago")
		require.Equal(t, due, c.Add(c.Add(a, d/2), d-d/2).In(due.Location()), "adding twice is adding once")
	})
}
