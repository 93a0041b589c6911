package bot

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestClock(t *testing.T) {
	t.Parallel()
	moscow := time.FixedZone("MSK", 3*60*60)
	turn := &turn{Bot: &Bot{Config: Config{Location: moscow}}, now: time.Date(2026, 1, 2, 12, 0, 0, 0, moscow)}
	for name, tt := range map[string]struct {
		at          time.Time
		clock, date string
	}{
		"today":               {time.Date(2026, 1, 2, 9, 5, 0, 0, moscow), "09:05", "02.01 09:05"},
		"this year":           {time.Date(2026, 1, 1, 23, 59, 0, 0, moscow), "01.01 23:59", "01.01 23:59"},
		"this year, as here":  {time.Date(2025, 12, 31, 22, 0, 0, 0, time.UTC), "01.01 01:00", "01.01 01:00"},
		"another year":        {time.Date(2025, 12, 31, 23, 59, 0, 0, moscow), "31.12.2025 23:59", "31.12.2025 23:59"},
		"the day a year ago":  {time.Date(2025, 1, 2, 12, 0, 0, 0, moscow), "02.01.2025 12:00", "02.01.2025 12:00"},
		"the day a year from": {time.Date(2027, 1, 2, 12, 0, 0, 0, moscow), "02.01.2027 12:00", "02.01.2027 12:00"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			require.Equal(t, tt.clock, turn.clock(tt.at))
			require.Equal(t, tt.date, turn.date(tt.at))
		})
	}
}
