package play_test

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/chatbotsmanagers/faqbot/internal/play"
	"github.com/chatbotsmanagers/faqbot/internal/play/playtest"
)

var oleg = play.People[3].ID

func TestGroupIsForManagers(t *testing.T) {
	f := newFixture(t)
	status, _ := f.act(t, maria, "messages?chat=group", object{"text": "Коллеги, добрый день"})
	require.Equal(t, http.StatusOK, status)
	messages := f.server.Messages(play.ManagersGroup.ID)
	require.Equal(t, "Коллеги, добрый день", messages[len(messages)-1].Text)

	for _, path := range []string{"messages?chat=group", "presence?chat=group"} {
		status, _ = f.act(t, anna, path, object{})
		require.Equal(t, http.StatusNotFound, status, "a customer has no part in it")
	}
	for _, path := range []string{"messages?chat=-7", "presence"} {
		status, _ = f.act(t, maria, path, object{})
		require.Equal(t, http.StatusNotFound, status)
	}
	status, _ = f.act(t, maria, "block?chat=group", object{"blocked": true})
	require.Equal(t, http.StatusConflict, status)
}

func TestStreamTellsTheGroup(t *testing.T) {
	f := newFixture(t)
	l := f.listen(t)
	all := l.next("state")
	require.Equal(t, "Менеджеры", all["group"].(object)["title"])
	require.Equal(t, []any{float64(maria), float64(oleg)}, all["group"].(object)["members"])
	chats := all["chats"].([]any)
	require.EqualValues(t, play.ManagersGroup.ID, chats[len(chats)-1].(object)["chat"])

	_, err := f.server.User(oleg).In(play.ManagersGroup.ID).Send("/bind")
	require.NoError(t, err)
	change := l.next("chat")
	require.EqualValues(t, play.ManagersGroup.ID, change["chat"])
	require.Equal(t, []string{"/bind"}, texts(change))
	status, _ := f.act(t, oleg, "presence?chat=group", object{"present": false})
	require.Equal(t, http.StatusOK, status)
	for change = l.next("chat"); change["blocked"] != true; change = l.next("chat") {
	}
	status, _ = f.act(t, oleg, "presence?chat=group", object{"present": true})
	require.Equal(t, http.StatusOK, status)
	for change = l.next("chat"); change["blocked"] == true; change = l.next("chat") {
	}
}

// desk is a bot with one card in the group.
func desk(b *bot, update object) {
	if press, ok := update["callback_query"].(object); ok {
		name := press["from"].(object)["first_name"].(string)
		message := press["message"].(object)
		b.call("editMessageText", object{"chat_id": chatOf(message), "message_id": message["message_id"], "text": "Заявка №1: ведёт " + name})
		b.call("answerCallbackQuery", object{"callback_query_id": press["id"], "text": "Заявка ваша"})
		return
	}
	message, ok := update["message"].(object)
	if !ok || message["text"] != "/card" {
		return
	}
	b.call("sendMessage", object{"chat_id": chatOf(message), "text": "Заявка №1: ждёт", "reply_markup": object{
		"inline_keyboard": [][]object{{{"text": "Взять", "callback_data": "take"}}},
	}})
}

func TestGroupBesideThePrivateChat(t *testing.T) {
	f := newFixture(t)
	startBot(t, f.server, desk)
	b := playtest.Open(t, f.url+"/", playtest.Options{})
	b.PressOn(oleg, "talk-group")
	b.WaitService(oleg, "Теперь в группе: Бот Помощник")
	b.Say(oleg, "/card")
	b.WaitText(oleg, "Заявка №1: ждёт")

	// Мария has her private chat on screen and sees that there is news in the group.
	b.Until(within(maria, `[data-testid="talk-group"] .badge`)+".textContent === '2'", "two unread messages in the group")
	b.PressOn(maria, "talk-group")
	b.Until(within(maria, `[data-testid="talk-group"] .badge`)+".hidden", "the group seen")
	b.WaitText(maria, "Олег Белов") // the name over the message of a colleague
	b.Press(maria, "Взять")
	b.Until(within(maria, ".toast")+".textContent === 'Заявка ваша'", "the notice to her who pressed")
	b.WaitText(oleg, "Заявка №1: ведёт Мария")
	b.WaitNoText(oleg, "ждёт")
	b.Until("!"+within(oleg, ".toast"), "no notice to him who did not")

	// The private chat is as it was left.
	b.PressOn(oleg, "talk-bot")
	b.Press(oleg, "Начать")
	b.WaitText(oleg, "/start")
	b.WaitNoText(oleg, "Заявка")
	b.PressOn(oleg, "talk-group")
	b.PressOn(oleg, "more")
	b.Press(oleg, "Удалить бота из группы")
	b.WaitService(oleg, "Больше не в группе: Бот Помощник")
	b.Press(oleg, "Вернуть бота в группу")
	b.Say(oleg, "снова тут")
	b.WaitText(maria, "снова тут")
	b.RequireClean()
}
