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

func TestBans(t *testing.T) {
	t.Parallel()
	db := postgrestest.New(t)
	at := time.Now().Truncate(time.Second)
	inTx(t, db, func(ctx context.Context, tx *postgres.Tx) {
		for id := int64(100); id < 103; id++ {
			_, err := tx.SeeCustomer(ctx, helpdesk.Customer{ID: id, FirstName: "Анна", Language: helpdesk.Russian})
			require.NoError(t, err)
			fresh, err := tx.Ban(ctx, helpdesk.Ban{CustomerID: id, TicketID: 5, ManagerID: 7, Reason: "spam", At: at.Add(time.Duration(id) * time.Second)})
			require.NoError(t, err)
			require.True(t, fresh)
		}
		fresh, err := tx.Ban(ctx, helpdesk.Ban{CustomerID: 100, ManagerID: 8, Reason: "again", At: at})
		require.NoError(t, err)
		require.False(t, fresh, "the first ban stays")
	})
	inTx(t, db, func(ctx context.Context, tx *postgres.Tx) {
		seen, err := tx.SeeCustomer(ctx, helpdesk.Customer{ID: 100, FirstName: "Аня", Language: helpdesk.Russian})
		require.NoError(t, err)
		require.True(t, seen.Banned(), "by another name")
		require.Equal(t, "spam", seen.BanReason)

		page, err := tx.Banned(ctx, 2, 1)
		require.NoError(t, err)
		require.Len(t, page, 2)
		require.EqualValues(t, 101, page[0].CustomerID, "the latest first")
		require.EqualValues(t, 100, page[1].CustomerID)

		ban, err := tx.Unban(ctx, 100)
		require.NoError(t, err)
		require.True(t, ban.At.Equal(at.Add(100*time.Second)))
		ban.At = at
		require.Equal(t, helpdesk.Ban{CustomerID: 100, TicketID: 5, ManagerID: 7, Reason: "spam", At: at}, ban)
		_, err = tx.Unban(ctx, 100)
		require.ErrorIs(t, err, helpdesk.ErrNotFound)
		known, err := tx.Customer(ctx, 100)
		require.NoError(t, err)
		require.False(t, known.Banned())
	})
}
