package bot_test

import (
	"context"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/chatbotsmanagers/faqbot/internal/botapi"
	"github.com/chatbotsmanagers/faqbot/internal/delivery"
	"github.com/chatbotsmanagers/faqbot/internal/postgres"
)

// boundGroup is a stage with Мария and Олег, whose group «Отдел» is bound and shows ticket 1.
func boundGroup(t *testing.T) *stage {
	t.Helper()
	s := newStage(t)
	s.play("@ Мария is a manager", "@ Олег is a manager", "@ Отдел is a group of Мария, Олег, Борис",
		"> Мария brings the bot into Отдел", "> Мария in Отдел: /bind",
		"> Анна: /start", "> Анна: /manager", "> Анна: где мой заказ")
	return s
}

// play plays lines and returns what the bot said after the last.
func (s *stage) play(lines ...string) (said string) {
	s.t.Helper()
	for _, line := range lines {
		var err error
		said, err = s.step(line)
		require.NoError(s.t, err, line)
	}
	return said
}

func TestCardThatWasDeletedIsShownAgain(t *testing.T) {
	t.Parallel()
	s := boundGroup(t)
	group := s.people["Мария"].In(s.groups["Отдел"].ID())
	card, err := find(group, func(m botapi.Message) bool { return m.FromBot() && strings.Contains(m.Text, "Заявка №1") })
	require.NoError(t, err)
	require.NoError(t, group.Delete(card.ID))
	s.heard("")
	said := s.play("> Мария: /priority 1 срочная")
	require.Contains(t, said, "< bot in Отдел: Заявка №1 · Доставка · 🔴 срочно")

	// Of one that somebody has there is nothing to show again.
	card, err = find(group, func(m botapi.Message) bool { return m.FromBot() && strings.Contains(m.Text, "срочно") })
	require.NoError(t, err)
	require.NoError(t, group.Delete(card.ID))
	s.heard("")
	require.NotContains(t, s.play("> Мария: /take 1"), "in Отдел")
	s.check()
}

// TestUpgradeIsLearntFromARefusal is about a bot that was away so long that Telegram forgot the news of the upgrade.
func TestUpgradeIsLearntFromARefusal(t *testing.T) {
	t.Parallel()
	s := boundGroup(t)
	s.groups["Отдел"] = s.groups["Отдел"].Upgrade(ids["Мария"])
	_, err := s.fetch(t.Context()) // and throw away
	require.NoError(t, err)
	s.heard("")
	said := s.play("> Борис: /start", "> Борис: /manager", "> Борис: где мой заказ")
	require.Contains(t, said, "< bot in Отдел: Заявка №1")
	require.Contains(t, said, "< bot in Отдел: Заявка №2")
	require.NotContains(t, said, "to Мария", "tickets go on in the supergroup")
	s.check()
}

// TestCardThatTelegramDoesNotTakeIsOfferedInPrivate is about a refusal that nobody thought of.
func TestCardThatTelegramDoesNotTakeIsOfferedInPrivate(t *testing.T) {
	t.Parallel()
	s := boundGroup(t)
	var card delivery.Outgoing
	require.NoError(t, s.sql.QueryRow(t.Context(), `SELECT id, chat_id, ticket_id FROM outbox WHERE chat_id < 0 AND ticket_id = 1`).
		Scan(&card.ID, &card.ChatID, &card.TicketID))
	require.NoError(t, s.db.InTx(t.Context(), func(ctx context.Context, tx *postgres.Tx) error {
		return s.bot.Refused(ctx, tx, card, delivery.RefusedOther)
	}))
	said, err := s.hear(t.Context(), "")
	require.NoError(t, err)
	require.Contains(t, said, "< bot to Мария: 🆕 Заявка №1")
	require.Contains(t, said, "< bot to Олег: 🆕 Заявка №1")
	s.check()
}

func TestManagerWhoNeverCameIsAskedToComeFirst(t *testing.T) {
	t.Parallel()
	s := boundGroup(t)
	require.NoError(t, s.db.InTx(t.Context(), func(ctx context.Context, tx *postgres.Tx) error {
		return s.bot.EnsureManagers(ctx, tx, []int64{ids["Борис"]})
	}))
	said := s.play("> Борис in Отдел presses [✋ Взять]")
	require.Contains(t, said, "Сначала откройте личный чат со мной, @shop_bot")
	require.NotContains(t, said, "edits", "the ticket waits on")
	s.check()
}

func TestAdministratorOfTheGroupWhoHides(t *testing.T) {
	t.Parallel()
	s := boundGroup(t)
	raw := `{"update_id":1,"message":{"message_id":5,"date":1,"text":"/unbind","chat":{"id":-5001,"type":"group","title":"Отдел"},
		"from":{"id":1087968824,"is_bot":true,"first_name":"Group","username":"GroupAnonymousBot"},"sender_chat":{"id":-5001,"type":"group"}}}`
	require.NoError(t, s.db.InTx(t.Context(), func(ctx context.Context, tx *postgres.Tx) error {
		return s.bot.Handle(ctx, tx, delivery.Update{ID: 1, ChatID: -5001, Raw: []byte(raw)})
	}))
	said, err := s.hear(t.Context(), "")
	require.NoError(t, err)
	require.Contains(t, said, "Отправьте /unbind от своего имени")
	s.check()
}

// TestManyChangesOfACardAreOneEdit changes a ticket often before the sender comes to its card.
func TestManyChangesOfACardAreOneEdit(t *testing.T) {
	t.Parallel()
	s := boundGroup(t)
	person := s.people["Олег"]
	for _, text := range []string{"/take 1", "/release", "/take 1", "Здравствуйте!", "/close", "/reopen 1", "/release", "/take 1", "/priority 1 срочная"} {
		_, err := person.Send(text)
		require.NoError(t, err)
	}
	said, err := s.hear(t.Context(), "Олег")
	require.NoError(t, err)
	require.Equal(t, 1, strings.Count(said, "< bot edits in Отдел"), said)
	require.Contains(t, said, "🔴 срочно")
	s.check()
}
