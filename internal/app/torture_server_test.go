//go:build linux

package app_test

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"syscall"
)

// database is the embedded server as an evil hand sees it: files and processes.
type database struct{ dir string }

func (d database) data() string { return filepath.Join(d.dir, "data") }

// server returns the process id of the postmaster, 0 when there is none.
func (d database) server() int {
	content, err := os.ReadFile(filepath.Join(d.data(), "postmaster.pid"))
	if err != nil {
		return 0
	}
	first, _, _ := bytes.Cut(content, []byte("\n"))
	pid, err := strconv.Atoi(string(first))
	if err != nil {
		return 0
	}
	return pid
}

// children returns the processes that the postmaster started, save for those that have ended.
func (d database) children(server int) (pids []int) {
	entries, err := os.ReadDir("/proc")
	if err != nil || server == 0 {
		return nil
	}
	for _, entry := range entries {
		pid, err := strconv.Atoi(entry.Name())
		if err != nil {
			continue
		}
		stat, err := os.ReadFile(filepath.Join("/proc", entry.Name(), "stat"))
		if err != nil {
			continue
		}
		// After the name in parentheses come the state and the parent.
		fields := bytes.Fields(stat[bytes.LastIndexByte(stat, ')')+1:])
		if len(fields) > 1 && string(fields[0]) != "Z" && string(fields[1]) == strconv.Itoa(server) {
			pids = append(pids, pid)
		}
	}
	return pids
}

// backends are the children that serve a connection.
func (d database) backends() (pids []int) {
	for _, pid := range d.children(d.server()) {
		title, err := os.ReadFile(filepath.Join("/proc", strconv.Itoa(pid), "cmdline"))
		if err == nil && bytes.HasPrefix(title, []byte("postgres: faqbot faqbot ")) {
			pids = append(pids, pid)
		}
	}
	return pids
}

// killAll kills the postmaster and everything that it started, so that nothing more is committed.
func (d database) killAll() {
	server := d.server()
	children := d.children(server)
	signalAll(syscall.SIGKILL, append([]int{server}, children...)...)
}

// stop holds the postmaster still: it neither hears that its parent died nor starts or ends anything.
func (d database) stop() (goOn func()) {
	server := d.server()
	signalAll(syscall.SIGSTOP, server)
	return func() { signalAll(syscall.SIGCONT, server) }
}

// hide makes every start of the server fail until it is undone.
func (d database) hide() (undo func() error, err error) {
	settings := filepath.Join(d.data(), "postgresql.conf")
	if err := os.Rename(settings, settings+".hidden"); err != nil {
		return nil, err
	}
	return func() error {
		err := os.Rename(settings+".hidden", settings)
		if errors.Is(err, fs.ErrNotExist) {
			return nil // undone before
		}
		return err
	}, nil
}

func signalAll(signal syscall.Signal, pids ...int) {
	for _, pid := range pids {
		if pid > 1 {
			_ = syscall.Kill(pid, signal) // it may be gone, which is what is wanted
		}
	}
}
