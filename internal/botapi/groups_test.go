package botapi

import (
	"testing"

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
	require.Len(t, u, 3)
	require.NotNil(t, u[0].MyChatMember)
	require.Equal(t, []string{"/take 5", "беру"}, texts(u[1:]), "privacy mode hides the rest")
	require.Equal(t, "supergroup", u[1].Message.Chat.Type)

	g.Invite(1, true)
	_, err = oleg.Send("болтовня")
	require.NoError(t, err)
	u = must[[]gotUpdate](t, s, "getUpdates", params{"offset": u[2].ID + 1})
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
