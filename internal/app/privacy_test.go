package app_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/chatbotsmanagers/faqbot/internal/botapi"
)

// TestLogHoldsNothingPersonal plays a conversation in bad weather, at the most talkative level of the log.
func TestLogHoldsNothingPersonal(t *testing.T) {
	telegram := startTelegram(t)
	const annasID, mariasID = 71000000019, 72000000021
	anna := telegram.AddUser(annasID, botapi.Profile{FirstName: "Аннамаркер", LastName: "Фамилиямаркер", Username: "annamarker", Phone: "+79161234567"})
	maria := telegram.AddUser(mariasID, botapi.Profile{FirstName: "Мариямаркер", Username: "mariamarker", Phone: "+79167654321"})
	c := settings(t, telegram)
	c.Managers = []int64{mariasID}
	way := newWay(t, c.DatabaseURL)
	c.DatabaseURL = way.url
	bot := serveBot(t, c)
	say := func(p *botapi.Person, text string) {
		t.Helper()
		_, err := p.Send(text)
		require.NoError(t, err)
	}
	say(maria, "/start")
	say(anna, "/start")

	for _, fault := range []botapi.Fault{
		{Method: "sendMessage", Status: http.StatusInternalServerError, Times: 1},
		{Method: "sendMessage", Drop: true, Times: 1},
		{Method: "sendMessage", RetryAfter: time.Second, Times: 1},
		{Method: "sendMessage", Status: http.StatusBadRequest, Times: 1},
		{Method: "sendMessage", Status: http.StatusForbidden, Times: 1},
		{Method: "getUpdates", Drop: true, Times: 1},
		{Method: "getUpdates", Status: http.StatusBadGateway, Times: 1},
		{Method: "answerCallbackQuery", Drop: true, Times: 1},
	} {
		telegram.Faults().Add(fault)
	}
	say(anna, "когда привезут заказ вопросмаркер")
	say(anna, "синхрофазотронмаркер для квартирымаркер")
	say(anna, "мой телефон +7 916 123-45-67 адресмаркер")
	say(anna, "Позвать менеджера")
	say(maria, "/take")
	say(maria, "ответмаркер")
	_, err := anna.ShareContact()
	require.NoError(t, err)
	way.close()
	say(anna, "хочу вернуть деньги вопросмаркер")
	awaitHealth(t, bot.address, http.StatusOK, "degraded", "postgres")
	way.open()
	awaitHealth(t, bot.address, http.StatusOK, "ready")
	awaitMetric(t, bot.address, "faqbot_outbox_depth 0")
	awaitMetric(t, bot.address, "faqbot_inbox_depth 0")
	bot.stop()
	require.NoError(t, bot.awaitEnd())

	log := bot.log.String()
	require.Contains(t, log, `"level":"WARN"`, "there was trouble to tell of")
	for line := range strings.Lines(log) {
		require.True(t, json.Valid([]byte(line)), line)
		low := strings.ToLower(line)
		for _, personal := range []string{
			"маркер", "marker", "9161234567", "916 123", "9167654321", "71000000019", "72000000021",
			strings.ToLower(c.TelegramToken), "aaemulator",
		} {
			require.NotContains(t, low, personal)
		}
	}
}
