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
		require.NoError(t, tx.AddAnnouncement(ctx, ticket.ID, outboxID), "before the row of the outbox is written")
	})
	for range 2 {
		inTx(t, db, func(ctx context.Context, tx *postgres.Tx) {
			announcements, err := tx.Announcements(ctx, ticket.ID)
			require.NoError(t, err)
			require.Len(t, announcements, 1)
			require.Equal(t, outboxID, announcements[0].ID)
			require.Equal(t, int64(7), announcements[0].ChatID)
			require.Zero(t, announcements[0].TelegramID, "not sent yet")
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
