package bench

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime/debug"
	"strconv"
	"strings"
)

// residentNow returns the memory of this process that the system counts, after all garbage was given back.
func residentNow() (int64, error) {
	debug.FreeOSMemory()
	return statusBytes("/proc/self/status", "VmRSS")
}

// forgetPeak makes peak count from now on.
func forgetPeak() error { return os.WriteFile("/proc/self/clear_refs", []byte("5"), 0) }

// peak returns the most memory that this process held since forgetPeak.
func peak() (int64, error) { return statusBytes("/proc/self/status", "VmHWM") }

// familyMemory returns the memory of a process's parent and all its children; what they share is counted once.
func familyMemory(child int) (int64, error) {
	parent, err := statusValue(fmt.Sprintf("/proc/%d/status", child), "PPid")
	if err != nil {
		return 0, err
	}
	all, err := filepath.Glob("/proc/[0-9]*/status")
	if err != nil {
		return 0, err
	}
	sum := int64(0)
	for _, status := range all {
		pid := filepath.Base(filepath.Dir(status))
		of, err := statusValue(status, "PPid")
		if errors.Is(err, os.ErrNotExist) || (of != parent && pid != parent) {
			continue // it has ended, or it is another's
		}
		held, err := statusBytes(filepath.Join(filepath.Dir(status), "smaps_rollup"), "Pss")
		if err != nil {
			return 0, err
		}
		sum += held
	}
	return sum, nil
}

func statusBytes(file, key string) (int64, error) {
	value, err := statusValue(file, key)
	if err != nil {
		return 0, err
	}
	kilobytes, err := strconv.ParseInt(strings.TrimSuffix(value, " kB"), 10, 64)
	return kilobytes << 10, err
}

// statusValue reads a line "key: value" of a file of the kernel.
func statusValue(file, key string) (string, error) {
	content, err := os.ReadFile(file)
	if err != nil {
		return "", err
	}
	lines := bufio.NewScanner(bytes.NewReader(content))
	for lines.Scan() {
		if value, ok := strings.CutPrefix(lines.Text(), key+":"); ok {
			return strings.TrimSpace(value), nil
		}
	}
	return "", fmt.Errorf("%s says nothing of %s", file, key)
}
