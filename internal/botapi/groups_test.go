package botapi

import (
	"encoding/json"
	"fmt"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestGroups(t *testing.T) {
	s := newServer(t, Options{Strict: true})
	s.AddUser(1, Profile{FirstName: "Олег"})
	g := s.AddGroup(-1000000000001, "Поддержка")
	g.Join(1)
	require.Zero(t, s.Pending(), "the bot is not there")
	g.Invite(1, false)
	oleg := s.User(1).In(-1000000000001)

	_, err := oleg.Send("болтовня")
	require.NoError(t, err)
	sent := must[Message](t, s, "sendMessage", params{"chat_id": -1000000000001, "text": "заявка"})
	_, err = oleg.Send("/take 5")
	require.NoError(t, err)
	_, err = oleg.Reply(sent.ID, "беру")
	require.NoError(t, err)
	u := must[[]gotUpdate](t, s, "getUpdates", nil)
	require.Len(t, u, 4)
	require.NotNil(t, u[0].MyChatMember)
	require.True(t, u[1].Message.NewMembers[0].IsBot)
	require.Equal(t, []string{"/take 5", "беру"}, texts(u[2:]), "privacy mode hides the rest")
	require.Equal(t, "supergroup", u[2].Message.Chat.Type)

	g.Invite(1, true)
	_, err = oleg.Send("болтовня")
	require.NoError(t, err)
	u = must[[]gotUpdate](t, s, "getUpdates", params{"offset": u[3].ID + 1})
	require.Equal(t, "болтовня", u[len(u)-1].Message.Text, "an administrator hears all")

	admins := must[[]chatMember](t, s, "getChatAdministrators", params{"chat_id": -1000000000001})
	require.Len(t, admins, 1)
	require.True(t, admins[0].User.IsBot)
	require.Equal(t, 2, must[int](t, s, "getChatMemberCount", params{"chat_id": -1000000000001}))
	require.Equal(t, "member", must[chatMember](t, s, "getChatMember", params{"chat_id": -1000000000001, "user_id": 1}).Status)
	require.Equal(t, "Поддержка", must[Chat](t, s, "getChat", params{"chat_id": -1000000000001}).Title)

	g.Leave(1)
	_, err = oleg.Send("я ещё тут?")
	require.ErrorIs(t, err, errNotThere)
	require.Equal(t, "left", must[chatMember](t, s, "getChatMember", params{"chat_id": -1000000000001, "user_id": 1}).Status)
	must[bool](t, s, "leaveChat", params{"chat_id": -1000000000001})
	require.Equal(t, 403, callAPI(t, s, "sendMessage", params{"chat_id": -1000000000001, "text": "a"}).status)
}

// TestPrivacyMode compares what the bot hears of what is written in a group.
func TestPrivacyMode(t *testing.T) {
	const id = -7
	for text, heard := range map[string]bool{
		"просто слова":                        false,
		"/bind":                               true,
		"/bind@faqbot_emulator_bot Тариф":     true,
		"/bind@FAQBOT_emulator_bot":           true,
		"/bind@other_bot":                     false,
		"спросите @faqbot_emulator_bot":       true,
		"спросите @faqbot_emulator_bot_too":   false,
		"спросите @other_bot":                 false,
		"1/2 и a/b":                           false,
		"почта help@faqbot_emulator_bot.test": false,
	} {
		s := newServer(t, Options{Strict: true})
		g := s.AddGroup(id, "Отдел")
		g.Join(1)
		g.Invite(1, false)
		before := s.Pending()
		sent, err := s.User(1).In(id).Send(text)
		require.NoError(t, err)
		if !heard {
			require.Equal(t, before, s.Pending(), text)
			require.NoError(t, s.User(1).In(id).Edit(sent.ID, "другие слова"))
			require.Equal(t, before, s.Pending(), text)
			continue
		}
		u := must[[]gotUpdate](t, s, "getUpdates", nil)
		require.Equal(t, text, u[len(u)-1].Message.Text)
	}
}

// membership is what my_chat_member says.
type membership struct {
	Chat Chat       `json:"chat"`
	From User       `json:"from"`
	Old  chatMember `json:"old_chat_member"`
	New  chatMember `json:"new_chat_member"`
}

// memberships are the changes of the bot's place among the updates, as «chat: old → new».
func memberships(t *testing.T, list []gotUpdate) []string {
	t.Helper()
	var found []string
	for _, u := range list {
		if u.MyChatMember == nil {
			continue
		}
		var m membership
		require.NoError(t, json.Unmarshal(u.MyChatMember, &m))
		require.Equal(t, DefaultToken[:10], strconv.FormatInt(m.New.User.ID, 10))
		found = append(found, fmt.Sprintf("%d: %s → %s", m.Chat.ID, m.Old.Status, m.New.Status))
	}
	return found
}

func TestBotComesAndGoes(t *testing.T) {
	s := newServer(t, Options{Strict: true})
	g := s.AddGroup(-7, "Отдел")
	g.Join(1)
	g.Invite(1, false)
	g.Invite(1, true)
	card := must[Message](t, s, "sendMessage", params{
		"chat_id": -7, "text": "заявка", "reply_markup": inline(params{"text": "Взять", "callback_data": "m.take:1"}),
	})
	g.Kick(1)
	require.Equal(t, "Forbidden: bot was kicked from the group chat", callAPI(t, s, "sendMessage", params{"chat_id": -7, "text": "a"}).Description)
	r := callAPI(t, s, "editMessageText", params{"chat_id": -7, "message_id": card.ID, "text": "a"})
	require.Equal(t, 403, r.status, "an edit is refused as well")
	_, err := s.User(1).In(-7).Press(card.ID, "Взять")
	require.Error(t, err, "nobody hears the press")
	g.Invite(1, false)
	require.True(t, must[bool](t, s, "leaveChat", params{"chat_id": -7}))
	u := must[[]gotUpdate](t, s, "getUpdates", nil)
	require.Equal(t, []string{
		"-7: left → member", "-7: member → administrator", "-7: administrator → kicked", "-7: kicked → member", "-7: member → left",
	}, memberships(t, u))
	require.NotNil(t, u[3].Message.LeftMember)
}

func TestAdministratorsOfAGroup(t *testing.T) {
	s := newServer(t, Options{Strict: true})
	g := s.AddGroup(-7, "Отдел")
	g.Join(1)
	g.Join(2)
	g.Invite(1, false)
	g.Promote(1, true)
	g.Promote(3, true) // no member
	admins := must[[]chatMember](t, s, "getChatAdministrators", params{"chat_id": -7})
	require.Len(t, admins, 1)
	require.Equal(t, int64(1), admins[0].User.ID)
	g.Promote(1, false)
	require.Empty(t, must[[]chatMember](t, s, "getChatAdministrators", params{"chat_id": -7}))
}

func TestMutedGroup(t *testing.T) {
	s := newServer(t, Options{Strict: true})
	g := s.AddGroup(-7, "Отдел")
	g.Join(1)
	g.Invite(1, false)
	g.Mute(true)
	require.Equal(t, "Bad Request: not enough rights to send text messages to the chat",
		callAPI(t, s, "sendMessage", params{"chat_id": -7, "text": "a"}).Description)
	g.Invite(1, true)
	must[Message](t, s, "sendMessage", params{"chat_id": -7, "text": "a"})
}

func TestUpgradeToASupergroup(t *testing.T) {
	s := newServer(t, Options{Strict: true})
	g := s.AddGroup(-7, "Отдел")
	g.Join(1)
	g.Invite(1, true)
	card := must[Message](t, s, "sendMessage", params{"chat_id": -7, "text": "заявка"})
	u := must[[]gotUpdate](t, s, "getUpdates", nil)
	super := g.Upgrade(1)
	require.Equal(t, int64(-1000000000007), super.ID())

	u = must[[]gotUpdate](t, s, "getUpdates", params{"offset": u[len(u)-1].ID + 1})
	require.Equal(t, []string{"-1000000000007: left → administrator"}, memberships(t, u), "nothing is said of the old group")
	require.Len(t, u, 3)
	require.Equal(t, int64(-7), u[1].Message.Chat.ID)
	require.Equal(t, super.ID(), u[1].Message.MigrateTo)
	require.Equal(t, super.ID(), u[2].Message.Chat.ID)
	require.Equal(t, int64(-7), u[2].Message.MigrateFrom)

	for method, p := range map[string]params{
		"sendMessage":      {"text": "a"},
		"editMessageText":  {"message_id": card.ID, "text": "a"},
		"deleteMessage":    {"message_id": card.ID},
		"sendChatAction":   {"action": "typing"},
		"getChatMember":    {"user_id": 1},
		"pinChatMessage":   {"message_id": card.ID},
		"leaveChat":        {},
		"unpinChatMessage": {},
	} {
		p["chat_id"] = -7
		r := callAPI(t, s, method, p)
		require.Equal(t, 400, r.status, method)
		require.Equal(t, "Bad Request: group chat was upgraded to a supergroup chat", r.Description, method)
		require.Equal(t, super.ID(), r.Parameters.MigrateTo, method)
	}
	require.Equal(t, "Отдел", must[Chat](t, s, "getChat", params{"chat_id": -7}).Title, "it can still be read")
	must[Message](t, s, "sendMessage", params{"chat_id": super.ID(), "text": "заявка"})
	require.Equal(t, "Bad Request: message to edit not found",
		callAPI(t, s, "editMessageText", params{"chat_id": super.ID(), "message_id": 77, "text": "a"}).Description)
	_, err := s.User(1).In(-7).Send("я ещё тут?")
	require.ErrorIs(t, err, errNotThere)
	_, err = s.User(1).In(super.ID()).Send("тут")
	require.NoError(t, err)
}

// TestGroupTakesTwentyAMinute counts messages and edits together, in a window that slides.
func TestGroupTakesTwentyAMinute(t *testing.T) {
	now := time.Now()
	s := newServer(t, Options{Limits: TelegramLimits, Now: func() time.Time { return now }})
	g := s.AddGroup(-7, "Отдел")
	g.Join(1)
	g.Invite(1, false)
	var card Message
	for range 10 {
		card = must[Message](t, s, "sendMessage", params{"chat_id": -7, "text": "заявка"})
	}
	now = now.Add(30 * time.Second)
	edit := func(i int) result {
		return callAPI(t, s, "editMessageText", params{"chat_id": -7, "message_id": card.ID, "text": fmt.Sprint("заявка ", i)})
	}
	for i := range 10 {
		require.True(t, edit(i).OK)
	}
	require.Equal(t, "Bad Request: message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message",
		edit(9).Description, "what changes nothing costs nothing")
	r := edit(10)
	require.Equal(t, 429, r.status)
	require.Equal(t, 30, r.Parameters.RetryAfter, "when the first of the minute drops out of it")
	now = now.Add(29 * time.Second)
	require.Equal(t, 1, edit(10).Parameters.RetryAfter)
	now = now.Add(time.Second)
	for i := range 10 {
		require.True(t, edit(10+i).OK)
	}
	require.Equal(t, 429, edit(20).status)
	require.True(t, must[bool](t, s, "deleteMessage", params{"chat_id": -7, "message_id": card.ID}), "deleting is free")
}
