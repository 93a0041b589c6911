package app_test

import (
	"net/http"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// TestReadyBotAnswersWithoutTheDatabase takes the database away at the very moment at which the bot says that it is ready.
func TestReadyBotAnswersWithoutTheDatabase(t *testing.T) {
	telegram := startTelegram(t)
	c := settings(t, telegram)
	way := newWay(t, c.DatabaseURL)
	c.DatabaseURL = way.url
	c.Ready = func(string) { way.close() }
	bot := serveBot(t, c)
	ask(t, telegram, "хочу вернуть деньги", "Почтой")

	way.open()
	awaitHealth(t, bot.address, http.StatusOK, "ready")
	ask(t, telegram, "когда привезут заказ", "1–3 дня")
}

// TestStartOutlastsAnOutage takes the database away at ten moments of a start. Whatever was done until then, and be it done
// twice, the bot is ready soon after the database is back.
func TestStartOutlastsAnOutage(t *testing.T) {
	for replies := 1; replies <= 60; replies += 6 {
		t.Run(strconv.Itoa(replies), func(t *testing.T) {
			t.Parallel()
			telegram := startTelegram(t)
			c := settings(t, telegram)
			way := newWay(t, c.DatabaseURL)
			c.DatabaseURL = way.url
			cut := way.cutAfter(replies)
			bot := launch(t, c)
			select {
			case <-cut:
			case <-bot.ended:
			case <-time.After(longEnough):
				require.Fail(t, "the database has not replied so often")
			}
			way.open()
			bot.awaitReady()
			ask(t, telegram, "когда привезут заказ", "1–3 дня")
		})
	}
}
