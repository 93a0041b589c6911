package bot_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/chatbotsmanagers/faqbot/internal/botapi"
)

// TestReplyToAMessageThatWentOutTwiceReachesTheTicket has the bot crash between Telegram's receipt of a manager's
// message and its own knowledge of it, so that the customer sees the message twice, and replies to the first.
func TestReplyToAMessageThatWentOutTwiceReachesTheTicket(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	ctx := t.Context()
	require.NoError(t, s.staff(ctx, "Мария"))
	manager, customer := s.people["Мария"], s.api.AddUser(5000, botapi.Profile{FirstName: "Анна"})
	_, err := customer.Send("Сколько лет вашему директору и где он учился?")
	require.NoError(t, err)
	require.NoError(t, s.pump(ctx))
	_, err = manager.Send("/take 1")
	require.NoError(t, err)
	require.NoError(t, s.pump(ctx))

	_, err = manager.Send("Ему <42> года")
	require.NoError(t, err)
	_, err = s.receive(ctx)
	require.NoError(t, err)
	s.handleAtOnce(ctx, 1)
	heads, err := s.outbox.Heads(ctx, nil, 10)
	require.NoError(t, err)
	for _, h := range heads {
		if h.ChatID == customer.ID() {
			var sent json.RawMessage
			require.NoError(t, s.call(ctx, h.Method, h.Params, &sent)) // and the crash: nobody settles it
		}
	}
	require.NoError(t, s.pump(ctx))
	var copies []botapi.Message
	for _, m := range customer.View().Messages {
		if strings.Contains(m.Text, "Ему <42> года") {
			copies = append(copies, m)
		}
	}
	require.Len(t, copies, 2)
	// From now on plain words would be a question.
	_, err = customer.Reply(copies[1].ID, "Спасибо")
	require.NoError(t, err)
	require.NoError(t, s.pump(ctx))
	s.heard("")

	_, err = customer.Reply(copies[0].ID, "Сколько идёт доставка?")
	require.NoError(t, err)
	require.NoError(t, s.pump(ctx))
	last := manager.View().Messages
	require.Contains(t, last[len(last)-1].Text, "Сколько идёт доставка?", "the manager has it")
}
