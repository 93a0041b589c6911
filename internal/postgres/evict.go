package postgres

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// evict ends the processes of a server that still lives on a data folder although nobody holds the folder's lock: its
// parent was killed. It is stopped rather than adopted, since an adopted process cannot be waited for and may run
// with other settings. It also removes the pid file of a server that is gone when its number now belongs to a stranger,
// which would make Postgres refuse to start for ever (a restarted container likes to give the same numbers).
func evict(data string, log *slog.Logger) error {
	for _, step := range []struct {
		signal   syscall.Signal
		patience time.Duration
	}{{syscall.SIGINT, stopPatience}, {syscall.SIGQUIT, 3 * time.Second}, {syscall.SIGKILL, 3 * time.Second}} {
		deadline := time.Now().Add(step.patience)
		for signalled := false; ; signalled = true {
			pids, err := occupants(data)
			if err != nil {
				return err
			}
			if len(pids) == 0 {
				return removeStrangersPID(data)
			}
			if !signalled {
				log.Info("stopping a Postgres that was left behind", "dir", data, "processes", len(pids), "signal", step.signal.String())
				for _, pid := range serverFirst(data, pids, step.signal) {
					_ = syscall.Kill(pid, step.signal) // it may be gone by now, which is what is wanted
				}
			}
			if time.Now().After(deadline) {
				break
			}
			time.Sleep(20 * time.Millisecond)
		}
	}
	return fmt.Errorf("a Postgres that was left behind in %s does not stop: end it by hand", data)
}

// serverFirst returns whom to signal. The server itself tells its children; without it they are told one by one.
func serverFirst(data string, pids []int, signal syscall.Signal) []int {
	if signal != syscall.SIGKILL {
		server := pidFile(data)
		for _, pid := range pids {
			if pid == server {
				return []int{pid}
			}
		}
	}
	return pids
}

// occupants returns the Postgres processes whose working folder is the data folder, as that of all of them is.
func occupants(data string) (pids []int, err error) {
	resolved, err := filepath.EvalSymlinks(data)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	entries, err := os.ReadDir("/proc")
	if err != nil {
		return nil, nil //nolint:nilerr // not Linux: Postgres' own pid file has to do
	}
	for _, entry := range entries {
		pid, err := strconv.Atoi(entry.Name())
		if err != nil {
			continue
		}
		cwd, err := os.Readlink(filepath.Join("/proc", entry.Name(), "cwd"))
		if err != nil || cwd != resolved {
			continue
		}
		if name, _ := os.ReadFile(filepath.Join("/proc", entry.Name(), "comm")); strings.HasPrefix(string(name), "postgres") {
			pids = append(pids, pid)
		}
	}
	return pids, nil
}

// pidFile returns the number that a server has written into its data folder, 0 for none.
func pidFile(data string) int {
	content, err := os.ReadFile(filepath.Join(data, "postmaster.pid"))
	if err != nil {
		return 0
	}
	first, _, _ := bytes.Cut(content, []byte("\n"))
	pid, _ := strconv.Atoi(string(bytes.TrimSpace(first)))
	return pid
}

// removeStrangersPID is called when no process of a server is left.
func removeStrangersPID(data string) error {
	pid := pidFile(data)
	if pid <= 0 || errors.Is(syscall.Kill(pid, 0), syscall.ESRCH) {
		return nil // Postgres itself sees that a dead number means nothing
	}
	for _, path := range []string{
		filepath.Join(data, "postmaster.pid"),
		filepath.Join(filepath.Dir(data), "run", ".s.PGSQL."+embeddedPort+".lock"),
	} {
		if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	return nil
}
