package app_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/chatbotsmanagers/faqbot/internal/botapi"
)

func TestAnswersGoOnWhileTheDatabaseIsAway(t *testing.T) {
	telegram := startTelegram(t)
	c := settings(t, telegram)
	way := newWay(t, c.DatabaseURL)
	c.DatabaseURL = way.url
	bot := serveBot(t, c)
	ask(t, telegram, "когда привезут заказ", "1–3 дня")
	awaitHealth(t, bot.address, http.StatusOK, "ready")

	way.close()
	awaitHealth(t, bot.address, http.StatusOK, "degraded", "postgres")
	ask(t, telegram, "хочу вернуть деньги", "Почтой")

	way.open()
	awaitHealth(t, bot.address, http.StatusOK, "ready")
	ask(t, telegram, "когда привезут заказ", "1–3 дня")
	bot.stop()
	require.NoError(t, bot.awaitEnd())
}

func TestHealthNamesTelegram(t *testing.T) {
	telegram := startTelegram(t)
	bot := serveBot(t, settings(t, telegram))
	awaitHealth(t, bot.address, http.StatusOK, "ready")
	end := telegram.Faults().Add(botapi.Fault{Status: http.StatusBadGateway})
	_, err := telegram.User(customer).Send("когда привезут заказ")
	require.NoError(t, err)
	awaitHealth(t, bot.address, http.StatusOK, "degraded", "telegram") // one that failed, or a few, is no outage yet
	awaitHealth(t, bot.address, http.StatusServiceUnavailable, "unavailable", "telegram")
	end()
	awaitHealth(t, bot.address, http.StatusOK, "ready")
}

func TestHealthTellsThatUpdatesGoElsewhere(t *testing.T) {
	telegram := startTelegram(t)
	bot := serveBot(t, settings(t, telegram))
	awaitHealth(t, bot.address, http.StatusOK, "ready")
	callTelegram(t, telegram, "setWebhook", `{"url": "https://elsewhere.example"}`)
	awaitHealth(t, bot.address, http.StatusOK, "degraded", "telegram")
	callTelegram(t, telegram, "deleteWebhook", `{}`)
	awaitHealth(t, bot.address, http.StatusOK, "ready")
}

// callTelegram calls a method as another program with the bot's token would.
func callTelegram(t *testing.T, telegram *botapi.Server, method, params string) {
	t.Helper()
	address := telegram.URL() + "/bot" + telegram.Token() + "/" + method
	request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, address, strings.NewReader(params))
	require.NoError(t, err)
	request.Header.Set("Content-Type", "application/json")
	reply, err := http.DefaultClient.Do(request)
	require.NoError(t, err)
	require.NoError(t, reply.Body.Close())
	require.Equal(t, http.StatusOK, reply.StatusCode)
}
