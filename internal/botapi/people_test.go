package botapi

import (
	"bytes"
	"context"
	"encoding/json"
	"image"
	"image/png"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestWhatPeopleSendReachesTheBot(t *testing.T) {
	s := newServer(t, Options{Strict: true})
	anna := s.AddUser(501, Profile{FirstName: "Анна", Phone: "+79001112233", Language: "en"})
	var picture bytes.Buffer
	require.NoError(t, png.Encode(&picture, image.NewGray(image.Rect(0, 0, 40, 30))))

	hello, err := anna.Send("  Сколько стоит? ")
	require.NoError(t, err)
	_, err = anna.SendPhoto(Attachment{Data: picture.Bytes(), Caption: "вот"})
	require.NoError(t, err)
	_, err = anna.SendDocument(Attachment{Name: "акт.pdf", Data: []byte("%PDF-1.4")})
	require.NoError(t, err)
	_, err = anna.SendVoice(Attachment{Data: []byte("OggS"), Seconds: 3})
	require.NoError(t, err)
	_, err = anna.SendVideo(Attachment{Data: []byte("mp4")})
	require.NoError(t, err)
	_, err = anna.SendAudio(Attachment{Data: []byte("mp3")})
	require.NoError(t, err)
	_, err = anna.SendVideoNote(Attachment{Data: []byte("mp4")})
	require.NoError(t, err)
	_, err = anna.SendSticker(Attachment{Data: []byte("webp")})
	require.NoError(t, err)
	_, err = anna.SendLocation(55.75, 37.61)
	require.NoError(t, err)
	_, err = anna.ShareContact()
	require.NoError(t, err)
	_, err = anna.ShareOther(Contact{PhoneNumber: "+79990000000", FirstName: "Мама"})
	require.NoError(t, err)
	_, err = anna.SendAlbum(Attachment{Data: picture.Bytes()}, Attachment{Data: picture.Bytes()})
	require.NoError(t, err)
	_, err = anna.Reply(hello.ID, "и ещё")
	require.NoError(t, err)
	require.NoError(t, anna.Edit(hello.ID, "Сколько стоит доставка?"))

	u := must[[]gotUpdate](t, s, "getUpdates", nil)
	require.Len(t, u, 15)
	require.Equal(t, "Сколько стоит?", u[0].Message.Text, "an update shows what was, not what became of it")
	require.Equal(t, "en", u[0].Message.From.LanguageCode)
	require.Equal(t, []int{40, 30}, []int{u[1].Message.Photo[0].Width, u[1].Message.Photo[0].Height})
	require.Equal(t, "вот", u[1].Message.Caption)
	require.Equal(t, []string{"акт.pdf", "application/pdf"}, []string{u[2].Message.Document.FileName, u[2].Message.Document.MimeType})
	require.Equal(t, 3, u[3].Message.Voice.Duration)
	require.NotNil(t, u[4].Message.Video)
	require.NotNil(t, u[5].Message.Audio)
	require.NotNil(t, u[6].Message.VideoNote)
	require.Equal(t, "regular", u[7].Message.Sticker.Type)
	require.Equal(t, &Location{55.75, 37.61}, u[8].Message.Location)
	require.Equal(t, &Contact{PhoneNumber: "+79001112233", FirstName: "Анна", UserID: 501}, u[9].Message.Contact)
	require.Zero(t, u[10].Message.Contact.UserID, "somebody else's number")
	require.Equal(t, u[11].Message.MediaGroupID, u[12].Message.MediaGroupID)
	require.NotEmpty(t, u[11].Message.MediaGroupID)
	require.Equal(t, hello.ID, u[13].Message.ReplyTo.ID)
	require.Equal(t, "Сколько стоит доставка?", u[14].Edited.Text)
	require.NotZero(t, u[14].Edited.EditDate)

	data, err := s.Contents(u[2].Message.Document.FileID)
	require.NoError(t, err)
	require.Equal(t, "%PDF-1.4", string(data))
}

func TestWhatPeopleCannotDo(t *testing.T) {
	s := newServer(t, Options{})
	anna := s.User(501)
	_, err := anna.Send("   ")
	require.ErrorContains(t, err, "empty")
	_, err = anna.Press(77, "x")
	require.ErrorContains(t, err, "no message 77")
	_, err = anna.Send("/start")
	require.NoError(t, err)
	sent := must[Message](t, s, "sendMessage", params{"chat_id": 501, "text": "a", "reply_markup": inline(params{"text": "Сайт", "url": "https://example.com"})})
	_, err = anna.Press(sent.ID, "Нет такой")
	require.ErrorContains(t, err, "no button")
	_, err = anna.Press(sent.ID, "Сайт")
	require.ErrorContains(t, err, "tells the bot nothing")
	require.ErrorContains(t, anna.Edit(sent.ID, "b"), "no message")
	_, err = anna.Tap("Темы")
	require.ErrorContains(t, err, "shows no keyboard")
	_, err = anna.In(-5).Send("привет")
	require.ErrorIs(t, err, errNotThere)
	require.NoError(t, anna.Block())
	_, err = anna.Send("эй")
	require.ErrorContains(t, err, "blocked")
}

func TestBlockingIsToldAndRefused(t *testing.T) {
	s := newServer(t, Options{})
	anna := s.User(501)
	_, err := anna.Send("/start")
	require.NoError(t, err)
	require.NoError(t, anna.Block())
	require.NoError(t, anna.Block(), "twice is once")
	require.Equal(t, 403, callAPI(t, s, "sendMessage", params{"chat_id": 501, "text": "a"}).status)
	require.NoError(t, anna.Unblock())
	require.True(t, callAPI(t, s, "sendMessage", params{"chat_id": 501, "text": "a"}).OK)
	u := must[[]gotUpdate](t, s, "getUpdates", nil)
	require.Len(t, u, 3)
	var change struct {
		Old chatMember `json:"old_chat_member"`
		New chatMember `json:"new_chat_member"`
	}
	require.NoError(t, json.Unmarshal(u[1].MyChatMember, &change))
	require.Equal(t, []string{"member", "kicked"}, []string{change.Old.Status, change.New.Status})
}

func TestReplyKeyboard(t *testing.T) {
	s := newServer(t, Options{})
	anna := s.AddUser(501, Profile{Phone: "+79001112233"})
	_, err := anna.Send("/start")
	require.NoError(t, err)
	keys := [][]any{{"Темы", params{"text": "Мой телефон", "request_contact": true}}}
	must[Message](t, s, "sendMessage", params{"chat_id": 501, "text": "a", "reply_markup": params{
		"keyboard": keys, "is_persistent": true, "resize_keyboard": true, "input_field_placeholder": "Ваш вопрос",
	}})
	require.Equal(t, &Keyboard{
		Rows: [][]Key{{{Text: "Темы"}, {Text: "Мой телефон", RequestContact: true}}}, Persistent: true, Resize: true, Placeholder: "Ваш вопрос",
	}, anna.View().Keyboard)
	m, err := anna.Tap("Темы")
	require.NoError(t, err)
	require.Equal(t, "Темы", m.Text)
	m, err = anna.Tap("Мой телефон")
	require.NoError(t, err)
	require.Equal(t, int64(501), m.Contact.UserID)
	must[Message](t, s, "sendMessage", params{"chat_id": 501, "text": "b", "reply_markup": params{"remove_keyboard": true}})
	require.Nil(t, anna.View().Keyboard)
	must[Message](t, s, "sendMessage", params{"chat_id": 501, "text": "c", "reply_markup": params{"keyboard": keys, "one_time_keyboard": true}})
	_, err = anna.Tap("Темы")
	require.NoError(t, err)
	require.Nil(t, anna.View().Keyboard, "used once")
}

func TestCommandsByScopeAndLanguage(t *testing.T) {
	s := newServer(t, Options{Strict: true})
	customer, manager := s.AddUser(1, Profile{Language: "ru-RU"}), s.AddUser(2, Profile{Language: "de"})
	for _, p := range []*Person{customer, manager} {
		_, err := p.Send("/start")
		require.NoError(t, err)
	}
	set := func(name string, scope params, language string) {
		p := params{"commands": []params{{"command": name, "description": "x"}}, "language_code": language}
		if scope != nil {
			p["scope"] = scope
		}
		must[bool](t, s, "setMyCommands", p)
	}
	set("help", nil, "")
	require.Equal(t, "help", s.Commands(1)[0].Command)
	set("pomosch", params{"type": "all_private_chats"}, "ru")
	set("queue", params{"type": "chat", "chat_id": 2}, "")
	require.Equal(t, "pomosch", s.Commands(1)[0].Command)
	require.Equal(t, "queue", s.Commands(2)[0].Command)
	require.Equal(t, []Command{{"queue", "x"}}, must[[]Command](t, s, "getMyCommands", params{"scope": params{"type": "chat", "chat_id": 2}}))
	must[bool](t, s, "deleteMyCommands", params{"scope": params{"type": "chat", "chat_id": 2}})
	require.Equal(t, "help", s.Commands(2)[0].Command)
}

func TestEventsTellThePageEverything(t *testing.T) {
	s := newServer(t, Options{})
	ctx, cancel := context.WithCancel(soon(t))
	events := s.Subscribe(ctx)
	anna := s.User(1)
	_, err := anna.Send("/start")
	require.NoError(t, err)
	sent := must[Message](t, s, "sendMessage", params{"chat_id": 1, "text": "a", "reply_markup": inline(params{"text": "b", "callback_data": "b"})})
	must[Message](t, s, "sendMessage", params{"chat_id": 1, "text": "c", "reply_markup": params{"keyboard": [][]string{{"d"}}}})
	must[bool](t, s, "sendChatAction", params{"chat_id": 1, "action": "typing"})
	id, err := anna.Press(sent.ID, "b")
	require.NoError(t, err)
	must[bool](t, s, "answerCallbackQuery", params{"callback_query_id": id, "text": "e"})
	must[Message](t, s, "editMessageText", params{"chat_id": 1, "message_id": sent.ID, "text": "f"})
	must[bool](t, s, "setMessageReaction", params{"chat_id": 1, "message_id": sent.ID, "reaction": []params{{"type": "emoji", "emoji": "👍"}}})
	must[bool](t, s, "pinChatMessage", params{"chat_id": 1, "message_id": sent.ID})
	must[bool](t, s, "deleteMessage", params{"chat_id": 1, "message_id": sent.ID})
	must[bool](t, s, "setMyCommands", params{"commands": []params{{"command": "help", "description": "x"}}})
	var kinds []EventKind
	for range 12 {
		kinds = append(kinds, (<-events).Kind)
	}
	require.Equal(t, []EventKind{
		ChatChanged, MessageNew, MessageNew, MessageNew, KeyboardChanged, Action, CallbackAnswered,
		MessageEdited, ReactionChanged, PinChanged, MessageDeleted, CommandsChanged,
	}, kinds)
	cancel()
	_, open := <-events
	require.False(t, open)
}
