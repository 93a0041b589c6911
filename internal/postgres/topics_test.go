package postgres_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/chatbotsmanagers/faqbot/internal/helpdesk"
	"github.com/chatbotsmanagers/faqbot/internal/postgres"
	"github.com/chatbotsmanagers/faqbot/internal/postgres/postgrestest"
)

// seeTopics returns which topics are called otherwise now.
func seeTopics(t *testing.T, db *postgres.DB, titles map[string]string) (renamed map[string]string) {
	t.Helper()
	inTx(t, db, func(ctx context.Context, tx *postgres.Tx) {
		var err error
		renamed, err = tx.SeeTopics(ctx, titles)
		require.NoError(t, err)
	})
	return renamed
}

// A topic whose folder was renamed before keeps its route when it gets another title.
func TestRoutesFollowTopicsOfRenamedFolders(t *testing.T) {
	t.Parallel()
	db := postgrestest.New(t)
	require.Empty(t, seeTopics(t, db, map[string]string{"delivery": "Доставка"}))
	inTx(t, db, func(ctx context.Context, tx *postgres.Tx) {
		require.NoError(t, tx.SaveRoute(ctx, helpdesk.Route{Topic: "Доставка", Team: "склад"}))
	})
	require.Empty(t, seeTopics(t, db, map[string]string{"shipping": "Доставка"}))
	require.Equal(t, map[string]string{"Доставка": "Отправка"}, seeTopics(t, db, map[string]string{"shipping": "Отправка"}))
	inTx(t, db, func(ctx context.Context, tx *postgres.Tx) {
		routing, err := tx.Routing(ctx)
		require.NoError(t, err)
		require.Equal(t, []helpdesk.Route{{Topic: "Отправка", Team: "склад"}}, routing.Routes)
	})
}

func TestRoutesFollowRenamedTopics(t *testing.T) {
	t.Parallel()
	db := postgrestest.New(t)
	see := func(titles map[string]string) map[string]string { return seeTopics(t, db, titles) }
	require.Empty(t, see(map[string]string{"a": "Доставка", "b": "Оплата", "c": "Прочее", "d": "Прочее"}))
	inTx(t, db, func(ctx context.Context, tx *postgres.Tx) {
		_, err := tx.SeeCustomer(ctx, helpdesk.Customer{ID: 1, FirstName: "Анна"})
		require.NoError(t, err)
		for _, ticket := range []helpdesk.Ticket{{Topic: "Доставка"}, {Topic: "Оплата"}, {Topic: "Доставка", State: helpdesk.StateClosed}} {
			ticket.CustomerID = 1
			_, err := tx.CreateTicket(ctx, ticket)
			require.NoError(t, err)
		}
		for topic, team := range map[string]string{"Доставка": "склад", "Оплата": "касса", "Прочее": "все-все", "Ушедшая": "архив"} {
			require.NoError(t, tx.SaveRoute(ctx, helpdesk.Route{Topic: topic, Team: team}))
		}
		require.NoError(t, tx.BindGroup(ctx, helpdesk.GroupChat{ID: -7, Title: "Склад", Topic: "Доставка", Language: helpdesk.Russian}))
	})
	same := map[string]string{"a": "Доставка", "b": "Оплата"}
	require.Empty(t, see(same))

	// One gets the title that the other had.
	now := map[string]string{"a": "Оплата", "b": "Деньги", "c": "Разное", "d": "Прочее", "e": "Новая"}
	require.Equal(t, map[string]string{"Доставка": "Оплата", "Оплата": "Деньги"}, see(now))
	require.Empty(t, see(now))
	inTx(t, db, func(ctx context.Context, tx *postgres.Tx) {
		routing, err := tx.Routing(ctx)
		require.NoError(t, err)
		require.ElementsMatch(t, []helpdesk.Route{
			{Topic: "Оплата", Team: "склад"}, {Topic: "Деньги", Team: "касса"}, {Topic: "Прочее", Team: "все-все"}, {Topic: "Ушедшая", Team: "архив"},
		}, routing.Routes)
		group, err := tx.GroupChat(ctx, -7)
		require.NoError(t, err)
		require.Equal(t, "Оплата", group.Topic)
		for id, topic := range map[int64]string{1: "Оплата", 2: "Деньги", 3: "Доставка"} {
			ticket, err := tx.Ticket(ctx, id)
			require.NoError(t, err)
			require.Equal(t, topic, ticket.Topic, "what is over keeps the title of its time")
		}
	})
}
