package app_test

import (
	"net/http"
	"os"
	"os/exec"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/chatbotsmanagers/faqbot/internal/app"
	"github.com/chatbotsmanagers/faqbot/internal/botapi"
)

// programs is the folder of the real program, removed after the tests.
var programs string

// program builds the real program once for all tests that need its process.
var program = sync.OnceValues(func() (_ string, err error) {
	if programs, err = os.MkdirTemp("", "faqbot"); err != nil {
		return "", err
	}
	path := programs + "/faqbot"
	return path, exec.Command("go", "build", "-o", path, module+"cmd/faqbot").Run()
})

// run is the program at work in a process of its own.
type run struct {
	t     *testing.T
	cmd   *exec.Cmd
	log   *logBuffer
	ended chan struct{}
}

// runProgram starts `faqbot serve` and waits until it is ready.
func runProgram(t *testing.T, c app.Config) *run {
	t.Helper()
	path, err := program()
	require.NoError(t, err)
	r := &run{t: t, log: &logBuffer{}, ended: make(chan struct{})}
	r.cmd = exec.Command(path, "serve")
	r.cmd.Env = []string{
		"PATH=" + os.Getenv("PATH"), "FAQBOT_TELEGRAM_TOKEN=" + c.TelegramToken, "FAQBOT_TELEGRAM_API=" + c.TelegramAPI,
		"FAQBOT_DATABASE_URL=" + c.DatabaseURL, "FAQBOT_DATA=" + c.Data, "FAQBOT_KB=" + c.KB, "FAQBOT_LISTEN=" + c.Listen,
		"FAQBOT_MANAGERS=2001", "FAQBOT_LOG_FORMAT=json",
	}
	r.cmd.Stderr = r.log
	require.NoError(t, r.cmd.Start())
	go func() {
		defer close(r.ended)
		_ = r.cmd.Wait() // how it ended is in ProcessState
	}()
	t.Cleanup(func() {
		_ = r.cmd.Process.Kill() // it may have ended
		<-r.ended
		if t.Failed() {
			t.Logf("log of the program:\n%s", r.log)
		}
	})
	r.awaitLog("bot is ready")
	return r
}

func (r *run) awaitLog(words string) {
	r.t.Helper()
	require.Eventually(r.t, func() bool { return strings.Contains(r.log.String(), words) }, longEnough, 10*time.Millisecond, words)
}

func (r *run) signal(signal os.Signal) {
	r.t.Helper()
	require.NoError(r.t, r.cmd.Process.Signal(signal))
}

func (r *run) awaitEnd() *os.ProcessState {
	r.t.Helper()
	select {
	case <-r.ended:
	case <-time.After(longEnough):
		r.t.Fatal("the program does not end")
	}
	return r.cmd.ProcessState
}

func TestProgramStopsInOrder(t *testing.T) {
	telegram := startTelegram(t)
	c := settings(t, telegram)
	c.DatabaseURL, c.Data = "", stateFolder(t)
	var begun <-chan struct{}
	c.TelegramAPI, begun = slowAnswers(t, telegram, 2*time.Second)
	bot := runProgram(t, c)
	sent, err := telegram.User(customer).Send("когда привезут заказ")
	require.NoError(t, err)
	<-begun

	asked := time.Now()
	bot.signal(syscall.SIGTERM)
	require.Equal(t, 0, bot.awaitEnd().ExitCode())
	require.Less(t, time.Since(asked), 10*time.Second)
	awaitAnswer(t, telegram, sent.ID, "1–3 дня")
	require.NotContains(t, bot.log.String(), `"level":"WARN"`, "a start and a stop are nothing to worry about")
	require.NotContains(t, bot.log.String(), `"level":"ERROR"`)
}

func TestSecondSignalStopsAtOnce(t *testing.T) {
	telegram := startTelegram(t)
	c := settings(t, telegram)
	var begun <-chan struct{}
	c.TelegramAPI, begun = slowAnswers(t, telegram, time.Minute)
	bot := runProgram(t, c)
	_, err := telegram.User(customer).Send("когда привезут заказ")
	require.NoError(t, err)
	<-begun

	bot.signal(syscall.SIGTERM)
	bot.awaitLog("stopping")
	asked := time.Now()
	bot.signal(syscall.SIGTERM)
	status, ok := bot.awaitEnd().Sys().(syscall.WaitStatus)
	require.True(t, ok)
	require.True(t, status.Signaled())
	require.Equal(t, syscall.SIGTERM, status.Signal())
	require.Less(t, time.Since(asked), 3*time.Second)
}

func TestProgramSaysWhyItEnded(t *testing.T) {
	telegram := startTelegram(t)
	c := settings(t, telegram)
	bot := runProgram(t, c)
	telegram.Faults().Add(botapi.Fault{Status: http.StatusUnauthorized})
	_, err := telegram.User(customer).Send("привет") // ends the poll in hand
	require.NoError(t, err)
	require.Equal(t, 1, bot.awaitEnd().ExitCode())
	require.Contains(t, bot.log.String(), "check FAQBOT_TELEGRAM_TOKEN")
	require.NotContains(t, bot.log.String(), c.TelegramToken)
}

func TestAnotherReplicaTakesOver(t *testing.T) {
	telegram := startTelegram(t)
	c := settings(t, telegram)
	first := runProgram(t, c)
	first.awaitLog(`"lead":"poller"`)
	second := runProgram(t, c)
	ask(t, telegram, "когда привезут заказ", "1–3 дня")
	require.NotContains(t, second.log.String(), `"lead":"poller"`)

	first.signal(syscall.SIGKILL)
	first.awaitEnd()
	asked := time.Now()
	ask(t, telegram, "хочу вернуть деньги", "Почтой")
	require.Less(t, time.Since(asked), 20*time.Second)
	second.awaitLog(`"lead":"poller"`)
}
