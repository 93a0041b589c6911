package app_test

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// TestWhatATicketTaughtIsLive goes the whole way: a question that the bot does not know, a manager's answer, an article
// made of them with two taps, and the answer to the next one who asks.
func TestWhatATicketTaughtIsLive(t *testing.T) {
	telegram := startTelegram(t)
	bot := serveBot(t, settings(t, telegram))
	const question = "можно ли подарить сертификат на курсы рисования"
	ask(t, telegram, question, "№1")

	staff := telegram.User(manager)
	for _, text := range []string{"/take 1", "Да, сертификат любого номинала.", "/close 1"} {
		_, err := staff.Send(text)
		require.NoError(t, err)
	}
	_, err := staff.Press(hear(t, telegram, manager, "Заявка №1 закрыта\n").ID, "m.draft:1")
	require.NoError(t, err)
	_, err = staff.Press(hear(t, telegram, manager, "Черновик №1").ID, "m.publish:1")
	require.NoError(t, err)
	hear(t, telegram, manager, "опубликован")
	awaitMetric(t, bot.address, "faqbot_kb_articles 3")
	ask(t, telegram, question, "сертификат любого номинала")
}
