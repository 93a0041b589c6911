package postgres

import (
	"bytes"
	"io"
	"log/slog"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestQuietLoggerKeepsWarningsOnly(t *testing.T) {
	var out bytes.Buffer
	log := quiet(slog.New(slog.NewTextHandler(&out, nil))).With("library", "jobs").WithGroup("step")
	log.Info("started", "n", 1)
	log.Warn("slow", "n", 2)
	require.NotContains(t, out.String(), "started")
	require.Contains(t, out.String(), `level=WARN msg=slow library=jobs step.n=2`)

	out.Reset()
	quiet(slog.New(slog.NewTextHandler(&out, &slog.HandlerOptions{Level: slog.LevelDebug}))).Info("started")
	require.Contains(t, out.String(), "level=DEBUG msg=started")
}

func TestLinesOfTheServerHaveTheirLevel(t *testing.T) {
	for line, level := range map[string]slog.Level{
		`57P03 [71] FATAL:  the database system is starting up`:                      slog.LevelDebug,
		`57P01 [71] FATAL:  terminating connection due to administrator command`:     slog.LevelDebug,
		`00000 [70] LOG:  database system is ready to accept connections`:            slog.LevelDebug,
		`F0000 [70] FATAL:  data directory "data" has wrong ownership`:               slog.LevelWarn,
		`53100 [70] PANIC:  could not write to file "pg_wal/xlogtemp.70"`:            slog.LevelWarn,
		`postgres: could not access the server configuration file "postgresql.conf"`: slog.LevelDebug,
	} {
		require.Equal(t, level, levelOf(line), line)
	}
}

func TestRelayEndsWithItsInput(t *testing.T) {
	var out bytes.Buffer
	relay(t.Context(), io.NopCloser(strings.NewReader("XX000 [1] PANIC:  out of luck\n00000 [1] LOG:  fine\n")), slog.New(slog.NewTextHandler(&out, nil)))
	require.Contains(t, out.String(), "out of luck")
	require.NotContains(t, out.String(), "fine")
}
