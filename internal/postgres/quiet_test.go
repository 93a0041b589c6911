package postgres

import (
	"bytes"
	"io"
	"log/slog"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestQuietLoggerTellsTroubleOnce(t *testing.T) {
	var out bytes.Buffer
	log := quiet(slog.New(slog.NewTextHandler(&out, nil))).With("library", "jobs").WithGroup("step")
	log.Info("started", "n", 1)
	log.Warn("producer: slow", "n", 2)
	log.Error("elector: slow, too", "n", 3)
	log.Info("jobexecutor.JobExecutor: Job errored", "n", 4)
	require.Equal(t, 2, strings.Count(out.String(), "\n"), out.String())
	require.Contains(t, out.String(), `level=WARN msg="producer: slow" library=jobs step.n=2`)
	require.Contains(t, out.String(), `level=INFO msg="jobexecutor.JobExecutor: Job errored" library=jobs step.n=4`)
}

func TestQuietLoggerTellsAllToThoseWhoDebug(t *testing.T) {
	var out bytes.Buffer
	log := quiet(slog.New(slog.NewTextHandler(&out, &slog.HandlerOptions{Level: slog.LevelDebug})))
	log.Info("started")
	log.Warn("slow")
	log.Warn("still slow")
	require.Contains(t, out.String(), "level=DEBUG msg=started")
	require.Contains(t, out.String(), "level=WARN msg=slow")
	require.Contains(t, out.String(), `level=DEBUG msg="still slow"`)
}

func TestLinesOfTheServerHaveTheirLevel(t *testing.T) {
	for line, level := range map[string]slog.Level{
		`57P03 [71] FATAL:  the database system is starting up`:                      slog.LevelDebug,
		`57P01 [71] FATAL:  terminating connection due to administrator command`:     slog.LevelDebug,
		`08006 [71] FATAL:  connection to client lost`:                               slog.LevelDebug,
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
