package postgres

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"time"

	"github.com/jackc/pgx/v5"
)

const (
	embeddedUser     = "faqbot"
	embeddedDatabase = "faqbot"
	embeddedPort     = "5432" // part of the socket's name; nothing listens on a network
	stopPatience     = 10 * time.Second
)

// EmbeddedConfig says where the embedded server lives.
type EmbeddedConfig struct {
	Dir      string            // its folder; made when missing
	Settings map[string]string // of Postgres, on top of our own
	Log      *slog.Logger
}

// HasDatabase tells whether a server was ever started in the folder, so that there is something in it.
func HasDatabase(dir string) bool {
	return dataVersion((&Embedded{config: EmbeddedConfig{Dir: dir}}).data()) != ""
}

// Embedded is a Postgres server of our own in a private folder, reached by a private Unix socket. It is started from
// the binaries that the system's package brought, started again when it dies, and stopped with us.
type Embedded struct {
	config EmbeddedConfig
	bin    binaries
	owner  *account // whom the server runs as, nil for ourselves
	lock   *os.File

	stop    chan struct{} // closed by Stop
	stopped chan struct{} // closed when supervision has ended
	once    sync.Once
}

// RunningError says that another process of this machine already serves the folder.
type RunningError struct {
	Dir string
	PID string // as the other wrote it
	URL string // of its database, for commands that only want to use it
}

func (e *RunningError) Error() string {
	return fmt.Sprintf("another faqbot (process %s) serves from %s: stop it, or set FAQBOT_DATA to another folder", e.PID, e.Dir)
}

// UseEmbedded returns the URL of the folder's database: of the server that another process runs there, else of one
// that it starts. stop must be called in the end; it leaves a server of others alone.
func UseEmbedded(ctx context.Context, config EmbeddedConfig) (databaseURL string, stop func() error, err error) {
	e, err := StartEmbedded(ctx, config)
	var running *RunningError
	if errors.As(err, &running) {
		return running.URL, func() error { return nil }, nil
	}
	if err != nil {
		return "", nil, err
	}
	return e.URL(), e.Stop, nil
}

// StartEmbedded starts the server of a folder, with a new database if there is none yet, and returns when it answers.
// A server that a killed process left behind is stopped first. The error is a *RunningError when another process
// serves the folder.
func StartEmbedded(ctx context.Context, config EmbeddedConfig) (_ *Embedded, err error) {
	if config.Dir, err = filepath.Abs(config.Dir); err != nil {
		return nil, fmt.Errorf("embedded Postgres: %w", err)
	}
	e := &Embedded{config: config, stop: make(chan struct{}), stopped: make(chan struct{})}
	if err := e.prepare(ctx); err != nil {
		e.unlock()
		return nil, fmt.Errorf("embedded Postgres: %w", err)
	}
	child, err := e.launch(ctx)
	if err != nil {
		e.unlock()
		return nil, fmt.Errorf("embedded Postgres: %w", err)
	}
	go e.supervise(context.WithoutCancel(ctx), child)
	if err := patiently(ctx, config.Log, passing, e.createDatabase); err != nil {
		return nil, fmt.Errorf("embedded Postgres: %w", errors.Join(err, e.Stop()))
	}
	return e, nil
}

// URL is where the database is.
func (e *Embedded) URL() string { return e.url(embeddedDatabase) }

func (e *Embedded) url(database string) string {
	u := url.URL{Scheme: "postgres", User: url.User(embeddedUser), Path: "/" + database}
	u.RawQuery = url.Values{"host": {e.run()}, "port": {embeddedPort}}.Encode()
	return u.String()
}

// Stop ends the server in order and gives the folder free.
func (e *Embedded) Stop() error {
	e.once.Do(func() { close(e.stop) })
	<-e.stopped
	return nil
}

func (e *Embedded) data() string { return filepath.Join(e.config.Dir, "data") }
func (e *Embedded) run() string  { return filepath.Join(e.config.Dir, "run") }

// prepare does all that can be refused before anything is started.
func (e *Embedded) prepare(ctx context.Context) (err error) {
	if err := checkSocketPath(filepath.Join(e.run(), ".s.PGSQL."+embeddedPort)); err != nil {
		return err
	}
	if e.owner, err = serverAccount(); err != nil {
		return err
	}
	// Parents may be listed by anybody, our own folder by nobody else: the socket trusts whoever can reach it.
	if err := os.MkdirAll(filepath.Dir(e.config.Dir), 0o755); err != nil { //nolint:gosec // see above
		return err
	}
	if err := os.MkdirAll(e.config.Dir, 0o700); err != nil {
		return err
	}
	if err := e.takeLock(); err != nil {
		return err
	}
	if err := os.MkdirAll(e.run(), 0o700); err != nil {
		return err
	}
	if err := e.owner.own(e.config.Dir, e.run()); err != nil {
		return err
	}
	if err := e.owner.canReach(e.config.Dir); err != nil {
		return err
	}
	if e.bin, err = findBinaries(ctx, dataVersion(e.data())); err != nil {
		return err
	}
	if err := evict(e.data(), e.config.Log); err != nil {
		return err
	}
	return e.initialise(ctx)
}

// takeLock makes us the only one who serves the folder. The lock goes with our process, however it ends.
func (e *Embedded) takeLock() error {
	path := filepath.Join(e.config.Dir, "lock")
	lock, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return err
	}
	if err := syscall.Flock(int(lock.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		pid, _ := os.ReadFile(path) // for the message only
		_ = lock.Close()
		if errors.Is(err, syscall.EWOULDBLOCK) {
			return &RunningError{Dir: e.config.Dir, PID: strings.TrimSpace(string(pid)), URL: e.URL()}
		}
		return fmt.Errorf("lock %s: %w", path, err)
	}
	if err := errors.Join(lock.Truncate(0), writePID(lock)); err != nil {
		_ = lock.Close()
		return fmt.Errorf("lock %s: %w", path, err)
	}
	e.lock = lock
	return nil
}

func writePID(f *os.File) error {
	_, err := f.WriteAt(fmt.Appendln(nil, os.Getpid()), 0)
	return err
}

func (e *Embedded) unlock() {
	if e.lock != nil {
		_ = e.lock.Close() // it was never written after the number
	}
}

// initialise makes the data folder, aside and then in one step, so that a crash leaves no half of one.
func (e *Embedded) initialise(ctx context.Context) error {
	if dataVersion(e.data()) != "" {
		return nil
	}
	fresh := e.data() + ".new"
	if err := os.RemoveAll(fresh); err != nil {
		return err
	}
	started := time.Now()
	args := []string{"-D", fresh, "-U", embeddedUser, "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8"}
	if e.config.Settings["fsync"] == "off" {
		args = append(args, "--no-sync")
	}
	cmd := exec.CommandContext(ctx, e.bin.initdb, args...)
	cmd.Dir = e.config.Dir
	cmd.SysProcAttr = childAttributes(e.owner)
	cmd.Env = serverEnvironment()
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("initdb: %w: %s", err, lastLines(out))
	}
	if err := os.Rename(fresh, e.data()); err != nil {
		return err
	}
	e.config.Log.InfoContext(ctx, "embedded Postgres made its folder", "dir", e.data(), "took", time.Since(started))
	return nil
}

func (e *Embedded) createDatabase(ctx context.Context) error {
	conn, err := pgx.Connect(ctx, e.url("postgres"))
	if err != nil {
		return err
	}
	defer closeConn(ctx, conn)
	_, err = conn.Exec(ctx, `CREATE DATABASE `+embeddedDatabase)
	if sqlState(err) == "42P04" { // it exists
		return nil
	}
	return err
}

// serverEnvironment keeps variables such as PGDATA or LC_ALL of the caller away from the server.
func serverEnvironment() []string {
	return []string{"PATH=" + os.Getenv("PATH"), "LC_ALL=C.UTF-8", "TZ=UTC"}
}

func lastLines(out []byte) string {
	lines := strings.Split(strings.TrimSpace(string(out)), "\n")
	return strings.Join(lines[max(0, len(lines)-3):], "; ")
}
