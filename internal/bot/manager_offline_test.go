package bot_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/chatbotsmanagers/faqbot/internal/bot"
	"github.com/chatbotsmanagers/faqbot/internal/botapi"
	"github.com/chatbotsmanagers/faqbot/internal/postgres"
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

// TestANewProcessKnowsTheManagers: after a start, and on a replica that no manager ever wrote to.
func TestANewProcessKnowsTheManagers(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	ctx := t.Context()
	require.NoError(t, s.staff(ctx, "Мария"))
	maria := s.people["Мария"]
	_, err := maria.Send("Сколько идёт доставка?")
	require.NoError(t, err)
	updates, err := s.fetch(ctx)
	require.NoError(t, err)
	customers := func(b *bot.Bot) bool {
		_, answered := b.AnswerOffline(updates[0])
		return answered
	}

	started, err := bot.New(s.bot.Config)
	require.NoError(t, err)
	require.True(t, customers(started), "nobody told it yet")
	require.NoError(t, s.db.InTx(ctx, func(ctx context.Context, tx *postgres.Tx) error {
		return started.EnsureManagers(ctx, tx, nil)
	}))
	require.False(t, customers(started))

	replica, err := bot.New(s.bot.Config)
	require.NoError(t, err)
	s.bot = replica
	s.playAll("> Анна: Сколько лет вашему директору и где он учился?")
	require.False(t, customers(replica), "it offered a ticket to all managers")
}
