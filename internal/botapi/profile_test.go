package botapi

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestWhatTheBotTellsAboutItself(t *testing.T) {
	s := newServer(t, Options{Strict: true, Name: "Помощник", Username: "helper_bot"})
	require.Equal(t, "helper_bot", s.Bot().Username)
	require.Equal(t, "Помощник", must[map[string]string](t, s, "getMyName", nil)["name"])
	must[bool](t, s, "setMyName", params{"name": "Справочная"})
	require.Equal(t, "Справочная", s.Bot().FirstName)
	must[bool](t, s, "setMyDescription", params{"description": "Отвечаю на вопросы"})
	must[bool](t, s, "setMyDescription", params{"description": "I answer questions", "language_code": "en"})
	require.Equal(t, "I answer questions", must[map[string]string](t, s, "getMyDescription", params{"language_code": "en"})["description"])
	require.Equal(t, "Отвечаю на вопросы", must[map[string]string](t, s, "getMyDescription", params{"language_code": "de"})["description"], "others see the general one")
	must[bool](t, s, "setMyDescription", params{"description": ""})
	require.Empty(t, s.Profile("description", ""))
	require.True(t, must[bool](t, s, "close", nil))
}

func TestMenuButton(t *testing.T) {
	s := newServer(t, Options{Strict: true})
	_, err := s.User(1).Send("/start")
	require.NoError(t, err)
	kind := func(p params) string {
		return must[struct {
			Type string `json:"type"`
		}](t, s, "getChatMenuButton", p).Type
	}
	require.Equal(t, "default", kind(nil))
	must[bool](t, s, "setChatMenuButton", params{"menu_button": params{"type": "commands"}})
	require.Equal(t, "commands", kind(params{"chat_id": 1}))
	must[bool](t, s, "setChatMenuButton", params{"chat_id": 1})
	require.Equal(t, "default", kind(params{"chat_id": 1}))
}

func TestRepliesAndContacts(t *testing.T) {
	s := newServer(t, Options{Strict: true})
	anna := s.AddUser(1, Profile{FirstName: "Анна"})
	question, err := anna.Send("вопрос")
	require.NoError(t, err)
	answered := must[Message](t, s, "sendContact", params{
		"chat_id": 1, "phone_number": "+78001234567", "first_name": "Поддержка",
		"reply_parameters": params{"message_id": question.ID, "chat_id": "", "quote": "вопрос"},
	})
	require.Equal(t, question.ID, answered.ReplyTo.ID)
	require.Equal(t, "вопрос", answered.Quote.Text)
	require.Equal(t, "+78001234567", answered.Contact.PhoneNumber)
	deeper := must[Message](t, s, "sendMessage", params{"chat_id": 1, "text": "a", "reply_parameters": params{"message_id": answered.ID}})
	require.Nil(t, deeper.ReplyTo.ReplyTo, "replies are nested one deep")
	lenient := must[Message](t, s, "sendMessage", params{"chat_id": 1, "text": "b", "reply_parameters": params{"message_id": 999, "allow_sending_without_reply": true}})
	require.Nil(t, lenient.ReplyTo)

	_, err = s.User(2).Send("другой чат")
	require.NoError(t, err)
	across := must[Message](t, s, "sendMessage", params{"chat_id": 1, "text": "c", "reply_parameters": params{"message_id": 1, "chat_id": 2}})
	require.Equal(t, "другой чат", across.ReplyTo.Text)
}

func TestPinsDeletionsAndLanguage(t *testing.T) {
	s := newServer(t, Options{Strict: true})
	anna := s.User(1)
	first, err := anna.Send("раз")
	require.NoError(t, err)
	second, err := anna.Send("два")
	require.NoError(t, err)
	for _, m := range []Message{first, second} {
		must[bool](t, s, "pinChatMessage", params{"chat_id": 1, "message_id": m.ID})
	}
	var full struct {
		Pinned Message `json:"pinned_message"`
	}
	require.NoError(t, json.Unmarshal(callAPI(t, s, "getChat", params{"chat_id": 1}).Result, &full))
	require.Equal(t, "два", full.Pinned.Text)
	must[bool](t, s, "unpinChatMessage", params{"chat_id": 1})
	require.Equal(t, []int64{first.ID}, anna.View().Pinned)

	require.NoError(t, anna.Delete(first.ID))
	require.ErrorContains(t, anna.Delete(first.ID), "no message")
	require.Len(t, anna.View().Messages, 1)
	require.Len(t, s.Chats(), 1)
	require.NoError(t, anna.Language("en"))
	require.Equal(t, "en", anna.Account().LanguageCode)
	require.Equal(t, int64(1), anna.ID())
}

func TestRepeatedAnswersAndCopies(t *testing.T) {
	s := newServer(t, Options{Strict: true})
	anna := s.User(1)
	shot, err := anna.SendPhoto(Attachment{Data: []byte("jpeg"), Caption: "старая"})
	require.NoError(t, err)
	copied := must[messageID](t, s, "copyMessage", params{"chat_id": 1, "from_chat_id": 1, "message_id": shot.ID, "caption": "<i>новая</i>", "parse_mode": "HTML"})
	require.Equal(t, "новая", s.Messages(1)[copied.ID-1].Caption)

	marked := must[Message](t, s, "editMessageReplyMarkup", params{"chat_id": 1, "message_id": copied.ID, "reply_markup": inline(params{"text": "Да", "callback_data": "y"})})
	require.Equal(t, "y", marked.ReplyMarkup.Rows[0][0].Data)
	require.Equal(t, "новая", marked.Caption)
	id, err := anna.Press(copied.ID, "y")
	require.NoError(t, err)
	must[bool](t, s, "answerCallbackQuery", params{"callback_query_id": id, "text": "первый"})
	must[bool](t, s, "answerCallbackQuery", params{"callback_query_id": id, "text": "второй"})
	answer, err := s.WaitAnswer(soon(t), id)
	require.NoError(t, err)
	require.Equal(t, "первый", answer.Text, "only the first answer is shown")
	require.Empty(t, s.Unanswered())
	_, err = s.WaitAnswer(soon(t), "42")
	require.ErrorContains(t, err, "no button press")
}
