package bot_test

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/chatbotsmanagers/faqbot/internal/botapi"
	"github.com/chatbotsmanagers/faqbot/internal/delivery"
	"github.com/chatbotsmanagers/faqbot/internal/postgres"
)

// TestTwoManagersTakeAtOnce lets two managers press «Взять» under the same ticket at the same instant: one has it, and
// the other is told who.
func TestTwoManagersTakeAtOnce(t *testing.T) {
	t.Parallel()
	const rounds = 12
	s := newStage(t)
	ctx := t.Context()
	require.NoError(t, s.staff(ctx, "Мария"))
	require.NoError(t, s.staff(ctx, "Олег"))
	managers := []*botapi.Person{s.people["Мария"], s.people["Олег"]}

	for round := range rounds {
		customer := s.api.AddUser(int64(5000+round), botapi.Profile{FirstName: "Клиент"})
		_, err := customer.Send("Сколько лет вашему директору и где он учился?")
		require.NoError(t, err)
		require.NoError(t, s.pump(ctx))

		take := fmt.Sprintf("m.take:%d", round+1)
		for _, m := range managers {
			offer, err := find(m, func(m botapi.Message) bool { return m.FromBot() && m.ReplyMarkup != nil })
			require.NoError(t, err)
			_, err = m.Press(offer.ID, take)
			require.NoError(t, err)
		}
		_, err = s.receive(ctx)
		require.NoError(t, err)
		s.heard("")
		s.handleAtOnce(ctx, len(managers))

		ticket := s.ticket(ctx, int64(round+1))
		require.NotZero(t, ticket.AssigneeID)
		var taken int
		require.NoError(t, s.sql.QueryRow(ctx,
			`SELECT count(*) FROM ticket_events WHERE ticket_id = $1 AND kind = 'taken'`, ticket.ID).Scan(&taken))
		require.Equal(t, 1, taken, "taken once")
		winner := s.nameOf(ticket.AssigneeID)
		heard := s.heard("")
		require.Equal(t, 1, strings.Count(heard, fmt.Sprintf("Заявку №%d уже ведёт %s", ticket.ID, winner)), heard)
		require.NoError(t, s.pump(ctx))
		require.Equal(t, 1, strings.Count(s.heard(""), "Вашей заявкой"), "the customer is told once")
	}
	s.check()
	require.InDelta(t, rounds*2, s.counted("faqbot_tickets_total"), 0, "each was made and taken")
}

// handleAtOnce handles waiting updates of as many chats in parallel.
func (s *stage) handleAtOnce(ctx context.Context, chats int) {
	s.t.Helper()
	var wg sync.WaitGroup
	errs := make([]error, chats)
	for i := range chats {
		wg.Go(func() {
			_, errs[i] = s.db.Handle(ctx, s.api.Bot().ID, func(ctx context.Context, tx *postgres.Tx, u delivery.Update) error {
				return s.bot.Handle(ctx, tx, u)
			})
		})
	}
	wg.Wait()
	s.bot.Wait()
	for _, err := range errs {
		require.NoError(s.t, err)
	}
}

// TestNextIsNotHeldUp has managers take what is next while somebody is busy with the first of the queue: each gets another
// ticket at once, and only who would get none waits.
func TestNextIsNotHeldUp(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	ctx := t.Context()
	s.do("@ Мария is a manager", "@ Олег is a manager", "> Анна: Сколько лет вашему директору и где он учился?",
		"> Борис: Кто у вас директор и сколько ему лет?", "> Джон: Есть ли у вас вакансии водителей?")
	busy, err := s.sql.Begin(ctx)
	require.NoError(t, err)
	_, err = busy.Exec(ctx, `SELECT FROM tickets WHERE id = 1 FOR UPDATE`)
	require.NoError(t, err)
	for _, name := range []string{"Мария", "Олег"} {
		_, err := s.people[name].Send("/take")
		require.NoError(t, err)
	}
	_, err = s.receive(ctx)
	require.NoError(t, err)
	s.handleAtOnce(ctx, 2)
	require.NoError(t, busy.Rollback(ctx))
	taken := []int64{s.ticket(ctx, 2).AssigneeID, s.ticket(ctx, 3).AssigneeID}
	require.ElementsMatch(t, []int64{ids["Мария"], ids["Олег"]}, taken)

	busy, err = s.sql.Begin(ctx)
	require.NoError(t, err)
	_, err = busy.Exec(ctx, `SELECT FROM tickets WHERE id = 1 FOR UPDATE`)
	require.NoError(t, err)
	_, err = s.people["Мария"].Send("/take")
	require.NoError(t, err)
	_, err = s.receive(ctx)
	require.NoError(t, err)
	done := make(chan struct{})
	go func() { defer close(done); s.handleAtOnce(ctx, 1) }()
	for waits := false; !waits; {
		require.NoError(t, busy.QueryRow(ctx, `SELECT EXISTS (SELECT FROM pg_locks WHERE NOT granted)`).Scan(&waits))
	}
	require.NoError(t, busy.Rollback(ctx))
	<-done
	require.Equal(t, ids["Мария"], s.ticket(ctx, 1).AssigneeID, "the queue was not empty")
	require.NoError(t, s.pump(ctx))
	s.heard("")
	s.check()
}
