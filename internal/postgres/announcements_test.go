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

func TestAnnouncementsAreDroppedOnce(t *testing.T) {
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
	inTx(t, db, func(ctx context.Context, tx *postgres.Tx) {
		dropped, err := tx.DropAnnouncements(ctx, ticket.ID)
		require.NoError(t, err)
		require.Len(t, dropped, 1)
		require.Equal(t, outboxID, dropped[0].ID)
		require.Equal(t, int64(7), dropped[0].ChatID)
		require.Zero(t, dropped[0].TelegramID, "not sent yet")
	})
	inTx(t, db, func(ctx context.Context, tx *postgres.Tx) {
		dropped, err := tx.DropAnnouncements(ctx, ticket.ID)
		require.NoError(t, err)
		require.Empty(t, dropped)
	})
}
