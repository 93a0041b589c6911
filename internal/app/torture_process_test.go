//go:build linux

package app_test

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// buildFaqbot builds the real program, with the race detector, as the process that is killed.
func buildFaqbot(t *testing.T, dir string) string {
	t.Helper()
	binary := dir + "/faqbot"
	out, err := exec.CommandContext(t.Context(), "go", "build", "-race", "-o", binary, module+"cmd/faqbot").CombinedOutput()
	require.NoError(t, err, "%s", out)
	return binary
}

// process is one run of the program.
type process struct {
	cmd   *exec.Cmd
	log   *processLog
	ready chan string   // gets the address of metrics and health
	ended chan struct{} // closed once it is gone
}

// startFaqbot starts the program with these settings, given as FAQBOT_NAME=value.
func startFaqbot(t *testing.T, binary string, log *processLog, settings ...string) *process {
	t.Helper()
	p := &process{log: log, ready: make(chan string, 1), ended: make(chan struct{})}
	p.cmd = exec.Command(binary, "serve", "--log-format", "json", "--log-level", "debug")
	p.cmd.Env = append(withoutSettings(os.Environ()), settings...)
	p.cmd.Stderr = &lineWriter{line: func(line []byte) {
		log.add(line)
		if address := readyAddress(line); address != "" {
			p.ready <- address
		}
	}}
	p.cmd.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL} // a test that panics leaves nothing behind
	require.NoError(t, p.cmd.Start())
	go func() {
		_ = p.cmd.Wait() // how it ended is in ProcessState
		close(p.ended)
	}()
	return p
}

// kill ends the process as a crash does, and returns when it is gone.
func (p *process) kill() {
	_ = p.cmd.Process.Kill() // an error means that it has ended
	<-p.ended
}

// withoutSettings keeps the settings of the caller's own bot away from the child.
func withoutSettings(env []string) []string {
	kept := make([]string, 0, len(env))
	for _, v := range env {
		if !strings.HasPrefix(v, "FAQBOT_") {
			kept = append(kept, v)
		}
	}
	return kept
}

// readyAddress returns what the line that says so gives as the address of metrics and health.
func readyAddress(line []byte) string {
	var entry struct {
		Msg    string `json:"msg"`
		Listen string `json:"listen"`
	}
	if json.Unmarshal(line, &entry) != nil || entry.Msg != "bot is ready" {
		return ""
	}
	return entry.Listen
}

// lineWriter cuts what is written into lines.
type lineWriter struct {
	rest []byte
	line func([]byte)
}

func (w *lineWriter) Write(p []byte) (int, error) {
	w.rest = append(w.rest, p...)
	for {
		line, rest, found := bytes.Cut(w.rest, []byte("\n"))
		if !found {
			return len(p), nil
		}
		w.line(line)
		w.rest = append([]byte(nil), rest...)
	}
}

// processLog keeps the lines of all runs.
type processLog struct {
	mu    sync.Mutex
	lines []string
}

func (l *processLog) add(line []byte) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.lines = append(l.lines, string(line))
}

func (l *processLog) all() []string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return append([]string(nil), l.lines...)
}

// readiness is what /readyz says.
type readiness struct {
	code   int
	Status string `json:"status"`
	Checks map[string]struct {
		OK bool `json:"ok"`
	} `json:"checks"`
}

// readyz asks the process at an address how it is; the zero value says that it does not answer.
func readyz(address string) (r readiness) {
	code, body := get("http://" + address + "/readyz")
	if json.Unmarshal(body, &r) != nil {
		return readiness{}
	}
	r.code = code
	return r
}

// gauge reads a metric without labels.
func gauge(address, name string) (float64, bool) {
	_, body := get("http://" + address + "/metrics")
	for line := range strings.Lines(string(body)) {
		if value, found := strings.CutPrefix(line, name+" "); found {
			n, err := strconv.ParseFloat(strings.TrimSpace(value), 64)
			return n, err == nil
		}
	}
	return 0, false
}

func get(url string) (int, []byte) {
	client := http.Client{Timeout: 5 * time.Second}
	response, err := client.Get(url)
	if err != nil {
		return 0, nil
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		return 0, nil
	}
	return response.StatusCode, body
}
