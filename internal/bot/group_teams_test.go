package bot_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/chatbotsmanagers/faqbot/internal/helpdesk"
	"github.com/chatbotsmanagers/faqbot/internal/postgres"
)

// A group that is bound to a topic shows what waits of it, also behind a long queue of others, and names its department.
func TestBindingToATopicBehindALongQueue(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.do("@ Мария is a manager", "> Мария: /team add склад Мария", "> Мария: /route Доставка склад", "> Анна: /start",
		"@ Отдел is a group of Мария", "> Мария brings the bot into Отдел")
	require.NoError(t, s.db.InTx(t.Context(), func(ctx context.Context, tx *postgres.Tx) error {
		for range 30 {
			if _, err := tx.CreateTicket(ctx, helpdesk.Ticket{CustomerID: ids["Анна"], Topic: "Оплата", Question: "Как платить?", CreatedAt: s.now}); err != nil {
				return err
			}
		}
		_, err := tx.CreateTicket(ctx, helpdesk.Ticket{CustomerID: ids["Анна"], Topic: "Доставка", Question: "Где заказ?", CreatedAt: s.now})
		return err
	}))
	heard := s.do("> Мария in Отдел: /bind доставка")
	require.Contains(t, heard, "< bot in Отдел: Заявка №31 · Доставка\n  👥 Отдел: склад\n")
	require.NotContains(t, heard, "Оплата")
	s.check()
}
