package postgres

import (
	"bytes"
	"io"
	"log/slog"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestRelayGoesOnAfterALongLine(t *testing.T) {
	var log bytes.Buffer
	lines := "first\n" + strings.Repeat("x", 1<<20) + "\nlast\n"
	relay(t.Context(), io.NopCloser(strings.NewReader(lines)), slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug})))
	require.Equal(t, 3, strings.Count(log.String(), "\n"))
	require.Contains(t, log.String(), "line=last")
	require.Less(t, log.Len(), 2*maxLine)
}
