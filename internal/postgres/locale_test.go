package postgres_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/chatbotsmanagers/faqbot/internal/helpdesk"
	"github.com/chatbotsmanagers/faqbot/internal/postgres"
	"github.com/chatbotsmanagers/faqbot/internal/postgres/postgrestest"
)

// In the locale "C" Postgres itself leaves Russian capitals as they are. What is found and routed there is the same.
func TestLocaleOfTheDatabaseDoesNotMatter(t *testing.T) {
	t.Parallel()
	db := postgrestest.Open(t, postgrestest.URLInLocale(t, "C"))
	inTx(t, db, func(ctx context.Context, tx *postgres.Tx) {
		_, err := tx.SeeCustomer(ctx, helpdesk.Customer{ID: 7, FirstName: "АННА"})
		require.NoError(t, err)
		first, err := tx.CreateTicket(ctx, helpdesk.Ticket{CustomerID: 7, Topic: "ДОСТАВКА", Question: "Где моя Ёлка?"})
		require.NoError(t, err)
		second, err := tx.CreateTicket(ctx, helpdesk.Ticket{CustomerID: 7, Topic: "Оплата", Question: "Потерялся чек"})
		require.NoError(t, err)
		said(ctx, t, tx, first, "КВИТАНЦИЮ прилагаю")

		for _, words := range []string{"елка", "ЁЛКИ", "Квитанция", "анна КВИТАНЦИЯ"} {
			require.Equal(t, []int64{first.ID}, found(ctx, t, tx, words), words)
		}
		require.Equal(t, []int64{second.ID, first.ID}, found(ctx, t, tx, "анна"))
		shown, err := tx.SearchTickets(ctx, "квитанция", 0, 10, 0)
		require.NoError(t, err)
		require.Equal(t, []helpdesk.Fragment{
			{Text: "где моя елка?\n"}, {Text: "квитанцию", Wanted: true}, {Text: " прилагаю"},
		}, shown[0].Excerpt)

		queue, _, err := tx.QueueFor(ctx, []string{"доставка"}, 10, 0)
		require.NoError(t, err)
		require.Equal(t, []int64{second.ID, first.ID}, []int64{queue[0].ID, queue[1].ID}, "it is others' first")
		queue, err = tx.QueueOf(ctx, "Доставка", 10)
		require.NoError(t, err)
		require.Len(t, queue, 1)
		n, err := tx.CountQueueOf(ctx, []string{"доставка", "возврат"})
		require.NoError(t, err)
		require.Equal(t, 1, n)
		require.NoError(t, tx.SaveRoute(ctx, helpdesk.Route{Topic: "Доставка", Team: "склад"}))
		require.NoError(t, tx.SaveRoute(ctx, helpdesk.Route{Topic: "ДОСТАВКА", Team: "курьеры"}))
		routing, err := tx.Routing(ctx)
		require.NoError(t, err)
		require.Equal(t, []helpdesk.Route{{Topic: "ДОСТАВКА", Team: "курьеры"}}, routing.Routes)
	})
}
