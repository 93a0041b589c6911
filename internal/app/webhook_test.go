package app_test

import (
	"bytes"
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestWebhook(t *testing.T) {
	telegram := startTelegram(t)
	c := settings(t, telegram)
	c.WebhookListen = freePort(t)
	c.WebhookURL = "http://" + c.WebhookListen + "/tele{gram//x"
	bot := serveBot(t, c)
	ask(t, telegram, "когда привезут заказ", "1–3 дня")
	require.Empty(t, telegram.Log("getUpdates"))
	awaitHealth(t, bot.address, http.StatusOK, "ready")

	post := func(path, secret, body string) int {
		t.Helper()
		request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, "http://"+c.WebhookListen+path, bytes.NewBufferString(body))
		require.NoError(t, err)
		if secret != "" {
			request.Header.Set("X-Telegram-Bot-Api-Secret-Token", secret)
		}
		response, err := http.DefaultClient.Do(request)
		require.NoError(t, err)
		defer response.Body.Close()
		return response.StatusCode
	}
	forged := `{"update_id":9000000,"message":{"message_id":1,"date":1,"chat":{"id":1001,"type":"private"},"from":{"id":1001,"first_name":"A"},"text":"хочу вернуть деньги"}}`
	require.Equal(t, http.StatusUnauthorized, post("/tele{gram//x", "", forged))
	require.Equal(t, http.StatusUnauthorized, post("/tele{gram//x", "guess", forged))
	require.Equal(t, http.StatusNotFound, post("/elsewhere", "guess", forged))
	secret := telegram.Log("setWebhook")[0].Params["secret_token"]
	require.NotEmpty(t, secret)
	require.Equal(t, http.StatusBadRequest, post("/tele{gram//x", secret, "{"))
	require.NotContains(t, bot.log.String(), secret)

	bot.stop()
	require.NoError(t, bot.awaitEnd())

	// What comes while nobody listens comes again.
	sent, err := telegram.User(customer).Send("хочу вернуть деньги")
	require.NoError(t, err)
	serveBot(t, c)
	awaitAnswer(t, telegram, sent.ID, "Почтой")

	// Back to long polling.
	c.WebhookURL = ""
	serveBot(t, c)
	ask(t, telegram, "когда привезут заказ", "1–3 дня")
	require.NotEmpty(t, telegram.Log("deleteWebhook"))
}
