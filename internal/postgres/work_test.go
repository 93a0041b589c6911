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

func TestWorkOfManagers(t *testing.T) {
	db := postgrestest.New(t)
	inTx(t, db, func(ctx context.Context, tx *postgres.Tx) {
		_, err := tx.SeeCustomer(ctx, helpdesk.Customer{ID: 7})
		require.NoError(t, err)
		for _, id := range []int64{100, 200} {
			require.NoError(t, tx.SaveManager(ctx, helpdesk.Manager{ID: id, Role: helpdesk.RoleManager}))
		}
		day := 24 * time.Hour
		make3 := func(first time.Time) (tickets [3]helpdesk.Ticket) {
			for i := range tickets {
				tickets[i], err = tx.CreateTicket(ctx, helpdesk.Ticket{CustomerID: 7, CreatedAt: noon.Add(-10 * day), FirstResponseAt: first})
				require.NoError(t, err)
			}
			return tickets
		}
		first := noon.Add(-9 * day)
		tickets := make3(first)
		event := func(ticket int, kind helpdesk.EventKind, actor, other int64, at time.Time) {
			require.NoError(t, tx.SaveTicket(ctx, tickets[ticket], &helpdesk.Event{
				TicketID: tickets[ticket].ID, Kind: kind, ActorID: actor, OtherID: other, At: at,
			}))
		}
		event(0, helpdesk.EventTaken, 100, 0, first)
		event(0, helpdesk.EventAnswered, 100, 0, first)
		event(0, helpdesk.EventAnswered, 100, 0, noon) // not the first, and of the same ticket
		event(0, helpdesk.EventResolved, 100, 0, noon)
		event(1, helpdesk.EventTaken, 200, 0, first)
		event(1, helpdesk.EventTransferred, 200, 100, noon)
		event(1, helpdesk.EventBreached, 0, 0, noon)
		event(1, helpdesk.EventResolved, 200, 0, noon.Add(time.Minute))
		event(1, helpdesk.EventReopened, 7, 0, noon.Add(2*time.Minute))
		event(2, helpdesk.EventTaken, 100, 0, noon.Add(-40*day)) // too long ago
		event(2, helpdesk.EventResolved, 0, 0, noon)             // by the bot

		for i, manager := range []int64{100, 100, 200} {
			require.NoError(t, tx.SaveRating(ctx, helpdesk.Rating{
				TicketID: tickets[i].ID, ManagerID: manager, Score: 5 - i, AskedAt: first, RatedAt: noon.Add(-time.Duration(i) * day),
			}))
		}

		since := []time.Time{noon, noon.Add(-30 * day)}
		work := func(manager int64) helpdesk.Work {
			w, err := tx.Work(ctx, manager, since)
			return must(t, w, err)
		}
		maria := work(100)
		require.Equal(t, []int{1, 2}, maria.Taken)
		require.Equal(t, []int{1, 1}, maria.Answered)
		require.Equal(t, []int{1, 1}, maria.Closed)
		require.Equal(t, []int{0, 0}, maria.Reopened)
		require.Len(t, maria.FirstAnswers, 1)
		require.Equal(t, day, maria.FirstAnswers[0].To.Sub(maria.FirstAnswers[0].From))
		require.Len(t, maria.Resolutions, 1)
		require.False(t, maria.Resolutions[0].Breached)

		require.Equal(t, []helpdesk.Scores{{Count: 1, Mean: 5}, {Count: 2, Mean: 4.5}}, maria.Scores)

		oleg := work(200)
		require.Equal(t, []helpdesk.Scores{{}, {Count: 1, Mean: 3}}, oleg.Scores)
		require.Equal(t, []int{0, 1}, oleg.Taken)
		require.Equal(t, []int{1, 1}, oleg.Reopened, "of those that were closed by the same manager")
		require.Empty(t, oleg.FirstAnswers)
		require.True(t, oleg.Resolutions[0].Breached)

		team := work(0)
		require.Equal(t, []int{1, 2}, team.Taken, "a ticket counts once, whoever has it")
		require.Equal(t, []int{3, 3}, team.Closed)
		require.Equal(t, []int{1, 1}, team.Reopened)
		require.Len(t, team.Resolutions, 3)
		require.Equal(t, []helpdesk.Scores{{Count: 1, Mean: 5}, {Count: 3, Mean: 4}}, team.Scores)
	})
}
