package postgres_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/chatbotsmanagers/faqbot/internal/helpdesk"
	"github.com/chatbotsmanagers/faqbot/internal/postgres"
	"github.com/chatbotsmanagers/faqbot/internal/postgres/postgrestest"
)

func TestCannedReplies(t *testing.T) {
	db := postgrestest.New(t)
	inTx(t, db, func(ctx context.Context, tx *postgres.Tx) {
		first, err := tx.AddCannedReply(ctx, helpdesk.CannedReply{Name: "привет", HTML: "<b>Здравствуйте</b>", AuthorID: 7, UpdatedAt: noon})
		require.NoError(t, err)
		require.Equal(t, 1, first.Revision)
		_, err = tx.AddCannedReply(ctx, helpdesk.CannedReply{Name: "привет", HTML: "Другое", AuthorID: 8})
		require.ErrorIs(t, err, helpdesk.ErrNameTaken)
		second, err := tx.AddCannedReply(ctx, helpdesk.CannedReply{Name: "адрес", HTML: "Казань", AuthorID: 8})
		require.NoError(t, err)

		first.HTML = "Добрый день"
		changed, err := tx.ChangeCannedReply(ctx, first)
		require.NoError(t, err)
		require.Equal(t, 2, changed.Revision)
		require.Equal(t, "Добрый день", changed.HTML)
		got, err := tx.CannedReply(ctx, first.ID)
		equal(t, changed, must(t, got, err))

		names := func(beginning string, limit, offset int) (names []string) {
			replies, err := tx.CannedReplies(ctx, beginning, limit, offset)
			require.NoError(t, err)
			for _, r := range replies {
				names = append(names, r.Name)
			}
			return names
		}
		require.Equal(t, []string{"адрес", "привет"}, names("", 10, 0))
		require.Equal(t, []string{"привет"}, names("", 10, 1))
		require.Equal(t, []string{"привет"}, names("при", 10, 0))
		require.Empty(t, names("%", 10, 0))

		require.NoError(t, tx.DeleteCannedReply(ctx, second.ID))
		require.NoError(t, tx.DeleteCannedReply(ctx, second.ID))
		_, err = tx.CannedReply(ctx, second.ID)
		require.ErrorIs(t, err, helpdesk.ErrNotFound)
		_, err = tx.ChangeCannedReply(ctx, second)
		require.ErrorIs(t, err, helpdesk.ErrNotFound)
	})
}
