package postgres_test

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/chatbotsmanagers/faqbot/internal/helpdesk"
	"github.com/chatbotsmanagers/faqbot/internal/postgres"
	"github.com/chatbotsmanagers/faqbot/internal/postgres/postgrestest"
)

func TestRouting(t *testing.T) {
	t.Parallel()
	db := postgrestest.New(t)
	inTx(t, db, func(ctx context.Context, tx *postgres.Tx) {
		r, err := tx.Routing(ctx)
		require.NoError(t, err)
		require.Empty(t, r.Teams)
		require.Empty(t, r.Routes)
		for id := int64(1); id <= 2; id++ {
			require.NoError(t, tx.SaveManager(ctx, helpdesk.Manager{ID: id, Role: helpdesk.RoleManager}))
		}
		for _, joins := range []struct {
			team  string
			id    int64
			fresh bool
		}{{"склад", 1, true}, {"склад", 1, false}, {"склад", 2, true}, {"деньги", 2, true}} {
			fresh, err := tx.JoinTeam(ctx, joins.team, joins.id)
			require.NoError(t, err)
			require.Equal(t, joins.fresh, fresh, joins)
		}
		for _, route := range []helpdesk.Route{{Topic: "оплата", Team: "склад"}, {Topic: "Доставка", Team: "склад"}, {Topic: "Оплата", Team: "деньги"}} {
			require.NoError(t, tx.SaveRoute(ctx, route))
		}
		r, err = tx.Routing(ctx)
		require.NoError(t, err)
		require.Equal(t, helpdesk.Routing{
			Teams:  map[string][]int64{"склад": {1, 2}, "деньги": {2}},
			Routes: []helpdesk.Route{{Topic: "Доставка", Team: "склад"}, {Topic: "Оплата", Team: "деньги"}},
		}, r)

		left, err := tx.LeaveTeam(ctx, "деньги", 1)
		require.NoError(t, err)
		require.False(t, left)
		left, err = tx.LeaveTeam(ctx, "", 2)
		require.NoError(t, err)
		require.True(t, left)
		require.NoError(t, tx.SaveRoute(ctx, helpdesk.Route{Topic: "ОПЛАТА"}))
		r, err = tx.Routing(ctx)
		require.NoError(t, err)
		require.Equal(t, helpdesk.Routing{
			Teams: map[string][]int64{"склад": {1}}, Routes: []helpdesk.Route{{Topic: "Доставка", Team: "склад"}},
		}, r)
	})
}

// What others take stands behind all else, however pressing; within both the order of the queue holds. Topics are the same
// in any case.
func TestQueueForATeam(t *testing.T) {
	t.Parallel()
	db := postgrestest.New(t)
	inTx(t, db, func(ctx context.Context, tx *postgres.Tx) {
		_, err := tx.SeeCustomer(ctx, helpdesk.Customer{ID: 7})
		require.NoError(t, err)
		for i, of := range []helpdesk.Ticket{
			{Topic: "Оплата", Priority: helpdesk.PriorityUrgent},
			{Topic: "Доставка"},
			{},
			{Topic: "Оплата"},
			{Topic: "Доставка", Priority: helpdesk.PriorityHigh},
		} {
			of.CustomerID, of.CreatedAt = 7, noon.Add(time.Duration(i)*time.Minute)
			_, err := tx.CreateTicket(ctx, of)
			require.NoError(t, err)
		}
		order := func(tickets []helpdesk.Ticket, err error) (ids []int64) {
			require.NoError(t, err)
			for _, ticket := range tickets {
				ids = append(ids, ticket.ID)
			}
			return ids
		}
		for _, elsewhere := range [][]string{nil, {}} {
			queue, total, err := tx.QueueFor(ctx, elsewhere, 10, 0)
			require.Equal(t, []int64{1, 5, 2, 3, 4}, order(queue, err))
			require.Equal(t, 5, total)
		}
		queue, total, err := tx.QueueFor(ctx, []string{"Погода", "оплата"}, 2, 2)
		require.Equal(t, []int64{3, 1}, order(queue, err))
		require.Equal(t, 5, total)
		require.Equal(t, []int64{5}, order(tx.QueueOf(ctx, "Доставка", 1)))
		require.Equal(t, []int64{1, 4}, order(tx.QueueOf(ctx, "оплата", 10)))
		require.Equal(t, []int64{1, 5, 2, 3, 4}, order(tx.QueueOf(ctx, "", 10)))
		for n, topics := range [][]string{nil, {"Погода"}, {"оплата"}, {"Доставка", "Погода"}, {"Оплата", "Доставка"}} {
			waiting, err := tx.CountQueueOf(ctx, topics)
			require.NoError(t, err)
			require.Equal(t, []int{0, 0, 2, 2, 4}[n], waiting, topics)
		}
	})
}
