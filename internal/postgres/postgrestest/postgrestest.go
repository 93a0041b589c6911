// Package postgrestest gives each test a database of its own on a real Postgres.
package postgrestest

import (
	"cmp"
	"context"
	"fmt"
	"log/slog"
	"net/url"
	"os"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/chatbotsmanagers/faqbot/internal/postgres"
)

// New returns a database with the current schema and nothing in it, closed and dropped when the test ends.
func New(tb testing.TB) *postgres.DB {
	tb.Helper()
	return Open(tb, URL(tb))
}

// Open opens a database for the length of the test, such as one of URL for a second replica.
func Open(tb testing.TB, databaseURL string) *postgres.DB {
	tb.Helper()
	db, err := postgres.Open(tb.Context(), databaseURL, slog.New(slog.DiscardHandler))
	if err != nil {
		tb.Fatalf("open the test's database: %v", err)
	}
	tb.Cleanup(db.Close)
	return db
}

// URL returns the address of a database with the current schema and nothing in it, dropped when the test ends.
func URL(tb testing.TB) string {
	tb.Helper()
	s := started(tb)
	return s.create(tb, `TEMPLATE `+s.template())
}

// URLInLocale is URL for a database in a locale of the server, such as "C", in which Postgres knows English letters alone.
func URLInLocale(tb testing.TB, locale string) string {
	tb.Helper()
	address := started(tb).create(tb, `LC_COLLATE '`+locale+`' LC_CTYPE '`+locale+`' TEMPLATE template0`)
	if err := Open(tb, address).MigrateUp(tb.Context()); err != nil {
		tb.Fatalf("migrate the test's database: %v", err)
	}
	return address
}

func started(tb testing.TB) *server {
	tb.Helper()
	s, err := start()
	if err != nil {
		tb.Fatalf("test server: %v", err)
	}
	return s
}

// create makes a database for the length of the test.
func (s *server) create(tb testing.TB, options string) string {
	tb.Helper()
	name := fmt.Sprintf("%s_%d", s.prefix, s.databases.Add(1))
	if err := s.exec(tb.Context(), `CREATE DATABASE `+name+` `+options); err != nil {
		tb.Fatalf("create the test's database: %v", err)
	}
	tb.Cleanup(func() {
		if err := s.exec(context.WithoutCancel(tb.Context()), `DROP DATABASE `+name+` WITH (FORCE)`); err != nil {
			tb.Errorf("drop the test's database: %v", err)
		}
	})
	return s.url(name)
}

// Main runs the tests of a package and stops the server that they started. Call it in TestMain:
//
//	func TestMain(m *testing.M) { postgrestest.Main(m) }
func Main(m *testing.M) { os.Exit(Run(m)) }

// Run is Main for those who have more to do before they exit.
func Run(m *testing.M) (code int) {
	code = m.Run()
	if err := stop(); err != nil {
		fmt.Fprintln(os.Stderr, "test server:", err)
		code = cmp.Or(code, 1)
	}
	return code
}

// server is the one Postgres of a test binary.
type server struct {
	base      *url.URL
	prefix    string // of its databases' names, apart from those of other test binaries on a shared server
	databases atomic.Int64
	embedded  *postgres.Embedded // nil for the server of FAQBOT_TEST_DATABASE_URL
	dir       string
}

var (
	once    sync.Once
	running *server
	failure error
)

func start() (*server, error) {
	once.Do(func() { running, failure = newServer() })
	return running, failure
}

func newServer() (*server, error) {
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	s := &server{prefix: fmt.Sprintf("faqbot_test_%d_%d", os.Getpid(), time.Now().UnixNano()%1_000_000)}
	address := os.Getenv("FAQBOT_TEST_DATABASE_URL")
	if address == "" {
		var err error
		if address, err = s.startEmbedded(ctx); err != nil {
			return nil, err
		}
	}
	base, err := url.Parse(address)
	if err != nil {
		return nil, fmt.Errorf("FAQBOT_TEST_DATABASE_URL: %w", err)
	}
	s.base = base
	return s, s.makeTemplate(ctx)
}

func (s *server) startEmbedded(ctx context.Context) (string, error) {
	dir, err := os.MkdirTemp("", "faqbot")
	if err != nil {
		return "", err
	}
	s.dir = dir
	if err := os.Chmod(dir, 0o711); err != nil { //nolint:gosec // as root the server runs as another user
		return "", err
	}
	s.embedded, err = postgres.StartEmbedded(ctx, postgres.EmbeddedConfig{
		Dir: dir + "/pg", Log: slog.New(slog.DiscardHandler),
		// Nothing here outlives the test, so nothing needs to reach the disk.
		Settings: map[string]string{"fsync": "off", "full_page_writes": "off", "max_connections": "300"},
	})
	if err != nil {
		return "", err
	}
	return s.embedded.URL(), nil
}

func (s *server) template() string { return s.prefix + "_template" }

func (s *server) makeTemplate(ctx context.Context) error {
	if err := s.exec(ctx, `CREATE DATABASE `+s.template()); err != nil {
		return err
	}
	db, err := postgres.Open(ctx, s.url(s.template()), slog.New(slog.DiscardHandler))
	if err != nil {
		return err
	}
	defer db.Close()
	return db.MigrateUp(ctx)
}

func (s *server) url(database string) string {
	u := *s.base
	u.Path = "/" + database
	return u.String()
}

func (s *server) exec(ctx context.Context, sql string) error {
	ctx, cancel := context.WithTimeout(ctx, 30*time.Second)
	defer cancel()
	conn, err := pgx.Connect(ctx, s.base.String())
	if err != nil {
		return err
	}
	defer conn.Close(ctx)
	if _, err := conn.Exec(ctx, sql); err != nil {
		return fmt.Errorf("%s: %w", strings.SplitN(sql, " TEMPLATE", 2)[0], err)
	}
	return nil
}

func stop() error {
	if running == nil {
		return nil
	}
	if running.embedded == nil {
		return running.exec(context.Background(), `DROP DATABASE `+running.template())
	}
	if err := running.embedded.Stop(); err != nil {
		return err
	}
	return os.RemoveAll(running.dir)
}
