package helpdesk

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// office is a company with an SLA, on a Monday morning.
func office(t require.TestingT, text string) (Calendar, SLA, time.Time) {
	c := calendar(t, "пн-пт 10:00-19:00", "", "Europe/Moscow")
	var s SLA
	require.NoError(t, s.UnmarshalText([]byte(text)))
	return c, s, time.Date(2027, time.March, 1, 10, 0, 0, 0, c.Location)
}

// TestAlertsOfATicket follows one from the question to the solution.
func TestAlertsOfATicket(t *testing.T) {
	c, s, monday := office(t, "normal=2h/1h/8h")
	ticket := &Ticket{
		ID: 1, CustomerID: 100, State: StateNew, Priority: PriorityNormal, LastAuthor: AuthorCustomer,
		CreatedAt: monday, WaitingSince: monday,
	}
	var history []Event
	did := func(e *Event, err error) {
		require.NoError(t, err)
		history = append(history, *e)
	}
	alerts := func(now time.Time) (kinds []EventKind, targets []Target) {
		for _, a := range s.Alerts(c, ticket, history, now) {
			did(ticket.Alert(a, now), nil)
			kinds, targets = append(kinds, a.kind()), append(targets, a.Target)
		}
		require.Empty(t, s.Alerts(c, ticket, history, now), "each is said once")
		return kinds, targets
	}
	at := func(hour, minute int) time.Time {
		return monday.Add(time.Duration(hour-10)*time.Hour + time.Duration(minute)*time.Minute)
	}
	expect := func(now time.Time, kind EventKind, target Target) {
		t.Helper()
		kinds, targets := alerts(now)
		require.Equal(t, []EventKind{kind}, kinds)
		require.Equal(t, []Target{target}, targets)
	}
	silence := func(now time.Time) {
		t.Helper()
		kinds, _ := alerts(now)
		require.Empty(t, kinds)
	}

	silence(at(11, 35))
	expect(at(11, 36), EventWarned, TargetFirst)
	did(ticket.Take(1, at(11, 50)))
	expect(at(12, 0), EventBreached, TargetFirst)
	did(ticket.Answer(1, at(13, 0)))
	silence(at(13, 0))
	due, ok := s.Due(c, ticket, history, TargetResolution)
	require.False(t, ok, "the customer is waited for, yet the solution is due at %v", due)
	silence(at(30*24, 0))

	did(ticket.CustomerWrote(week, at(18, 0)))
	due, ok = s.Due(c, ticket, history, TargetResolution)
	require.True(t, ok)
	require.Equal(t, at(24+14, 0), due, "eight hours of work, three of them before the wait for the customer")
	silence(at(18, 47))
	expect(at(18, 48), EventWarned, TargetNext)
	expect(at(19, 0), EventBreached, TargetNext)
	did(ticket.Answer(1, at(24+10, 0)))

	did(ticket.Unanswer(1, Standing{FirstAnswer: at(13, 0), LastAnswer: at(13, 0), Asked: at(18, 0)}, at(24+10, 30)), nil)
	silence(at(24+10, 30)) // it was said before
	due, ok = s.Due(c, ticket, history, TargetResolution)
	require.True(t, ok)
	require.Equal(t, at(24+14, 0), due, "an answer that was taken back never was")
	did(ticket.Answer(1, at(24+10, 45)))

	did(ticket.CustomerWrote(week, at(24+11, 0)))
	expect(at(24+11, 50), EventWarned, TargetNext)
	did(ticket.Prioritise(PriorityLow, 1, at(24+11, 55)))
	silence(at(24+18, 0)) // nothing is promised for this priority
}

func TestMarksOverTheWeekend(t *testing.T) {
	c, s, monday := office(t, "high=30m/-/10h")
	friday := func(hour, minute int) time.Time {
		return time.Date(2027, time.February, 26, hour, minute, 0, 0, c.Location)
	}
	require.Equal(t, []Mark{
		{PriorityHigh, TargetFirst, EventWarned, friday(18, 46)},
		{PriorityHigh, TargetFirst, EventBreached, friday(18, 40)},
		{PriorityHigh, TargetResolution, EventWarned, friday(11, 10)},
		{PriorityHigh, TargetResolution, EventBreached, friday(18, 10).AddDate(0, 0, -1)},
	}, s.Marks(c, monday.Add(10*time.Minute)))
	require.NoError(t, s.UnmarshalText([]byte("off")))
	require.Empty(t, s.Marks(c, monday))
}

// TestMarksFindWhatIsDue holds that the marks, by which tickets are looked for, find each that has an alert.
func TestMarksFindWhatIsDue(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := calendar(t, "пн-пт 10:00-14:00 15:00-19:00; сб 11:00-16:00", "2027-03-08, 2027-03-27 0:00-24:00", "Europe/Berlin")
		var s SLA
		require.NoError(t, s.UnmarshalText([]byte("urgent=15m/1h/4h, high=30m/2h/8h, normal=2h/4h/24h, low=8h/16h/72h")))
		start := time.Date(2027, time.March, 1, 0, 0, 0, 0, c.Location)
		since := start.Add(time.Duration(rapid.IntRange(0, 40*minutesOfDay).Draw(t, "since")) * time.Minute)
		now := start.Add(time.Duration(rapid.IntRange(0, 80*minutesOfDay).Draw(t, "now")) * time.Minute)
		ticket := &Ticket{
			State: StateNew, Priority: rapid.SampledFrom(Priorities).Draw(t, "priority"), LastAuthor: AuthorCustomer,
			CreatedAt: since, WaitingSince: since,
		}
		if rapid.Bool().Draw(t, "answered") {
			ticket.FirstResponseAt = since
		}
		found := map[EventKind]map[Target]bool{EventWarned: {}, EventBreached: {}}
		for _, m := range s.Marks(c, now) {
			if m.Priority == ticket.Priority && !since.After(m.Since) {
				found[m.Alert][m.Target] = true
			}
		}
		said := map[Target]bool{}
		for _, a := range s.Alerts(c, ticket, nil, now) {
			said[a.Target] = true
			require.True(t, found[a.kind()][a.Target], "%v is not found", a)
			require.Equal(t, a.Over, found[EventBreached][a.Target])
		}
		for _, target := range Targets {
			_, due := s.Due(c, ticket, nil, target)
			require.Equal(t, due && found[EventWarned][target], said[target])
		}
	})
}

func TestWrongSLA(t *testing.T) {
	for text, wrong := range map[string]string{
		"now=1m/1m/1m":                         `in "now=1m/1m/1m": "now" is no priority; write urgent, high, normal or low`,
		"high=30m/2h":                          `in "high=30m/2h": "30m/2h" are not three times`,
		"high=30m/2h/8h, low=1d/2h/8h":         `in "low=1d/2h/8h": "1d" is no time of a minute or more; write it as 15m`,
		"low=30s/2h/8h":                        `"30s" is no time of a minute or more`,
		"low=8h/16h/2001h":                     `"2001h" is more than 2000 hours of work`,
		"low=8h/16h/72h, high=1h/1h/1h, low=…": `low stands there already`,
		"normal":                               `"" are not three times`,
	} {
		var s SLA
		require.ErrorContains(t, s.UnmarshalText([]byte(text)), wrong)
	}
}

func FuzzSLA(f *testing.F) {
	f.Add("urgent=15m/1h/4h, high=30m/2h/8h, normal=2h/4h/24h, low=8h/16h/72h")
	f.Add(" LOW = - / 1h30m / - ;")
	f.Fuzz(func(t *testing.T, text string) {
		var s SLA
		if s.UnmarshalText([]byte(text)) != nil {
			return
		}
		for p, targets := range s.within {
			require.Contains(t, Priorities, p)
			for _, within := range targets {
				require.True(t, within >= time.Minute && within <= maxWithin)
			}
		}
		for _, m := range s.Marks(Calendar{}, noon) {
			require.True(t, m.Since.Before(noon))
		}
	})
}
