package app_test

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/chatbotsmanagers/faqbot/internal/app"
	"github.com/chatbotsmanagers/faqbot/internal/botapi"
	"github.com/chatbotsmanagers/faqbot/internal/postgres/postgrestest"
)

// longEnough bounds every waiting of these tests. It is far more than what is waited for should take, for slow machines.
const longEnough = 40 * time.Second

const (
	customer = 1001
	manager  = 2001
)

// startTelegram returns an emulated Telegram for the length of the test.
func startTelegram(tb testing.TB) *botapi.Server {
	tb.Helper()
	telegram, err := botapi.New(botapi.Options{Strict: true})
	require.NoError(tb, err)
	require.NoError(tb, telegram.Start())
	tb.Cleanup(func() { require.NoError(tb, telegram.Close()) })
	return telegram
}

// served is the bot, run in this process as `faqbot serve` runs it.
type served struct {
	t       testing.TB
	log     *logBuffer
	stop    context.CancelFunc
	ended   chan struct{} // closed when it has
	err     error         // how it ended, once ended is closed
	ready   chan struct{} // closed when it is
	address string        // of metrics and health, once ready is closed
}

// settings are those of a bot on a small knowledge base, a database and a Telegram of the test's own.
func settings(tb testing.TB, telegram *botapi.Server) app.Config {
	tb.Helper()
	return app.Config{
		TelegramToken: telegram.Token(), TelegramAPI: telegram.URL(), Managers: []int64{manager},
		DatabaseURL: postgrestest.URL(tb), KB: writeArticles(tb), Listen: "127.0.0.1:0", WebhookListen: "127.0.0.1:0",
		Precision: 0.9, Rate: 1000, Location: time.UTC, StopWithin: 10 * time.Second,
	}
}

// writeArticles makes a knowledge base of two articles.
func writeArticles(tb testing.TB) (folder string) {
	tb.Helper()
	folder = filepath.Join(tb.TempDir(), "articles")
	require.NoError(tb, os.Mkdir(folder, 0o755))
	writeArticle(tb, folder, "delivery.md", "Сколько идёт доставка?", "когда привезут заказ", "Обычно 1–3 дня.")
	writeArticle(tb, folder, "return.md", "Как вернуть товар?", "хочу вернуть деньги", "Почтой или в магазине.")
	return folder
}

func writeArticle(tb testing.TB, folder, name, question, also, answer string) {
	tb.Helper()
	text := "---\nquestion: " + question + "\nalso: [" + also + "]\n---\n" + answer + "\n"
	require.NoError(tb, os.WriteFile(filepath.Join(folder, name), []byte(text), 0o600))
}

// launch starts the bot, which is stopped when the test ends.
func launch(tb testing.TB, c app.Config) *served {
	tb.Helper()
	s := &served{t: tb, log: &logBuffer{}, ended: make(chan struct{}), ready: make(chan struct{})}
	c.Logger = slog.New(slog.NewJSONHandler(s.log, &slog.HandlerOptions{Level: slog.LevelDebug}))
	also := c.Ready
	c.Ready = func(address string) {
		if also != nil {
			also(address)
		}
		s.address = address
		close(s.ready)
	}
	var ctx context.Context
	ctx, s.stop = context.WithCancel(context.WithoutCancel(tb.Context()))
	go func() {
		defer close(s.ended)
		s.err = app.Serve(ctx, c)
	}()
	tb.Cleanup(func() {
		s.stop()
		_ = s.awaitEnd() // tests that care have asked
		if tb.Failed() {
			tb.Logf("log of the bot:\n%s", s.log)
		}
	})
	return s
}

// serveBot is launch, and waits until the bot is ready.
func serveBot(tb testing.TB, c app.Config) *served {
	tb.Helper()
	s := launch(tb, c)
	s.awaitReady()
	return s
}

func (s *served) awaitReady() {
	s.t.Helper()
	select {
	case <-s.ready:
	case <-s.ended:
		s.t.Fatalf("the bot ended instead of starting: %v", s.err)
	case <-time.After(longEnough):
		s.t.Fatal("the bot does not start")
	}
}

// awaitEnd waits until the bot has ended and returns its error.
func (s *served) awaitEnd() error {
	s.t.Helper()
	select {
	case <-s.ended:
		return s.err
	case <-time.After(longEnough):
		s.t.Fatal("the bot does not end")
		return nil
	}
}

// awaitLog waits until the log holds the words.
func (s *served) awaitLog(words string) {
	s.t.Helper()
	require.Eventually(s.t, func() bool { return strings.Contains(s.log.String(), words) }, longEnough, 10*time.Millisecond, words)
}

// page reads a page of metrics and health.
func page(t *testing.T, address, path string) (int, string) {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "http://"+address+path, nil)
	require.NoError(t, err)
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return 0, err.Error()
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	require.NoError(t, err)
	return response.StatusCode, string(body)
}

// healthOf reads /readyz.
func healthOf(t *testing.T, address string) (code int, status string, failed []string) {
	t.Helper()
	code, body := page(t, address, "/readyz")
	var said struct {
		Status string `json:"status"`
		Checks map[string]struct {
			OK     bool   `json:"ok"`
			Error  string `json:"error"`
			Remark string `json:"remark"`
		} `json:"checks"`
	}
	if json.Unmarshal([]byte(body), &said) != nil {
		return code, body, nil
	}
	for _, name := range []string{"index", "postgres", "telegram"} {
		c, named := said.Checks[name]
		require.True(t, named, "%s is not named in %s", name, body)
		if !c.OK {
			failed = append(failed, name)
		}
	}
	return code, said.Status, failed
}

// awaitHealth waits until /readyz says the status, with these things out of order.
func awaitHealth(t *testing.T, address string, code int, status string, failed ...string) {
	t.Helper()
	var gotCode int
	var got string
	var gotFailed []string
	require.Eventually(t, func() bool {
		gotCode, got, gotFailed = healthOf(t, address)
		return gotCode == code && got == status && strings.Join(gotFailed, " ") == strings.Join(failed, " ")
	}, longEnough, 50*time.Millisecond, "%s of %v is wanted", status, failed)
}

// ask lets the customer ask and waits for an answer with these words.
func ask(t *testing.T, telegram *botapi.Server, question, words string) {
	t.Helper()
	sent, err := telegram.User(customer).Send(question)
	require.NoError(t, err)
	awaitAnswer(t, telegram, sent.ID, words)
}

func awaitAnswer(t *testing.T, telegram *botapi.Server, after int64, words string) botapi.Message {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), longEnough)
	defer cancel()
	answer, err := telegram.Wait(ctx, customer, func(m botapi.Message) bool {
		return m.ID > after && m.FromBot() && strings.Contains(m.Body(), words)
	})
	require.NoError(t, err, words)
	return answer
}

// hear waits until the bot has said certain words to somebody.
func hear(t *testing.T, telegram *botapi.Server, person int64, words string) botapi.Message {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), longEnough)
	defer cancel()
	m, err := telegram.Wait(ctx, person, func(m botapi.Message) bool { return m.FromBot() && strings.Contains(m.Body(), words) })
	require.NoError(t, err, words)
	return m
}

// logBuffer collects a log.
type logBuffer struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (b *logBuffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.text.Write(p)
}

func (b *logBuffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.text.String()
}
