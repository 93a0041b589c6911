package postgrestest

import (
	"context"
	"net/url"
	"path"
	"testing"

	"github.com/jackc/pgx/v5"
)

// Outage takes a database of URL away, its open connections included, until end is called.
func Outage(tb testing.TB, databaseURL string) (end func()) {
	tb.Helper()
	u, err := url.Parse(databaseURL)
	if err != nil {
		tb.Fatalf("outage: %v", err)
	}
	name := path.Base(u.Path)
	do := func(sql string) {
		tb.Helper()
		if err := running.exec(context.WithoutCancel(tb.Context()), sql); err != nil {
			tb.Fatalf("outage: %v", err)
		}
	}
	do(`ALTER DATABASE ` + name + ` ALLOW_CONNECTIONS false`)
	do(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '` + name + `'`)
	return func() { tb.Helper(); do(`ALTER DATABASE ` + name + ` ALLOW_CONNECTIONS true`) }
}

// Exec runs a statement on a database of URL, such as what a newer program would have left behind.
func Exec(tb testing.TB, databaseURL, sql string) {
	tb.Helper()
	conn, err := pgx.Connect(tb.Context(), databaseURL)
	if err != nil {
		tb.Fatalf("connect to the test's database: %v", err)
	}
	defer conn.Close(tb.Context())
	if _, err := conn.Exec(tb.Context(), sql); err != nil {
		tb.Fatalf("%s: %v", sql, err)
	}
}
