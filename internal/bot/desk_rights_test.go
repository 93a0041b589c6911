package bot_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/chatbotsmanagers/faqbot/internal/helpdesk"
	"github.com/chatbotsmanagers/faqbot/internal/postgres"
)

// Only an administrator takes a ticket out of a colleague's hands; buttons that are forged give no more right than that.
func TestAssigningIsForAdministrators(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.do("@ Мария is a manager", "> Мария: /invite", "> Олег opens the link",
		"> Анна: Сколько лет вашему директору и где он учился?", "> Мария: /take 1")
	require.Contains(t, s.do("> Олег: /assign 1 Олег"), "Заявку №1 уже ведёт Мария")
	require.Contains(t, s.do("> Олег forges [m.to:1:2002]"), "Заявку №1 уже ведёт Мария")
	require.Contains(t, s.do("> Олег forges [m.to:1:999]"), "Эта кнопка уже не работает")
	require.Contains(t, s.do("> Олег forges [m.prio:1:highest]"), "Эта кнопка уже не работает")
	require.Contains(t, s.do("> Анна forges [m.to:1:2002]"), "Эта кнопка уже не работает")
	require.Equal(t, ids["Мария"], s.ticket(t.Context(), 1).AssigneeID)

	heard := s.do("> Мария: /release 1", "> Олег: /assign 1 Олег")
	require.Contains(t, heard, "Вашей заявкой №1 теперь занимается Олег", "what nobody has is anybody's")
	require.Contains(t, s.do("> Мария: /assign 1 Мария"), "< bot to Олег: ➡️ Заявку №1 теперь ведёт Мария")
	require.Equal(t, ids["Мария"], s.ticket(t.Context(), 1).AssigneeID)
	s.check()
}

// What is written into a ticket that is closed for good begins a new one that names it.
func TestComingBackToAClosedTicket(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.do("@ Мария is a manager", "> Анна: Сколько лет вашему директору и где он учился?", "> Мария: /take 1",
		"> Мария: Сорок два", "> Мария: /close")
	s.now = s.now.Add(week)
	require.NoError(t, s.db.InTx(t.Context(), func(ctx context.Context, tx *postgres.Tx) error {
		ticket, err := tx.LockTicket(ctx, 1)
		if err != nil {
			return err
		}
		return tx.SaveTicket(ctx, ticket, ticket.Close(week, s.now))
	}))
	require.Contains(t, s.do("> Мария: /reopen 1"), "Заявка №1 закрыта окончательно")
	require.Contains(t, s.do("> Анна: /tickets"), "№1 от 16.01.2040 — закрыта")
	heard := s.do("> Анна presses [Продолжить №1]", "> Анна: А теперь сколько?")
	require.Contains(t, heard, "< bot to Мария: 🆕 Заявка №2")
	require.Contains(t, heard, "Заявка №1 давно закрыта, поэтому завёл новую: заявка №2")
	require.Contains(t, s.do("> Мария: /take 2"), "Причина: клиент вернулся к заявке №1")
	require.Equal(t, int64(1), s.ticket(t.Context(), 2).ParentID)
	require.Equal(t, helpdesk.StateClosed, s.ticket(t.Context(), 1).State)
	s.check()
}

// Words that are taken back are forgotten, also where they were the question of the ticket.
func TestDeletedWordsAreForgotten(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.do("@ Мария is a manager", "> Анна: Сколько лет вашему директору и где он учился?",
		"> Анна replies to «Сколько лет»: /delete")
	require.Empty(t, s.ticket(t.Context(), 1).Question)
	card := s.do("> Мария: /take 1")
	require.NotContains(t, card[len(card)/2:], "Сколько лет вашему директору")
	var words int
	require.NoError(t, s.sql.QueryRow(t.Context(), `
		SELECT count(*) FROM ticket_messages WHERE text <> '' OR html <> ''`).Scan(&words))
	require.Zero(t, words)
	s.check()
}
