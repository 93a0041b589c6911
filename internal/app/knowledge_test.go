package app_test

import (
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestKnowledgeIsLiveWhenItIsSaved(t *testing.T) {
	telegram := startTelegram(t)
	c := settings(t, telegram)
	bot := serveBot(t, c)
	ask(t, telegram, "когда привезут заказ", "1–3 дня")
	awaitMetric(t, bot.address, "faqbot_kb_articles 2")
	awaitMetric(t, bot.address, "faqbot_kb_errors 0")

	// An edit.
	writeArticle(t, c.KB, "delivery.md", "Сколько идёт доставка?", "когда привезут заказ", "Теперь 5 дней.")
	awaitMetric(t, bot.address, `faqbot_kb_reloads_total{result="done"} 1`)
	ask(t, telegram, "когда привезут заказ", "Теперь 5 дней")

	// A broken edit leaves the last good state, and is told.
	name := filepath.Join(c.KB, "delivery.md")
	require.NoError(t, os.WriteFile(name, []byte("---\nquestion: [\n---\nНичего.\n"), 0o600))
	awaitMetric(t, bot.address, "faqbot_kb_errors 1")
	awaitMetric(t, bot.address, "faqbot_kb_articles 2")
	bot.awaitLog("delivery.md:2: error")
	code, body := page(t, bot.address, "/readyz")
	require.Equal(t, http.StatusOK, code)
	require.Contains(t, body, "mistakes in files: 1; articles served as they were before: 1; run faqbot kb lint")
	ask(t, telegram, "когда привезут заказ", "Теперь 5 дней")

	// Mended.
	writeArticle(t, c.KB, "delivery.md", "Сколько идёт доставка?", "когда привезут заказ", "Снова 1 день.")
	awaitMetric(t, bot.address, "faqbot_kb_errors 0")
	ask(t, telegram, "когда привезут заказ", "Снова 1 день")
}

func TestOneBrokenArticleDoesNotStopAStart(t *testing.T) {
	telegram := startTelegram(t)
	c := settings(t, telegram)
	require.NoError(t, os.WriteFile(filepath.Join(c.KB, "broken.md"), []byte("---\nquesiton: Как?\n---\nТак.\n"), 0o600))
	bot := serveBot(t, c)
	bot.awaitLog(`broken.md:2: error: unknown key`)
	code, metrics := page(t, bot.address, "/metrics")
	require.Equal(t, http.StatusOK, code)
	require.Regexp(t, `(?m)^faqbot_kb_errors [1-9]`, metrics)
	_, body := page(t, bot.address, "/readyz")
	require.Contains(t, body, "articles not served: 1; run faqbot kb lint")
	require.NotContains(t, body, "as they were before", "nobody has seen it without the mistake")
	ask(t, telegram, "когда привезут заказ", "1–3 дня")
}

// awaitMetric waits until the metrics hold a line.
func awaitMetric(t *testing.T, address, line string) {
	t.Helper()
	require.Eventually(t, func() bool {
		_, body := page(t, address, "/metrics")
		return strings.Contains("\n"+body, "\n"+line+"\n")
	}, longEnough, 50*time.Millisecond, line)
}
