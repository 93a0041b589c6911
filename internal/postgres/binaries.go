package postgres

import (
	"cmp"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// binaries are the programs of one version of Postgres.
type binaries struct {
	version          string // the major one
	postgres, initdb string
}

const debianBinaries = "/usr/lib/postgresql/*/bin"

// findBinaries returns the programs that fit data of a version, the newest ones when there is no data yet. Debian
// keeps its own off the PATH, a version beside the other.
func findBinaries(ctx context.Context, version string) (binaries, error) {
	dirs, err := filepath.Glob(debianBinaries)
	if err != nil {
		return binaries{}, err
	}
	return pickBinaries(ctx, append(dirs, filepath.SplitList(os.Getenv("PATH"))...), version)
}

func pickBinaries(ctx context.Context, dirs []string, version string) (binaries, error) {
	var found []binaries
	for _, dir := range dirs {
		if b, ok := binariesIn(ctx, dir); ok {
			found = append(found, b)
		}
	}
	slices.SortStableFunc(found, func(a, b binaries) int { return cmp.Compare(number(b.version), number(a.version)) })
	for _, b := range found {
		if version == "" || b.version == version {
			return b, nil
		}
	}
	if len(found) == 0 {
		return binaries{}, fmt.Errorf("no Postgres on this machine (looked in %s and PATH): "+
			"run `apt-get install postgresql`, or set FAQBOT_DATABASE_URL to a server elsewhere", debianBinaries)
	}
	return binaries{}, fmt.Errorf("the data were written by Postgres %s, but this machine has Postgres %s: "+
		"run `apt-get install postgresql-%s`, or bring the data over with pg_upgrade", version, found[0].version, version)
}

func binariesIn(ctx context.Context, dir string) (binaries, bool) {
	// A link on the PATH may stand alone; its target's neighbours are complete.
	postgres, err := filepath.EvalSymlinks(filepath.Join(dir, "postgres"))
	if err != nil {
		return binaries{}, false
	}
	initdb := filepath.Join(filepath.Dir(postgres), "initdb")
	if _, err := os.Stat(initdb); err != nil { //nolint:gosec // the operator's own PATH
		return binaries{}, false
	}
	out, err := exec.CommandContext(ctx, postgres, "--version").Output() //nolint:gosec // a Postgres that the system brought
	m := versionOf.FindStringSubmatch(string(out))
	if err != nil || m == nil {
		return binaries{}, false
	}
	return binaries{version: m[1], postgres: postgres, initdb: initdb}, true
}

var versionOf = regexp.MustCompile(`PostgreSQL\) (\d+)`)

// dataVersion returns the version of Postgres that wrote a data folder, nothing when there is none.
func dataVersion(data string) string {
	version, err := os.ReadFile(filepath.Join(data, "PG_VERSION"))
	if err != nil {
		return ""
	}
	return strings.TrimSpace(string(version))
}

func number(s string) int {
	n, _ := strconv.Atoi(s)
	return n
}

// checkSocketPath refuses what the kernel would refuse with less of an explanation.
func checkSocketPath(path string) error {
	const most = 107 // of sockaddr_un on Linux, without the final zero
	if len(path) > most {
		return fmt.Errorf("the socket's path %s has %d bytes, and the system takes %d: "+
			"set FAQBOT_DATA to a shorter folder (TMPDIR for faqbot play)", path, len(path), most)
	}
	return nil
}
