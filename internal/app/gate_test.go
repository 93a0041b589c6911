package app_test

import (
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/chatbotsmanagers/faqbot/internal/app"
	"github.com/chatbotsmanagers/faqbot/internal/botapi"
)

// brokenTest stands in delivery.md, which has a phrasing near to it. As soon as another article has that very phrasing
// it is found first.
const brokenTest = "когда приедет заказ"

// writeTested makes a knowledge base whose delivery.md has a test.
func writeTested(t *testing.T) (folder string) {
	t.Helper()
	folder = writeArticles(t)
	text := "---\nquestion: Сколько идёт доставка?\nalso: [когда привезут заказ]\ntests:\n  - " + brokenTest + "\n---\nОбычно 1–3 дня.\n"
	require.NoError(t, os.WriteFile(filepath.Join(folder, "delivery.md"), []byte(text), 0o600))
	return folder
}

// startDesk has the administrator begin the chat with the bot, which cannot.
func startDesk(t *testing.T, telegram *botapi.Server) {
	t.Helper()
	_, err := telegram.User(manager).Send("/start")
	require.NoError(t, err)
	hear(t, telegram, manager, "рабочее место")
}

func TestGateRefusesAChangeThatBreaksTests(t *testing.T) {
	telegram := startTelegram(t)
	c := settings(t, telegram)
	c.KB, c.KBGate = writeTested(t), app.GateRefuse
	bot := serveBot(t, c)
	startDesk(t, telegram)
	ask(t, telegram, "хочу вернуть деньги", "Почтой или в магазине")

	writeArticle(t, c.KB, "return.md", "Как вернуть товар?", "хочу вернуть деньги, "+brokenTest, "Только в магазине.")
	awaitMetric(t, bot.address, `faqbot_kb_reloads_total{result="refused"} 1`)
	awaitMetric(t, bot.address, "faqbot_kb_errors 1")
	bot.awaitLog("tests of articles that pass now and would fail: 1")
	bot.awaitLog("delivery.md:5: error: the test «" + brokenTest + "» finds return first and this article in place 2")
	hear(t, telegram, manager, "⛔️ Изменение статей не вступило в силу")
	code, body := page(t, bot.address, "/readyz")
	require.Equal(t, http.StatusOK, code)
	require.Contains(t, body, "the last change is not served")
	require.Contains(t, body, "faqbot kb lint")
	ask(t, telegram, "хочу вернуть деньги", "Почтой или в магазине")

	// Kept out again by what was told, which is not told again.
	writeArticle(t, c.KB, "other.md", "Где вы находитесь?", "", "В Твери.")
	awaitMetric(t, bot.address, `faqbot_kb_reloads_total{result="refused"} 2`)
	require.NoError(t, os.Remove(filepath.Join(c.KB, "other.md")))
	awaitMetric(t, bot.address, `faqbot_kb_reloads_total{result="refused"} 3`)
	told := 0
	for _, m := range telegram.Messages(manager) {
		if strings.Contains(m.Body(), "не вступило в силу") {
			told++
		}
	}
	require.Equal(t, 1, told)

	// Mended.
	writeArticle(t, c.KB, "return.md", "Как вернуть товар?", "хочу вернуть деньги", "Только в магазине.")
	awaitMetric(t, bot.address, `faqbot_kb_reloads_total{result="done"} 1`)
	awaitMetric(t, bot.address, "faqbot_kb_errors 0")
	ask(t, telegram, "хочу вернуть деньги", "Только в магазине")
	_, body = page(t, bot.address, "/readyz")
	require.NotContains(t, body, "kb lint")
}

func TestGateOnlyWarnsByDefault(t *testing.T) {
	telegram := startTelegram(t)
	c := settings(t, telegram)
	c.KB = writeTested(t)
	bot := serveBot(t, c)
	startDesk(t, telegram)

	writeArticle(t, c.KB, "return.md", "Как вернуть товар?", "хочу вернуть деньги, "+brokenTest, "Только в магазине.")
	bot.awaitLog("delivery.md:5: warning: the test «" + brokenTest + "» finds return first and this article in place 2")
	hear(t, telegram, manager, "«"+brokenTest+"»\nждали: Сколько идёт доставка?\nнаходит: Как вернуть товар?")
	awaitMetric(t, bot.address, `faqbot_kb_reloads_total{result="done"} 1`)
	awaitMetric(t, bot.address, `faqbot_kb_reloads_total{result="refused"} 0`)
	awaitMetric(t, bot.address, "faqbot_kb_errors 1")
	ask(t, telegram, "хочу вернуть деньги", "Только в магазине")
	_, body := page(t, bot.address, "/readyz")
	require.Contains(t, body, "tests of articles that fail: 1; run faqbot kb lint")

	writeArticle(t, c.KB, "return.md", "Как вернуть товар?", "хочу вернуть деньги", "Только в магазине.")
	awaitMetric(t, bot.address, "faqbot_kb_errors 0")
}

// There is no state to go back to at a start, and a test that fails already does not hold up other authors' changes.
func TestGateLetsThroughWhatFailedBefore(t *testing.T) {
	telegram := startTelegram(t)
	c := settings(t, telegram)
	c.KB, c.KBGate = writeTested(t), app.GateRefuse
	writeArticle(t, c.KB, "return.md", "Как вернуть товар?", "хочу вернуть деньги, "+brokenTest, "Почтой.")
	bot := serveBot(t, c)
	bot.awaitLog("tests of articles fail, run faqbot kb lint")
	bot.awaitLog("delivery.md:5: warning: the test «" + brokenTest)
	awaitMetric(t, bot.address, "faqbot_kb_errors 1")

	writeArticle(t, c.KB, "return.md", "Как вернуть товар?", "хочу вернуть деньги, "+brokenTest, "Только в магазине.")
	awaitMetric(t, bot.address, `faqbot_kb_reloads_total{result="done"} 1`)
	ask(t, telegram, "хочу вернуть деньги", "Только в магазине")
}

// Nothing worked that is broken now, but the author of a new test wants to know that it fails.
func TestGateTellsANewTestThatFails(t *testing.T) {
	for _, gate := range []app.Gate{app.GateWarn, app.GateRefuse} {
		t.Run(string(gate), func(t *testing.T) {
			telegram := startTelegram(t)
			c := settings(t, telegram)
			c.KB, c.KBGate = writeArticles(t), gate
			bot := serveBot(t, c)

			text := "---\nquestion: Сколько идёт доставка?\ntests:\n  - вернуть деньги\n---\nОбычно 1–3 дня.\n"
			require.NoError(t, os.WriteFile(filepath.Join(c.KB, "delivery.md"), []byte(text), 0o600))
			bot.awaitLog("delivery.md:4: warning: the test «вернуть деньги»")
			awaitMetric(t, bot.address, `faqbot_kb_reloads_total{result="done"} 1`)
			require.Eventually(t, func() bool {
				_, body := page(t, bot.address, "/readyz")
				return strings.Contains(body, "tests of articles that fail: 1; run faqbot kb lint")
			}, longEnough, 50*time.Millisecond)
		})
	}
}

func TestGateTellsABoundedList(t *testing.T) {
	telegram := startTelegram(t)
	c := settings(t, telegram)
	var text strings.Builder
	text.WriteString("---\nquestion: Сколько идёт доставка?\ntests:\n")
	for i := range 25 {
		fmt.Fprintf(&text, "  - вернуть деньги %d раз %s\n", i, strings.Repeat("очень ", 100))
	}
	text.WriteString("---\nОбычно 1–3 дня.\n")
	require.NoError(t, os.WriteFile(filepath.Join(c.KB, "delivery.md"), []byte(text.String()), 0o600))
	bot := serveBot(t, c)
	bot.awaitLog(`"failing":25`)
	log := bot.log.String()
	require.Equal(t, 20, strings.Count(log, "warning: the test «вернуть деньги"))
	require.NotContains(t, log, strings.Repeat("очень ", 60), "it is cut")
	_, body := page(t, bot.address, "/readyz")
	require.Contains(t, body, "tests of articles that fail: 25")
}
