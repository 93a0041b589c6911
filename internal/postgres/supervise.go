package postgres

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"maps"
	"os"
	"os/exec"
	"runtime"
	"slices"
	"strings"
	"syscall"
	"time"

	"github.com/jackc/pgx/v5"
)

// child is the running server.
type child struct {
	process *os.Process
	exited  chan struct{}
	err     error // how it ended, once exited is closed
}

// launch starts the server and waits until it answers. What a killed predecessor has left (backends that still hold
// its memory for a moment) makes a start fail, so it is tried again for a while.
func (e *Embedded) launch(ctx context.Context) (*child, error) {
	ctx, cancel := context.WithTimeout(ctx, time.Minute)
	defer cancel()
	for wait := 100 * time.Millisecond; ; wait *= 2 {
		c, err := e.start(ctx)
		if err != nil {
			return nil, err
		}
		if err = e.awaitReady(ctx, c); err == nil {
			return c, nil
		}
		c.end(stopPatience)
		if ctx.Err() != nil || wait > 5*time.Second {
			return nil, err
		}
		pause(ctx, wait)
	}
}

func (e *Embedded) start(ctx context.Context) (*child, error) {
	settings := map[string]string{
		"listen_addresses":        "",
		"unix_socket_directories": e.run(),
		"unix_socket_permissions": "0700",
		"port":                    embeddedPort,
		"timezone":                "UTC",
		"log_timezone":            "UTC",
		"jit":                     "off", // costs more than it saves on short queries
		// A worker comes when a short query is done, and takes a core that others need.
		"max_parallel_workers_per_gather": "0",
		"logging_collector":               "off",
		// An error of a statement is reported to us; the server's own line of it would quote customers' words.
		"log_min_messages":        "log",
		"log_min_error_statement": "panic",
		"log_line_prefix":         "%e [%p] ", // the code is what levelOf reads; the time is ours
		"log_error_verbosity":     "terse",
	}
	maps.Copy(settings, e.config.Settings)
	args := make([]string, 0, 2+2*len(settings))
	args = append(args, "-D", e.data())
	for _, name := range slices.Sorted(maps.Keys(settings)) {
		args = append(args, "-c", name+"="+settings[name])
	}
	cmd := exec.Command(e.bin.postgres, args...) //nolint:noctx // it outlives the context of the start; supervise ends it
	cmd.Dir = e.config.Dir
	cmd.Env = serverEnvironment()
	cmd.SysProcAttr = childAttributes(e.owner)
	// A pipe of our own: with one of exec's, Wait would wait for backends that outlive the server.
	lines, stderr, err := os.Pipe()
	if err != nil {
		return nil, err
	}
	cmd.Stderr = stderr
	c := &child{exited: make(chan struct{})}
	started := make(chan error)
	go func() {
		// The kernel ends the server when the thread that started it ends, so this one has to stay until then.
		runtime.LockOSThread()
		defer runtime.UnlockOSThread()
		err := cmd.Start()
		_ = stderr.Close() // the server has its own
		c.process = cmd.Process
		started <- err
		if err != nil {
			return
		}
		c.err = cmd.Wait()
		close(c.exited)
	}()
	if err := <-started; err != nil {
		_ = lines.Close()
		return nil, fmt.Errorf("start %s: %w", e.bin.postgres, err)
	}
	go relay(context.WithoutCancel(ctx), lines, e.config.Log)
	return c, nil
}

// maxLine is how much of a line of the server's log is passed on.
const maxLine = 4 << 10

// relay passes the server's log on to ours until the last of its processes is gone.
func relay(ctx context.Context, lines io.ReadCloser, log *slog.Logger) {
	defer lines.Close()
	reader := bufio.NewReaderSize(lines, maxLine)
	for {
		line, long, err := reader.ReadLine()
		if err != nil {
			return
		}
		text := string(line)
		log.Log(ctx, levelOf(text), "embedded Postgres", "line", text)
		for long && err == nil { // the rest of it
			_, long, err = reader.ReadLine()
		}
	}
}

// levelOf tells what ends the server from what a start or a stop says to a single connection.
func levelOf(line string) slog.Level {
	if strings.HasPrefix(line, "57P0") || // operator intervention: shut down, starting up
		strings.HasPrefix(line, "08") { // connection exception: this program hung up in the middle of a statement
		return slog.LevelDebug
	}
	if strings.Contains(line, "FATAL:") || strings.Contains(line, "PANIC:") {
		return slog.LevelWarn
	}
	return slog.LevelDebug
}

func (e *Embedded) awaitReady(ctx context.Context, c *child) error {
	for {
		conn, err := pgx.Connect(ctx, e.url("postgres"))
		if err == nil {
			closeConn(ctx, conn)
			return nil
		}
		select {
		case <-c.exited:
			return fmt.Errorf("server ended while starting: %w; its log lines are in ours", errors.Join(c.err, err))
		case <-ctx.Done():
			return errors.Join(ctx.Err(), err)
		case <-time.After(20 * time.Millisecond):
		}
	}
}

// supervise starts the server again whenever it dies, until Stop.
func (e *Embedded) supervise(ctx context.Context, c *child) {
	defer close(e.stopped)
	defer e.unlock()
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	go func() {
		select {
		case <-e.stop:
			cancel()
		case <-ctx.Done():
		}
	}()
	for {
		select {
		case <-e.stop:
			c.end(stopPatience)
			return
		case <-c.exited:
		}
		e.config.Log.ErrorContext(ctx, "embedded Postgres ended by itself, starting it again", "error", c.err)
		for wait := 100 * time.Millisecond; ; wait = min(2*wait, 5*time.Second) {
			next, err := e.relaunch(ctx)
			if err == nil {
				c = next
				break
			}
			if ctx.Err() != nil {
				return
			}
			e.config.Log.ErrorContext(ctx, "embedded Postgres does not start, trying again", "error", err, "wait", wait)
			pause(ctx, wait)
		}
	}
}

func (e *Embedded) relaunch(ctx context.Context) (*child, error) {
	if err := evict(e.data(), e.config.Log); err != nil {
		return nil, err
	}
	return e.launch(ctx)
}

// end stops the server: in order, then at once, then by force.
func (c *child) end(patience time.Duration) {
	for _, step := range []struct {
		signal   os.Signal
		patience time.Duration
	}{{syscall.SIGINT, patience}, {syscall.SIGQUIT, 2 * time.Second}, {syscall.SIGKILL, 2 * time.Second}} {
		_ = c.process.Signal(step.signal) // an error means that it has ended
		select {
		case <-c.exited:
			return
		case <-time.After(step.patience):
		}
	}
}
