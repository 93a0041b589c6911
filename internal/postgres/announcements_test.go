package postgres_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/chatbotsmanagers/faqbot/internal/delivery"
	"github.com/chatbotsmanagers/faqbot/internal/helpdesk"
	"github.com/chatbotsmanagers/faqbot/internal/postgres"
	"github.com/chatbotsmanagers/faqbot/internal/postgres/postgrestest"
)

func TestAnnouncementsStayUntilDropped(t *testing.T) {
	db := postgrestest.New(t)
	var ticket helpdesk.Ticket
	var outboxID int64
	inTx(t, db, func(ctx context.Context, tx *postgres.Tx) {
		customer, err := tx.SeeCustomer(ctx, helpdesk.Customer{ID: 1, FirstName: "Анна", Language: helpdesk.Russian})
		require.NoError(t, err)
		ticket, err = tx.CreateTicket(ctx, helpdesk.Ticket{
			CustomerID: customer.ID, State: helpdesk.StateNew, Origin: helpdesk.OriginMiss,
			LastAuthor: helpdesk.AuthorCustomer, CreatedAt: noon,
		})
		require.NoError(t, err)
		outboxID, err = tx.Send(ctx, delivery.Outgoing{ChatID: 7, Method: "sendMessage", Params: []byte(`{}`), TicketID: ticket.ID})
		require.NoError(t, err)
		offer := delivery.Card{TicketID: ticket.ID, OutboxID: outboxID, Shown: []byte("new")}
		require.NoError(t, tx.SaveAnnouncement(ctx, offer), "before the row of the outbox is written")
	})
	for _, shown := range []string{"new", "taken"} {
		inTx(t, db, func(ctx context.Context, tx *postgres.Tx) {
			announcements, err := tx.Announcements(ctx, ticket.ID)
			require.NoError(t, err)
			require.Len(t, announcements, 1)
			require.Equal(t, delivery.Card{TicketID: ticket.ID, ChatID: 7, OutboxID: outboxID, Shown: []byte(shown)}, announcements[0])
			announcements[0].Shown = []byte("taken")
			require.NoError(t, tx.SaveAnnouncement(ctx, announcements[0]))
		})
	}
	inTx(t, db, func(ctx context.Context, tx *postgres.Tx) {
		require.NoError(t, tx.DropAnnouncement(ctx, outboxID+1), "another one")
		announcements, err := tx.Announcements(ctx, ticket.ID)
		require.NoError(t, err)
		require.Len(t, announcements, 1)
		require.NoError(t, tx.DropAnnouncement(ctx, outboxID))
		announcements, err = tx.Announcements(ctx, ticket.ID)
		require.NoError(t, err)
		require.Empty(t, announcements)
	})
}

// An offer that nobody sees has nothing to show any more.
func TestRefusedAnnouncementsAreForgotten(t *testing.T) {
	db := postgrestest.New(t)
	outbox := db.Outbox(nil)
	var ticket helpdesk.Ticket
	inTx(t, db, func(ctx context.Context, tx *postgres.Tx) {
		customer, err := tx.SeeCustomer(ctx, helpdesk.Customer{ID: 1, FirstName: "Анна", Language: helpdesk.Russian})
		require.NoError(t, err)
		ticket, err = tx.CreateTicket(ctx, helpdesk.Ticket{
			CustomerID: customer.ID, State: helpdesk.StateNew, Origin: helpdesk.OriginMiss,
			LastAuthor: helpdesk.AuthorCustomer, CreatedAt: noon,
		})
		require.NoError(t, err)
		for _, chat := range []int64{7, 8, 9} {
			id, err := tx.Send(ctx, message(chat, 1))
			require.NoError(t, err)
			require.NoError(t, tx.SaveAnnouncement(ctx, delivery.Card{TicketID: ticket.ID, OutboxID: id, Shown: []byte("new")}))
		}
	})
	heads, err := outbox.Heads(t.Context(), nil, 1)
	require.NoError(t, err)
	require.NoError(t, outbox.Settle(t.Context(), delivery.Result{Outgoing: heads[0].Outgoing, Refusal: delivery.RefusedBlocked}))
	inTx(t, db, func(ctx context.Context, tx *postgres.Tx) {
		require.NoError(t, tx.RecallWaiting(ctx, 8))
	})
	inTx(t, db, func(ctx context.Context, tx *postgres.Tx) {
		announcements, err := tx.Announcements(ctx, ticket.ID)
		require.NoError(t, err)
		require.Len(t, announcements, 1)
		require.EqualValues(t, 9, announcements[0].ChatID)
	})
}
