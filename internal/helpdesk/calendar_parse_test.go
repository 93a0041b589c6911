package helpdesk

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestWaysToWriteHours(t *testing.T) {
	var plain Week
	require.NoError(t, plain.UnmarshalText([]byte("пн-пт 10:00-19:00; сб 11:00-16:00")))
	for _, text := range []string{
		"mon-fri 10:00-19:00; sat 11:00-16:00", "Пн–Пт 10:00 – 19:00;сб 11-16;", "пн, вт, ср-пт 10-19; SAT 11:00-16:00",
	} {
		var w Week
		require.NoError(t, w.UnmarshalText([]byte(text)))
		require.Equal(t, plain, w, text)
	}
	require.False(t, plain.Always())
	require.True(t, Week{}.Always())
}

func TestWrongHours(t *testing.T) {
	for text, wrong := range map[string]string{
		"10:00-19:00":                 `in "10:00-19:00": "10:00-19:00" names no days; write пн`,
		"пн-пт":                       `in "пн-пт": "пн-пт" has no hours; add them`,
		"пн-пт 10:00-19:00; сб 16-11": `in "сб 16-11": "16-11" ends before it begins`,
		"пн 10:00-24:01":              `"10:00-24:01" is no span of time; write it as 10:00-19:00`,
		"пн с 10 до 19":               `"с" is no span of time`,
		"пн 10-14 13-19":              `overlap; make one span`,
		"пн-пт 10-19; пт 10-18":       `friday has hours already`,
		"пн-ср,вт 10-19":              `names tuesday twice`,
		"понедельник-пятница 10-19":   `"понедельник-пятница" names no days`,
		"пн 10:60-19":                 `is no span of time`,
	} {
		var w Week
		require.ErrorContains(t, w.UnmarshalText([]byte(text)), wrong)
		require.Equal(t, Week{}, w, "nothing is half read")
	}
}

func TestWrongDates(t *testing.T) {
	for text, wrong := range map[string]string{
		"01.01.2027":                         `in "01.01.2027": "01.01.2027" is no date; write it as 2027-01-01`,
		"2027-01-01, 2027-02-30":             `in "2027-02-30": "2027-02-30" is no date`,
		"2027-01-08..2027-01-01":             `ends before it begins; put the earlier date first`,
		"2027-01-01..2028-01-02":             `is longer than a year; check the years`,
		"2027-01-01..2027-01-08; 2027-01-07": `2027-01-07 stands there already`,
		"2027-01-01 closed":                  `"closed" is no span of time`,
	} {
		var d Dates
		require.ErrorContains(t, d.UnmarshalText([]byte(text)), wrong)
	}
}

func FuzzHours(f *testing.F) {
	f.Add("пн-пт 10:00-19:00; сб 11:00-16:00")
	f.Add("mon,wed 9-13, 14-18;;")
	f.Add("вс-пн 0:00-24:00")
	f.Fuzz(func(t *testing.T, text string) {
		var w Week
		if w.UnmarshalText([]byte(text)) != nil {
			return
		}
		for day, worked := range w.days {
			end := 0
			for _, h := range worked {
				require.True(t, end <= h.from && h.from < h.to && h.to <= minutesOfDay, "%v: %v", day, worked)
				end = h.to
			}
		}
		now := noon
		for range 20 { // it is a calendar that comes to an end nowhere
			opens := Calendar{Week: w}.NextOpening(now)
			require.Less(t, opens.Sub(now).Hours(), 8*24.0)
			now = opens.Add(1)
		}
	})
}

func FuzzDates(f *testing.F) {
	f.Add("2027-01-01..2027-01-08, 2027-02-20 10:00-16:00")
	f.Add("2027-12-31 9-13 14-15;2028-01-01 … 2028-01-03")
	f.Fuzz(func(t *testing.T, text string) {
		var d Dates
		if d.UnmarshalText([]byte(text)) != nil {
			return
		}
		c := Calendar{Dates: d}
		for day, worked := range d.days {
			midnight := c.at(day, 0)
			require.Equal(t, len(worked) > 0 && worked[0].from == 0, c.Open(midnight))
		}
	})
}
