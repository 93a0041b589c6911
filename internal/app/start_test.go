package app_test

import (
	"net"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/chatbotsmanagers/faqbot/internal/app"
	"github.com/chatbotsmanagers/faqbot/internal/botapi"
	"github.com/chatbotsmanagers/faqbot/internal/postgres/postgrestest"
)

// TestStartRefusesWhatNoWaitingMends changes one setting of a bot that would run. The error must name it.
func TestStartRefusesWhatNoWaitingMends(t *testing.T) {
	for name, test := range map[string]struct {
		spoil func(*testing.T, *app.Config)
		names []string
	}{
		"token of a wrong shape": {func(_ *testing.T, c *app.Config) { c.TelegramToken = "secret" }, []string{"FAQBOT_TELEGRAM_TOKEN", "@BotFather"}},
		"unknown token": {func(_ *testing.T, c *app.Config) {
			c.TelegramToken = "1000000001:AAAnotherAnotherAnotherAnotherAnoth"
		}, []string{"FAQBOT_TELEGRAM_TOKEN", "401"}},
		"no server":           {func(_ *testing.T, c *app.Config) { c.TelegramAPI = "telegram" }, []string{"FAQBOT_TELEGRAM_API"}},
		"no webhook":          {func(_ *testing.T, c *app.Config) { c.WebhookURL = "bot.example.com" }, []string{"FAQBOT_WEBHOOK_URL"}},
		"port taken":          {takePort, []string{"FAQBOT_LISTEN", "address already in use"}},
		"webhook port taken":  {takeWebhookPort, []string{"FAQBOT_WEBHOOK_LISTEN", "address already in use"}},
		"no knowledge base":   {func(_ *testing.T, c *app.Config) { c.KB += "/nowhere" }, []string{"knowledge base", "/nowhere does not exist"}},
		"empty":               {removeArticles, []string{"holds no articles", "put Markdown files"}},
		"broken":              {breakArticles, []string{"no article can be served", "a.md:2"}},
		"no model":            {func(_ *testing.T, c *app.Config) { c.Model = "nowhere.json" }, []string{"FAQBOT_MODEL", "nowhere.json"}},
		"broken model":        {breakModel, []string{"FAQBOT_MODEL", "model.json"}},
		"no database's URL":   {func(_ *testing.T, c *app.Config) { c.DatabaseURL = "postgres://%zz" }, []string{"database URL"}},
		"unknown database":    {changeURL(func(u *url.URL) { u.Path = "/nowhere" }), []string{"FAQBOT_DATABASE_URL", "nowhere"}},
		"unknown account":     {changeURL(func(u *url.URL) { u.User = url.UserPassword("nobody_here", "hunter2") }), []string{"FAQBOT_DATABASE_URL", "nobody_here"}},
		"newer schema":        {migrateFurther, []string{"newer", "version 99"}},
		"older schema":        {migrateDown, []string{"older", "faqbot migrate up"}},
		"no folder for state": {func(_ *testing.T, c *app.Config) { c.DatabaseURL, c.Data = "", "/dev/null/state" }, []string{"/dev/null", "FAQBOT_DATA"}},
	} {
		t.Run(name, func(t *testing.T) {
			c := settings(t, startTelegram(t))
			test.spoil(t, &c)
			started := time.Now()
			err := launch(t, c).awaitEnd()
			require.Error(t, err)
			for _, word := range test.names {
				require.ErrorContains(t, err, word)
			}
			require.NotContains(t, err.Error(), "hunter2")
			require.Less(t, time.Since(started), longEnough/2, "not at once")
		})
	}
}

func takenPort(t *testing.T) string {
	t.Helper()
	listener, err := new(net.ListenConfig).Listen(t.Context(), "tcp", "127.0.0.1:0")
	require.NoError(t, err)
	t.Cleanup(func() { listener.Close() })
	return listener.Addr().String()
}

// freePort returns an address that nothing listens on.
func freePort(t *testing.T) string {
	t.Helper()
	listener, err := new(net.ListenConfig).Listen(t.Context(), "tcp", "127.0.0.1:0")
	require.NoError(t, err)
	require.NoError(t, listener.Close())
	return listener.Addr().String()
}

func takePort(t *testing.T, c *app.Config) {
	t.Helper()
	c.Listen = takenPort(t)
}

func takeWebhookPort(t *testing.T, c *app.Config) {
	t.Helper()
	c.WebhookURL, c.WebhookListen = "https://bot.example.com/telegram", takenPort(t)
}

func removeArticles(t *testing.T, c *app.Config) {
	t.Helper()
	c.KB = t.TempDir()
}

func breakArticles(t *testing.T, c *app.Config) {
	t.Helper()
	c.KB = t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(c.KB, "a.md"), []byte("---\nquestion: [\n---\nДа.\n"), 0o600))
}

func breakModel(t *testing.T, c *app.Config) {
	t.Helper()
	c.Model = filepath.Join(t.TempDir(), "model.json")
	require.NoError(t, os.WriteFile(c.Model, []byte(`{"weights`), 0o600))
}

func changeURL(change func(*url.URL)) func(*testing.T, *app.Config) {
	return func(t *testing.T, c *app.Config) {
		t.Helper()
		u, err := url.Parse(c.DatabaseURL)
		require.NoError(t, err)
		change(u)
		c.DatabaseURL = u.String()
	}
}

func migrateDown(t *testing.T, c *app.Config) {
	t.Helper()
	require.NoError(t, app.Schema(t.Context(), c.DatabaseURL, "", discard, func(s app.SchemaSteps) error {
		return s.MigrateDown(t.Context())
	}))
}

func migrateFurther(t *testing.T, c *app.Config) {
	t.Helper()
	postgrestest.Exec(t, c.DatabaseURL, `INSERT INTO goose_db_version (version_id, is_applied) VALUES (99, true)`)
}

func TestStartWaitsForTelegram(t *testing.T) {
	telegram, err := botapi.New(botapi.Options{Strict: true})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, telegram.Close()) })
	c := settings(t, telegram)
	server := &http.Server{Handler: telegram, ReadHeaderTimeout: longEnough}
	address := freePort(t)
	c.TelegramAPI, c.Listen = "http://"+address, freePort(t)

	bot := launch(t, c)
	bot.awaitLog("Telegram cannot be reached, trying again")
	awaitHealth(t, c.Listen, http.StatusServiceUnavailable, "starting", "telegram")
	code, _ := page(t, c.Listen, "/healthz")
	require.Equal(t, http.StatusOK, code, "it lives, so nobody may restart it")
	writeArticle(t, c.KB, "delivery.md", "Сколько идёт доставка?", "когда привезут заказ", "Теперь 5 дней.")
	awaitMetric(t, c.Listen, `faqbot_kb_reloads_total{result="done"} 1`)

	listener, err := new(net.ListenConfig).Listen(t.Context(), "tcp", address)
	require.NoError(t, err)
	go server.Serve(listener) //nolint:errcheck // ends with the test
	t.Cleanup(func() { server.Close() })
	bot.awaitReady()
	awaitHealth(t, c.Listen, http.StatusOK, "ready")
	ask(t, telegram, "когда привезут заказ", "Теперь 5 дней")
}

func TestStartWaitsForTheDatabase(t *testing.T) {
	telegram := startTelegram(t)
	c := settings(t, telegram)
	c.Listen = freePort(t)
	way := newWay(t, c.DatabaseURL)
	c.DatabaseURL = way.url
	way.close()

	bot := launch(t, c)
	bot.awaitLog("database cannot be reached, trying again")
	awaitHealth(t, c.Listen, http.StatusServiceUnavailable, "starting", "postgres")

	way.open()
	bot.awaitReady()
	awaitHealth(t, c.Listen, http.StatusOK, "ready")
	ask(t, telegram, "когда привезут заказ", "1–3 дня")
}

func TestWrongTokenIsToldWhileTheDatabaseIsAway(t *testing.T) {
	c := settings(t, startTelegram(t))
	way := newWay(t, c.DatabaseURL)
	c.DatabaseURL = way.url
	way.close()
	c.TelegramToken = "1000000001:AAAnotherAnotherAnotherAnotherAnoth"
	require.ErrorContains(t, launch(t, c).awaitEnd(), "FAQBOT_TELEGRAM_TOKEN")
}

func TestWrongDatabaseIsToldWhileTelegramIsAway(t *testing.T) {
	c := settings(t, startTelegram(t))
	c.TelegramAPI = "http://" + freePort(t)
	changeURL(func(u *url.URL) { u.Path = "/nowhere" })(t, &c)
	require.ErrorContains(t, launch(t, c).awaitEnd(), "FAQBOT_DATABASE_URL")
}

func TestStopWhileWaitingIsNoFailure(t *testing.T) {
	c := settings(t, startTelegram(t))
	way := newWay(t, c.DatabaseURL)
	c.DatabaseURL = way.url
	way.close()
	bot := launch(t, c)
	bot.awaitLog("database cannot be reached, trying again")
	bot.stop()
	require.NoError(t, bot.awaitEnd())
}

func TestEmbeddedServerIsSharedWithCommandsAndNotWithBots(t *testing.T) {
	telegram := startTelegram(t)
	c := settings(t, telegram)
	c.DatabaseURL, c.Data = "", stateFolder(t)
	serveBot(t, c)

	second := launch(t, c)
	require.ErrorContains(t, second.awaitEnd(), "set FAQBOT_DATA to another folder")

	require.NoError(t, app.Schema(t.Context(), "", c.Data, discard, func(s app.SchemaSteps) error {
		steps, err := s.MigrationStatus(t.Context())
		require.NoError(t, err)
		require.NotEmpty(t, steps)
		for _, step := range steps {
			require.True(t, step.Applied, step.Name)
		}
		return nil
	}))
	ask(t, telegram, "когда привезут заказ", "1–3 дня")
}

// stateFolder returns a folder whose path is short enough for a socket and open to the server's account.
func stateFolder(t *testing.T) string {
	t.Helper()
	folder, err := os.MkdirTemp("", "faqbot") //nolint:usetesting // its folders have long names
	require.NoError(t, err)
	require.NoError(t, os.Chmod(folder, 0o711)) // as root the server runs as another user
	t.Cleanup(func() { require.NoError(t, os.RemoveAll(folder)) })
	return folder
}

func TestStrictUmaskKeepsTheEmbeddedServerNotOut(t *testing.T) {
	c := settings(t, startTelegram(t))
	c.DatabaseURL, c.Data = "", filepath.Join(stateFolder(t), "made", "anew")
	usual := syscall.Umask(0o077)
	t.Cleanup(func() { syscall.Umask(usual) })
	serveBot(t, c)
}
