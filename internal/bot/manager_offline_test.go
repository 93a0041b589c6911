package bot_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/chatbotsmanagers/faqbot/internal/botapi"
)

// TestManagersWordsWaitForTheDatabase: what a manager writes to a customer is no question to the bot.
func TestManagersWordsWaitForTheDatabase(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	ctx := t.Context()
	require.NoError(t, s.staff(ctx, "Мария"))
	require.NoError(t, s.pump(ctx))
	for _, p := range []*botapi.Person{s.people["Мария"], s.api.AddUser(5000, botapi.Profile{FirstName: "Анна"})} {
		_, err := p.Send("Сколько идёт доставка?")
		require.NoError(t, err)
	}
	updates, err := s.fetch(ctx)
	require.NoError(t, err)
	require.Len(t, updates, 2)
	_, manager := s.bot.AnswerOffline(updates[0])
	_, customer := s.bot.AnswerOffline(updates[1])
	require.False(t, manager)
	require.True(t, customer)
}
