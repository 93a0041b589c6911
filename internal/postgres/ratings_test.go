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

func TestRatings(t *testing.T) {
	t.Parallel()
	db := postgrestest.New(t)
	inTx(t, db, func(ctx context.Context, tx *postgres.Tx) {
		_, err := tx.SeeCustomer(ctx, helpdesk.Customer{ID: 100, Language: helpdesk.Russian})
		require.NoError(t, err)
		require.NoError(t, tx.SaveManager(ctx, helpdesk.Manager{ID: 7, Role: helpdesk.RoleManager}))
		asked := time.Now().Truncate(time.Second)
		var ids []int64
		for _, r := range []helpdesk.Rating{
			{AskedAt: asked},
			{AskedAt: asked.Add(-time.Hour)},
			{AskedAt: asked.Add(time.Second)},
			{AskedAt: asked, RatedAt: asked, Score: 4},
			{AskedAt: asked, RemindedAt: asked},
			{AskedAt: asked.Add(-2 * time.Hour), RatedAt: asked.Add(-72 * time.Hour), Score: 4}, // asked again
			{AskedAt: asked}, // opened again
		} {
			ticket, err := tx.CreateTicket(ctx, helpdesk.Ticket{CustomerID: 100, Origin: helpdesk.OriginMiss, State: helpdesk.StateResolved})
			require.NoError(t, err)
			ids = append(ids, ticket.ID)
			r.TicketID, r.ManagerID = ticket.ID, 7
			require.NoError(t, tx.SaveRating(ctx, r))
		}
		last, err := tx.LockTicket(ctx, ids[6])
		require.NoError(t, err)
		last.State = helpdesk.StateNew
		require.NoError(t, tx.SaveTicket(ctx, last, nil))

		due, err := tx.UnratedTickets(ctx, asked)
		require.NoError(t, err)
		require.Equal(t, []int64{ids[5], ids[1], ids[0]}, due)

		want := helpdesk.Rating{
			TicketID: ids[0], ManagerID: 7, Score: 2, Comment: "words", AskedAt: asked, RemindedAt: asked, RatedAt: asked,
		}
		require.NoError(t, tx.SaveRating(ctx, want))
		got, err := tx.Rating(ctx, ids[0])
		require.NoError(t, err)
		for _, at := range []*time.Time{&got.AskedAt, &got.RemindedAt, &got.RatedAt} {
			require.True(t, at.Equal(asked))
			*at = asked
		}
		require.Equal(t, want, got)
		_, err = tx.Rating(ctx, ids[6]+1)
		require.ErrorIs(t, err, helpdesk.ErrNotFound)
	})
}
