package bot_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/chatbotsmanagers/faqbot/internal/delivery"
	"github.com/chatbotsmanagers/faqbot/internal/postgres"
)

// TestWordsTakenBackInTime takes words back before they are sent: nobody ever sees them, and nothing keeps them.
func TestWordsTakenBackInTime(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	ctx := t.Context()
	const secret = "Мой пароль 4321"
	s.do("@ Мария is a manager", "> Анна: Сколько лет вашему директору и где он учился?", "> Мария: /take 1")
	anna := s.people["Анна"]
	said, err := anna.Send(secret)
	require.NoError(t, err)
	_, err = anna.Reply(said.ID, "/delete")
	require.NoError(t, err)
	_, err = s.receive(ctx)
	require.NoError(t, err)
	for handled := true; handled; { // all of it before anything is sent
		handled, err = s.db.Handle(ctx, s.api.Bot().ID, func(ctx context.Context, tx *postgres.Tx, u delivery.Update) error {
			return s.bot.Handle(ctx, tx, u)
		})
		require.NoError(t, err)
	}
	require.NoError(t, s.pump(ctx))

	heard := s.heard("")
	require.Contains(t, heard, "< bot deletes to Мария: 🗑")
	require.NotContains(t, heard, secret)
	var kept int
	require.NoError(t, s.sql.QueryRow(ctx, `
		SELECT (SELECT count(*) FROM outbox WHERE params::text LIKE '%' || $1 || '%')
			+ (SELECT count(*) FROM ticket_messages WHERE text LIKE '%' || $1 || '%')
			+ (SELECT count(*) FROM outcomes WHERE question LIKE '%' || $1 || '%')`, secret).Scan(&kept))
	require.Zero(t, kept)
	s.check()
}

// An article that took several messages is gone from the customer's chat as a whole, wherever the manager points at it.
func TestLongArticleTakenBack(t *testing.T) {
	t.Parallel()
	for _, pointedAt := range []string{"✓ Статья", "Строка 399."} {
		s := newStage(t)
		lines := make([]string, 400)
		for i := range lines {
			lines[i] = fmt.Sprintf("Строка %d.", i)
		}
		article := "---\nquestion: Как собрать дирижабль?\n---\n" + strings.Join(lines, "\n\n")
		require.NoError(t, os.WriteFile(filepath.Join(s.kb, "airship.md"), []byte(article), 0o600))
		s.do("@ Мария is a manager", "@ the articles are read again", "> Анна: Сколько лет вашему директору и где он учился?",
			"> Мария: /take 1", "> Мария: /article дирижабль", "> Мария presses [Как собрать дирижабль?]")
		heard := s.do("> Мария presses [📄 Отправить статью в заявку №1]")
		sent := strings.Count(heard, "< bot to Анна: ")
		require.Greater(t, sent, 1, "it is too long for one message")
		heard = s.do("> Мария replies to «" + pointedAt + "»: /delete")
		require.Equal(t, sent, strings.Count(heard, "< bot deletes to Анна: "), heard)
		require.NotContains(t, heard, "< bot deletes: ", "what it was sent by stays")
		s.check()
	}
}
