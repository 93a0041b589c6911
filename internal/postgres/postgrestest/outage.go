package postgrestest

import (
	"net/url"
	"path"
	"testing"
)

// Outage takes a database of URL away, its open connections included, until end is called.
func Outage(t testing.TB, databaseURL string) (end func()) {
	t.Helper()
	u, err := url.Parse(databaseURL)
	if err != nil {
		t.Fatalf("outage: %v", err)
	}
	name := path.Base(u.Path)
	do := func(sql string) {
		t.Helper()
		if err := running.exec(sql); err != nil {
			t.Fatalf("outage: %v", err)
		}
	}
	do(`ALTER DATABASE ` + name + ` ALLOW_CONNECTIONS false`)
	do(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '` + name + `'`)
	return func() { t.Helper(); do(`ALTER DATABASE ` + name + ` ALLOW_CONNECTIONS true`) }
}
