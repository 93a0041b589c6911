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

func TestTicketKeepsAllThatIsKnownOfIt(t *testing.T) {
	db := postgrestest.New(t)
	inTx(t, db, func(ctx context.Context, tx *postgres.Tx) {
		_, err := tx.SeeCustomer(ctx, helpdesk.Customer{ID: 7})
		require.NoError(t, err)
		require.NoError(t, tx.SaveManager(ctx, helpdesk.Manager{ID: 100, Role: helpdesk.RoleManager}))
		first, err := tx.CreateTicket(ctx, helpdesk.Ticket{CustomerID: 7})
		require.NoError(t, err)
		require.Equal(t, helpdesk.PriorityNormal, first.Priority)
		require.Equal(t, first.CreatedAt, first.WaitingSince)

		want := helpdesk.Ticket{
			CustomerID: 7, State: helpdesk.StateMerged, Origin: helpdesk.OriginSplit, ParentID: first.ID,
			Topic: "Доставка", Question: "где?", Refusal: "no_hits", Hits: []helpdesk.Hit{},
			Priority: helpdesk.PriorityUrgent, Tags: []string{"брак", "опт"}, Group: "склад",
			AssigneeID: 100, LastAuthor: helpdesk.AuthorManager, MergedInto: first.ID,
			CreatedAt: noon, WaitingSince: noon.Add(time.Minute), FirstResponseAt: noon.Add(2 * time.Minute),
			ResolvedAt: noon.Add(3 * time.Minute), ClosedAt: noon.Add(4 * time.Minute),
		}
		got, err := tx.CreateTicket(ctx, want)
		require.NoError(t, err)
		want.ID = got.ID
		equal(t, want, inUTC(got))

		want.Priority, want.Tags, want.Group, want.WaitingSince = helpdesk.PriorityLow, []string{}, "", noon.Add(time.Hour)
		require.NoError(t, tx.SaveTicket(ctx, want, &helpdesk.Event{
			TicketID: want.ID, Kind: helpdesk.EventMerged, ActorID: 100, OtherID: first.ID, Note: "о том же", At: noon,
		}))
		got, err = tx.Ticket(ctx, want.ID)
		equal(t, want, inUTC(must(t, got, err)))
		events, err := tx.Events(ctx, want.ID)
		require.NoError(t, err)
		require.Equal(t, first.ID, events[1].OtherID)
		require.Equal(t, "о том же", events[1].Note)
	})
}

func inUTC(t helpdesk.Ticket) helpdesk.Ticket {
	for _, at := range []*time.Time{&t.CreatedAt, &t.WaitingSince, &t.FirstResponseAt, &t.ResolvedAt, &t.ClosedAt} {
		*at = at.UTC()
	}
	return t
}

// The queue goes by priority, then by how long the customer has waited, whenever the ticket was made.
func TestQueueGoesByPriorityThenByWaiting(t *testing.T) {
	db := postgrestest.New(t)
	inTx(t, db, func(ctx context.Context, tx *postgres.Tx) {
		_, err := tx.SeeCustomer(ctx, helpdesk.Customer{ID: 7})
		require.NoError(t, err)
		var want [4]int64
		for _, made := range []struct {
			place    int
			priority helpdesk.Priority
			waiting  time.Duration
		}{
			{3, helpdesk.PriorityLow, 0},
			{2, helpdesk.PriorityNormal, 2 * time.Hour},
			{1, helpdesk.PriorityNormal, time.Hour},
			{0, helpdesk.PriorityUrgent, 3 * time.Hour},
		} {
			ticket, err := tx.CreateTicket(ctx, helpdesk.Ticket{
				CustomerID: 7, Priority: made.priority, CreatedAt: noon, WaitingSince: noon.Add(made.waiting),
			})
			require.NoError(t, err)
			want[made.place] = ticket.ID
		}
		queue, total, err := tx.Queue(ctx, 10, 0)
		require.NoError(t, err)
		require.Equal(t, 4, total)
		require.Equal(t, want[:], ticketIDs(queue))
	})
}
