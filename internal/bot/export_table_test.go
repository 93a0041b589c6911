package bot

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestDefused(t *testing.T) {
	t.Parallel()
	for cell, want := range map[string]string{
		"": "", "12": "12", "Анна": "Анна", "a=b": "a=b", "2040-01-16 10:00": "2040-01-16 10:00",
		"=1+1": "'=1+1", "+7912": "'+7912", "-1": "'-1", "@sum": "'@sum", "  =1": "'  =1", "\t=1": "'\t=1", "\u00A0=1": "'\u00A0=1",
		"＝1": "'＝1", "\n=1": "'\n=1",
	} {
		require.Equal(t, want, defused(cell), "%q", cell)
	}
}

func TestUTCOffsets(t *testing.T) {
	t.Parallel()
	for zone, want := range map[string]string{
		"Europe/Moscow": "UTC+3", "Europe/Berlin": "UTC+1/UTC+2", "Asia/Kolkata": "UTC+5:30", "America/St_Johns": "UTC-3:30/UTC-2:30",
		"UTC": "UTC+0",
	} {
		where, err := time.LoadLocation(zone)
		require.NoError(t, err)
		winter := time.Date(2040, 1, 16, 10, 0, 0, 0, where)
		require.Equal(t, want, utcOffsets(winter, winter.AddDate(1, 0, 0)), zone)
		first, _, _ := strings.Cut(want, "/")
		require.Equal(t, first, utcOffsets(winter, winter.AddDate(0, 0, 1)), zone)
		require.Equal(t, first, utcOffsets(winter, winter), zone)
	}
}

// No cell begins like a formula, however a spreadsheet trims it.
func FuzzDefused(f *testing.F) {
	f.Add(" =cmd|' /C calc'!A0")
	f.Fuzz(func(t *testing.T, cell string) {
		got := defused(cell)
		require.True(t, strings.HasSuffix(got, cell))
		trimmed := strings.Trim(got, " \t\r\n\u00A0")
		if trimmed != "" {
			require.NotContains(t, "=+-@", trimmed[:1])
		}
	})
}
