package postgres

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

// install makes a folder with a Postgres that knows its version only.
func install(t *testing.T, version string) string {
	t.Helper()
	dir := t.TempDir()
	script := "#!/bin/sh\necho 'postgres (PostgreSQL) " + version + " (Debian)'\n"
	for _, name := range []string{"postgres", "initdb"} {
		require.NoError(t, os.WriteFile(filepath.Join(dir, name), []byte(script), 0o700))
	}
	return dir
}

func TestPickBinaries(t *testing.T) {
	old, recent := install(t, "9.6.24"), install(t, "17.2")
	link := t.TempDir() // a link to one of them alone on the PATH
	require.NoError(t, os.Symlink(filepath.Join(old, "postgres"), filepath.Join(link, "postgres")))

	for _, test := range []struct {
		name, version, want string
		dirs                []string
	}{
		{"the newest for new data", "", recent, []string{t.TempDir(), old, recent}},
		{"the one that wrote the data", "9", old, []string{recent, old}},
		{"behind a link", "", old, []string{link}},
	} {
		t.Run(test.name, func(t *testing.T) {
			b, err := pickBinaries(t.Context(), test.dirs, test.version)
			require.NoError(t, err)
			require.Equal(t, filepath.Join(test.want, "initdb"), b.initdb)
		})
	}

	_, err := pickBinaries(t.Context(), []string{t.TempDir()}, "")
	require.ErrorContains(t, err, "apt-get install postgresql")
	_, err = pickBinaries(t.Context(), []string{recent}, "15")
	require.ErrorContains(t, err, "apt-get install postgresql-15")
}
