package postgres_test

import (
	"bufio"
	"context"
	"fmt"
	"log/slog"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/chatbotsmanagers/faqbot/internal/postgres"
	"github.com/chatbotsmanagers/faqbot/internal/postgres/postgrestest"
)

// folder returns a short one that the server's user can enter.
func folder(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp("", "faqbot") //nolint:usetesting // its names are too long for a socket
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, os.RemoveAll(dir)) })
	require.NoError(t, os.Chmod(dir, 0o711))
	return filepath.Join(dir, "pg")
}

func serve(t *testing.T, dir string) *postgres.Embedded {
	t.Helper()
	e, err := postgres.StartEmbedded(t.Context(), config(dir))
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, e.Stop()) })
	return e
}

func query(t *testing.T, databaseURL, sql string) (n int) {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), databaseURL)
	require.NoError(t, err)
	defer conn.Close(t.Context())
	require.NoError(t, conn.QueryRow(t.Context(), sql).Scan(&n))
	return n
}

func serverPID(t *testing.T, dir string) int {
	t.Helper()
	content, err := os.ReadFile(filepath.Join(dir, "data", "postmaster.pid"))
	require.NoError(t, err)
	first, _, _ := strings.Cut(string(content), "\n")
	pid, err := strconv.Atoi(first)
	require.NoError(t, err)
	return pid
}

// holder starts another process that serves the folder.
func holder(t *testing.T, dir string) *exec.Cmd {
	t.Helper()
	cmd := exec.CommandContext(context.WithoutCancel(t.Context()), os.Args[0])
	cmd.Env = append(os.Environ(), "FAQBOT_TEST_HOLD="+dir)
	out, err := cmd.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, cmd.Start())
	t.Cleanup(func() { _ = cmd.Process.Kill(); _ = cmd.Wait() })
	line, err := bufio.NewReader(out).ReadString('\n')
	require.NoError(t, err)
	require.Equal(t, "ready\n", line)
	return cmd
}

func TestEmbeddedKeepsDataOverStartAndStop(t *testing.T) {
	dir := folder(t)
	e := serve(t, dir)
	execute(t, e.URL(), `CREATE TABLE kept AS SELECT 5 AS n`)
	require.NoError(t, e.Stop())
	_, err := pgx.Connect(t.Context(), e.URL())
	require.Error(t, err, "it is stopped")
	require.Equal(t, 5, query(t, serve(t, dir).URL(), `SELECT n FROM kept`))
}

func TestSecondServerOnAFolderIsRefusedAndCommandsUseTheRunningOne(t *testing.T) {
	dir := folder(t)
	other := holder(t, dir)
	_, err := postgres.StartEmbedded(t.Context(), config(dir))
	var running *postgres.RunningError
	require.ErrorAs(t, err, &running)
	require.Equal(t, strconv.Itoa(other.Process.Pid), running.PID)
	require.ErrorContains(t, err, "FAQBOT_DATA")

	databaseURL, stop, err := postgres.UseEmbedded(t.Context(), config(dir))
	require.NoError(t, err)
	require.Equal(t, 1, query(t, databaseURL, `SELECT 1`))
	require.NoError(t, stop())
	require.Equal(t, 1, query(t, databaseURL, `SELECT 1`), "the other's server goes on")
}

func TestServerThatAKilledProcessLeftBehindIsReplaced(t *testing.T) {
	dir := folder(t)
	other := holder(t, dir)
	// Keep the server from ending with its parent, as where the kernel does not see to it.
	pid := serverPID(t, dir)
	require.NoError(t, syscall.Kill(pid, syscall.SIGSTOP))
	require.NoError(t, other.Process.Kill())
	_ = other.Wait()
	time.AfterFunc(300*time.Millisecond, func() { _ = syscall.Kill(pid, syscall.SIGCONT) })
	e := serve(t, dir)
	require.Equal(t, 1, query(t, e.URL(), `SELECT 1`))
	require.NotEqual(t, pid, serverPID(t, dir))
}

func TestServerEndsWithAKilledProcess(t *testing.T) {
	dir := folder(t)
	other := holder(t, dir)
	pid := serverPID(t, dir)
	require.NoError(t, other.Process.Kill())
	_ = other.Wait()
	eventually(t, "the server ends", func() bool { return gone(pid) })
}

// gone tells whether a process has ended; one that nobody has waited for counts as ended.
func gone(pid int) bool {
	stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	return err != nil || strings.Contains(string(stat), ") Z ")
}

func TestKilledServerIsStartedAgainAndThePoolReconnects(t *testing.T) {
	dir := folder(t)
	e := serve(t, dir)
	db := postgrestest.Open(t, e.URL())
	require.NoError(t, db.MigrateUp(t.Context()))
	receive(t, db, update(1, 7))
	for range 3 {
		killed := serverPID(t, dir)
		require.NoError(t, syscall.Kill(killed, syscall.SIGKILL))
		eventually(t, "a new server answers", func() bool {
			return db.Ping(t.Context()) == nil && serverPID(t, dir) != killed
		})
	}
	var h handled
	eventually(t, "what was committed is there", func() bool {
		worked, err := db.Handle(t.Context(), botID, h.handle) // may meet a connection of the old server once
		return err == nil && worked
	})
}

func TestStalePIDOfAStrangerDoesNotKeepTheServerDown(t *testing.T) {
	dir := folder(t)
	e := serve(t, dir)
	pidFile := filepath.Join(dir, "data", "postmaster.pid")
	content, err := os.ReadFile(pidFile)
	require.NoError(t, err)
	require.NoError(t, e.Stop())
	// The machine was reset, and the number of the old server is now that of a stranger.
	stranger := exec.CommandContext(t.Context(), "sleep", "60")
	require.NoError(t, stranger.Start())
	defer func() { _ = stranger.Process.Kill(); _ = stranger.Wait() }()
	_, rest, _ := strings.Cut(string(content), "\n")
	require.NoError(t, os.WriteFile(pidFile, fmt.Appendf(nil, "%d\n%s", stranger.Process.Pid, rest), 0o644))
	require.Equal(t, 1, query(t, serve(t, dir).URL(), `SELECT 1`))
	require.False(t, gone(stranger.Process.Pid), "the stranger is left alone")
}

func TestHalfMadeFolderIsMadeAgain(t *testing.T) {
	dir := folder(t)
	require.NoError(t, os.MkdirAll(filepath.Join(dir, "data.new", "base"), 0o700))
	require.Equal(t, 1, query(t, serve(t, dir).URL(), `SELECT 1`))
}

func TestRefusalsToStartSayWhatToDo(t *testing.T) {
	start := func(dir string) error {
		e, err := postgres.StartEmbedded(t.Context(), config(dir))
		if err == nil {
			require.NoError(t, e.Stop())
		}
		return err
	}
	t.Run("path too long for a socket", func(t *testing.T) {
		require.ErrorContains(t, start(filepath.Join(folder(t), strings.Repeat("long", 25))), "set FAQBOT_DATA to a shorter folder")
	})
	t.Run("data of another version", func(t *testing.T) {
		dir := folder(t)
		require.NoError(t, os.MkdirAll(filepath.Join(dir, "data"), 0o700))
		require.NoError(t, os.WriteFile(filepath.Join(dir, "data", "PG_VERSION"), []byte("9\n"), 0o600))
		require.ErrorContains(t, start(dir), "postgresql-9")
	})
	t.Run("folder that the server's user cannot enter", func(t *testing.T) {
		if os.Geteuid() != 0 {
			t.Skip("only root starts the server as another user")
		}
		dir := folder(t)
		require.NoError(t, os.Chmod(filepath.Dir(dir), 0o700))
		require.ErrorContains(t, start(dir), "chmod o+x")
	})
}

func TestEmbeddedURLIsASocketOnly(t *testing.T) {
	e := serve(t, folder(t))
	u, err := url.Parse(e.URL())
	require.NoError(t, err)
	require.Empty(t, u.Host)
	info, err := os.Stat(u.Query().Get("host"))
	require.NoError(t, err)
	require.Equal(t, os.FileMode(0o700), info.Mode().Perm(), "nobody else reaches it")
	conn, err := pgx.Connect(t.Context(), e.URL())
	require.NoError(t, err)
	defer conn.Close(t.Context())
	var addresses string
	require.NoError(t, conn.QueryRow(t.Context(), `SHOW listen_addresses`).Scan(&addresses))
	require.Empty(t, addresses)
}

func execute(t *testing.T, databaseURL, sql string) {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), databaseURL)
	require.NoError(t, err)
	defer conn.Close(t.Context())
	_, err = conn.Exec(t.Context(), sql)
	require.NoError(t, err)
}

// TestEmbeddedStartOutlastsTheServersDeath kills the server while it makes the database, which it does once in its life.
func TestEmbeddedStartOutlastsTheServersDeath(t *testing.T) {
	dir := folder(t)
	c := config(dir)
	c.Settings["log_statement"] = "ddl"
	var server, told atomic.Int64
	c.Log = slog.New(onLine{slog.DiscardHandler, func(line string) {
		_, rest, _ := strings.Cut(line, "[")
		number, said, _ := strings.Cut(rest, "]")
		pid, err := strconv.Atoi(number)
		switch {
		case err != nil:
			assert.Fail(t, "a line without its process", line)
		case strings.Contains(said, "database system is ready"):
			server.Store(int64(pid))
		case strings.Contains(said, "statement: CREATE DATABASE") && told.Add(1) == 1:
			assert.NoError(t, syscall.Kill(pid, syscall.SIGKILL))
			assert.NoError(t, syscall.Kill(int(server.Load()), syscall.SIGKILL))
		}
	}})
	e, err := postgres.StartEmbedded(t.Context(), c)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, e.Stop()) })
	require.Greater(t, told.Load(), int64(1), "it is told again to make the database")
	require.Equal(t, 1, query(t, e.URL(), `SELECT 1`))
}

// onLine hears the lines of the server's log.
type onLine struct {
	slog.Handler
	hear func(line string)
}

func (h onLine) Enabled(context.Context, slog.Level) bool { return true }

func (h onLine) Handle(_ context.Context, r slog.Record) error {
	r.Attrs(func(a slog.Attr) bool {
		if a.Key == "line" {
			h.hear(a.Value.String())
		}
		return true
	})
	return nil
}
