package bot_test

import (
	"context"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/chatbotsmanagers/faqbot/internal/helpdesk"
	"github.com/chatbotsmanagers/faqbot/internal/postgres"
)

// A long queue whose time is over comes in one message to each, and is told once; each ticket's history has its alert.
func TestManyAlertsComeInOneMessage(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.do("@ Мария is a manager", "> Мария: /invite", "> Олег opens the link", "> Анна: /start", "@ the company promises normal=2h/1h/8h")
	const many = 40
	require.NoError(t, s.db.InTx(t.Context(), func(ctx context.Context, tx *postgres.Tx) error {
		for i := range many {
			ticket := helpdesk.Ticket{CustomerID: ids["Анна"], Topic: "Доставка", Question: "Где заказ?", CreatedAt: s.now}
			if i == 0 {
				ticket.State, ticket.AssigneeID = helpdesk.StateOpen, ids["Олег"]
			}
			if _, err := tx.CreateTicket(ctx, ticket); err != nil {
				return err
			}
		}
		return nil
	}))
	heard := s.do("@ 3 hours pass")
	require.Equal(t, 1, strings.Count(heard, "< bot to Мария:"), heard)
	require.Equal(t, 1, strings.Count(heard, "< bot to Олег:"), heard)
	require.Contains(t, heard, "< bot to Мария: 🔥 Срок вышел у 40 заявок\n  ·\n  🔥 /ticket_1, срок был 12:00, ведёт Олег\n  Анна, Доставка: Где заказ?\n")
	require.Contains(t, heard, "  🔥 /ticket_10, срок был 12:00\n  Анна, Доставка: Где заказ?\n  ·\n  …и ещё 30 заявок\n  [📥 Очередь]\n")
	require.NotContains(t, heard, "/ticket_11,")
	require.Empty(t, s.do("@ 1 minute passes"))
	var alerted int
	require.NoError(t, s.sql.QueryRow(t.Context(), `
		SELECT count(DISTINCT ticket_id) FROM ticket_events WHERE kind = 'breached' AND note = 'first'`).Scan(&alerted))
	require.Equal(t, many, alerted)
	s.check()
}
