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
		first := delivery.Card{TicketID: ticket.ID, ChatID: 7, OutboxID: outboxID, Shown: []byte("waits")}
		require.NoError(t, tx.SaveAnnouncement(ctx, first), "before the row of the outbox is written")
		first.Shown = []byte("taken")
		require.NoError(t, tx.SaveAnnouncement(ctx, first))
	})
	for range 2 {
		inTx(t, db, func(ctx context.Context, tx *postgres.Tx) {
			announcements, err := tx.Announcements(ctx, ticket.ID)
			require.NoError(t, err)
			want := delivery.Card{TicketID: ticket.ID, ChatID: 7, OutboxID: outboxID, Shown: []byte("taken")}
			require.Equal(t, []delivery.Card{want}, announcements)
		})
	}
	inTx(t, db, func(ctx context.Context, tx *postgres.Tx) {
		refused, err := tx.Send(ctx, delivery.Outgoing{ChatID: 8, Method: "sendMessage", Params: []byte(`{}`), TicketID: ticket.ID})
		require.NoError(t, err)
		require.NoError(t, tx.SaveAnnouncement(ctx, delivery.Card{TicketID: ticket.ID, ChatID: 8, OutboxID: refused, Shown: []byte{}}))
	})
	inTx(t, db, func(ctx context.Context, tx *postgres.Tx) { require.NoError(t, tx.RecallWaiting(ctx, 8)) })
	inTx(t, db, func(ctx context.Context, tx *postgres.Tx) {
		require.NoError(t, tx.DropAnnouncement(ctx, outboxID+1), "another one")
		announcements, err := tx.Announcements(ctx, ticket.ID)
		require.NoError(t, err)
		require.Len(t, announcements, 1, "what was refused announces nothing")
		require.NoError(t, tx.DropAnnouncement(ctx, outboxID))
		announcements, err = tx.Announcements(ctx, ticket.ID)
		require.NoError(t, err)
		require.Empty(t, announcements)
	})
}
