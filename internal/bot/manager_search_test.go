package bot_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/chatbotsmanagers/faqbot/internal/botapi"
	"github.com/chatbotsmanagers/faqbot/internal/helpdesk"
	"github.com/chatbotsmanagers/faqbot/internal/postgres"
)

// What a search finds is turned page by page in its message, however long names, states and words are.
func TestPagesOfFoundTickets(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.do("@ Мария is a manager", "@ Олег is a manager")
	require.NoError(t, s.db.InTx(t.Context(), func(ctx context.Context, tx *postgres.Tx) error {
		long := strings.Repeat("Иван & <Мария> ", 9)
		c, err := tx.SeeCustomer(ctx, helpdesk.Customer{ID: 1, FirstName: long})
		if err != nil {
			return err
		}
		for i := range 23 {
			question := fmt.Sprintf("Где заказ %d? %s", i, strings.Repeat("не-приходит-и-не-приходит & <никак> ", 20))
			if _, err := tx.CreateTicket(ctx, helpdesk.Ticket{CustomerID: c.ID, Question: question}); err != nil {
				return err
			}
		}
		return nil
	}))
	first := s.do("> Мария: /find где мой заказ")
	require.NotContains(t, first, "Telegram refuses")
	require.Contains(t, first, "/ticket_23")
	require.NotContains(t, first, "/ticket_13\n")
	second := s.do("> Мария presses [Ещё →]")
	require.Contains(t, second, "< bot edits: 🔎")
	require.Contains(t, second, "/ticket_13")
	third := s.do("> Мария presses [Ещё →]")
	require.Contains(t, third, "/ticket_1\n")
	require.NotContains(t, third, "[Ещё →]")
	require.Contains(t, s.do("> Мария presses [← Назад]"), "/ticket_13")
	list, err := find(s.people["Мария"], func(m botapi.Message) bool { return m.ReplyMarkup != nil })
	require.NoError(t, err)
	for _, e := range list.Entities {
		if e.Type == "bold" {
			return
		}
	}
	require.Fail(t, "no word is marked")
}

// A list that no longer knows its words says what to do; a customer who forges its button learns nothing.
func TestFoundTicketsOfAForgedButton(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.do("@ Мария is a manager", "> Анна: Сколько лет вашему директору и где он учился?")
	require.Contains(t, s.do("> Мария forges [m.found:10]"), "Повторите поиск")
	s.do("> Мария: /find директор")
	require.Contains(t, s.do("> Мария forges [m.found:-5]"), "message is not modified")
	require.Contains(t, s.do("> Мария forges [m.found:99999999999]"), "message is not modified")
	require.Contains(t, s.do("> Анна forges [m.found:0]"), "Эта кнопка уже не работает")
	s.check()
}
