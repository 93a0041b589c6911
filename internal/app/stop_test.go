package app_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"github.com/chatbotsmanagers/faqbot/internal/botapi"
)

// slowAnswers makes Telegram take so long for a message, and returns its address and what is rung when the bot sends
// one.
func slowAnswers(t *testing.T, telegram *botapi.Server, by time.Duration) (address string, begun <-chan struct{}) {
	t.Helper()
	telegram.Faults().Add(botapi.Fault{Method: "sendMessage", Delay: by, Times: 1})
	bell := make(chan struct{}, 100)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasSuffix(r.URL.Path, "/sendMessage") {
			bell <- struct{}{}
		}
		telegram.ServeHTTP(w, r)
	}))
	t.Cleanup(server.Close)
	return server.URL, bell
}

func TestStopFinishesWhatIsInHand(t *testing.T) {
	telegram := startTelegram(t)
	c := settings(t, telegram)
	var begun <-chan struct{}
	c.TelegramAPI, begun = slowAnswers(t, telegram, 3*time.Second)
	bot := serveBot(t, c)
	sent, err := telegram.User(customer).Send("когда привезут заказ")
	require.NoError(t, err)
	<-begun

	asked := time.Now()
	bot.stop()
	awaitHealth(t, bot.address, http.StatusServiceUnavailable, "stopping")
	require.NoError(t, bot.awaitEnd())
	require.Less(t, time.Since(asked), 10*time.Second)
	require.Contains(t, awaitAnswer(t, telegram, sent.ID, "1–3 дня").Body(), "1–3 дня")

	// What was finished is known to be, so the next start does not say it again.
	next := serveBot(t, c)
	ask(t, telegram, "хочу вернуть деньги", "Почтой")
	next.stop()
	require.NoError(t, next.awaitEnd())
	answers := 0
	for _, m := range telegram.Messages(customer) {
		if strings.Contains(m.Body(), "1–3 дня") {
			answers++
		}
	}
	require.Equal(t, 1, answers)
}

func TestStopDoesNotWaitForEver(t *testing.T) {
	telegram := startTelegram(t)
	c := settings(t, telegram)
	c.StopWithin = time.Second
	var begun <-chan struct{}
	c.TelegramAPI, begun = slowAnswers(t, telegram, time.Minute)
	bot := serveBot(t, c)
	_, err := telegram.User(customer).Send("когда привезут заказ")
	require.NoError(t, err)
	<-begun

	asked := time.Now()
	bot.stop()
	require.ErrorContains(t, bot.awaitEnd(), "stop the sender: not done in time")
	require.Less(t, time.Since(asked), 5*time.Second)
}

func TestStopLeavesNothingRunning(t *testing.T) {
	telegram := startTelegram(t)
	c := settings(t, telegram)
	http.DefaultClient.CloseIdleConnections()
	before := goleak.IgnoreCurrent()

	bot := serveBot(t, c)
	ask(t, telegram, "когда привезут заказ", "1–3 дня")
	bot.stop()
	require.NoError(t, bot.awaitEnd())

	http.DefaultClient.CloseIdleConnections()
	goleak.VerifyNone(t, before, goleak.IgnoreAnyFunction("net/http.(*conn).serve")) // of the emulator, about to end
}

func TestStartThatIsRefusedLeavesNothingRunning(t *testing.T) {
	telegram := startTelegram(t)
	c := settings(t, telegram)
	c.TelegramToken = "1000000001:AAAnotherAnotherAnotherAnotherAnoth"
	before := goleak.IgnoreCurrent()
	require.Error(t, launch(t, c).awaitEnd())
	goleak.VerifyNone(t, before, goleak.IgnoreAnyFunction("net/http.(*conn).serve"))
}

func TestTokenThatIsTakenAwayEndsTheBot(t *testing.T) {
	telegram := startTelegram(t)
	bot := serveBot(t, settings(t, telegram))
	ask(t, telegram, "когда привезут заказ", "1–3 дня")

	telegram.Faults().Add(botapi.Fault{Status: http.StatusUnauthorized})
	_, err := telegram.User(customer).Send("ещё вопрос") // ends the poll in hand
	require.NoError(t, err)
	require.ErrorContains(t, bot.awaitEnd(), "FAQBOT_TELEGRAM_TOKEN")
}
