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
			Priority: helpdesk.PriorityUrgent, Tags: []string{"брак", "опт"},
			AssigneeID: 100, LastAuthor: helpdesk.AuthorManager, MergedInto: first.ID,
			CreatedAt: noon, WaitingSince: noon.Add(time.Minute), FirstResponseAt: noon.Add(2 * time.Minute),
			ResolvedAt: noon.Add(3 * time.Minute), ClosedAt: noon.Add(4 * time.Minute),
		}
		got, err := tx.CreateTicket(ctx, want)
		require.NoError(t, err)
		want.ID = got.ID
		equal(t, want, inUTC(got))

		want.Priority, want.Tags, want.WaitingSince = helpdesk.PriorityLow, []string{}, noon.Add(time.Hour)
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

func TestMovedAndDeletedMessages(t *testing.T) {
	db := postgrestest.New(t)
	inTx(t, db, func(ctx context.Context, tx *postgres.Tx) {
		_, err := tx.SeeCustomer(ctx, helpdesk.Customer{ID: 7})
		require.NoError(t, err)
		var tickets [3]helpdesk.Ticket
		for i := range tickets {
			tickets[i], err = tx.CreateTicket(ctx, helpdesk.Ticket{CustomerID: 7})
			require.NoError(t, err)
		}
		var said [3]helpdesk.Message
		for i := range said {
			said[i], err = tx.AddMessage(ctx, helpdesk.Message{
				TicketID: tickets[0].ID, Author: helpdesk.AuthorCustomer, AuthorID: 7, Kind: "text", Text: "а", HTML: "а",
				ChatID: 7, TelegramID: i + 1, CreatedAt: noon,
			})
			require.NoError(t, err)
		}
		require.NoError(t, tx.MoveMessage(ctx, said[1].ID, tickets[1].ID))
		require.NoError(t, tx.MoveMessages(ctx, tickets[0].ID, tickets[2].ID))
		for i, want := range [][]int64{{}, {said[1].ID}, {said[0].ID, said[2].ID}} {
			messages, err := tx.Messages(ctx, tickets[i].ID, 10)
			require.NoError(t, err)
			got := []int64{}
			for _, m := range messages {
				got = append(got, m.ID)
			}
			require.Equal(t, want, got)
		}

		require.NoError(t, tx.DeleteMessage(ctx, said[0].ID, noon))
		gone, err := tx.Message(ctx, said[0].ID)
		require.NoError(t, err)
		require.Empty(t, gone.Text+gone.HTML)
		require.Equal(t, noon, gone.DeletedAt.UTC())
		require.ErrorIs(t, tx.DeleteMessage(ctx, 999, noon), helpdesk.ErrNotFound)
	})
}

func TestLoads(t *testing.T) {
	db := postgrestest.New(t)
	inTx(t, db, func(ctx context.Context, tx *postgres.Tx) {
		_, err := tx.SeeCustomer(ctx, helpdesk.Customer{ID: 7})
		require.NoError(t, err)
		for _, id := range []int64{100, 200} {
			require.NoError(t, tx.SaveManager(ctx, helpdesk.Manager{ID: id, Role: helpdesk.RoleManager}))
		}
		for _, state := range []helpdesk.State{
			helpdesk.StateOpen, helpdesk.StateWaitingManager, helpdesk.StateWaitingCustomer, helpdesk.StateResolved,
		} {
			_, err := tx.CreateTicket(ctx, helpdesk.Ticket{CustomerID: 7, State: state, AssigneeID: 100})
			require.NoError(t, err)
		}
		loads, err := tx.Loads(ctx)
		require.NoError(t, err)
		require.Equal(t, map[int64]helpdesk.Load{100: {Held: 3, Awaited: 2}}, loads)
	})
}
