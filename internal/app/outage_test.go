package app_test

import (
	"net/http"
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
