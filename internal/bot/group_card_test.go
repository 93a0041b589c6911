package bot_test

import (
	"context"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/chatbotsmanagers/faqbot/internal/delivery"
	"github.com/chatbotsmanagers/faqbot/internal/postgres"
)

// A card that somebody deleted in the group is shown again while another changes the ticket: the one waits for the ticket, and
// never the other for the card.
func TestDeletedCardOfATicketThatChanges(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	ctx := t.Context()
	s.do("@ Мария is a manager", "@ Отдел is a group of Мария", "> Мария brings the bot into Отдел", "> Мария in Отдел: /bind",
		"> Анна: Сколько лет вашему директору и где он учился?")
	refused := make(chan error, 1)
	var began atomic.Int32 // a transaction that ended a circle of locks begins again
	require.NoError(t, s.db.InTx(ctx, func(ctx context.Context, tx *postgres.Tx) error {
		require.EqualValues(t, 1, began.Add(1))
		if _, err := tx.LockTicket(ctx, 1); err != nil {
			return err
		}
		cards, err := tx.Cards(ctx, 1)
		if err != nil {
			return err
		}
		gone := delivery.Outgoing{ChatID: cards[0].ChatID, Method: "editMessageText", About: cards[0].OutboxID}
		go func() { //nolint:contextcheck // the other transaction is not part of this one
			refused <- s.db.InTx(t.Context(), func(ctx context.Context, tx *postgres.Tx) error {
				began.Add(1)
				return s.bot.Refused(ctx, tx, gone, delivery.RefusedGone)
			})
		}()
		s.awaitLocked(ctx, refused)
		return tx.SaveCard(ctx, cards[0])
	}))
	require.NoError(t, <-refused)
	require.EqualValues(t, 2, began.Load())
	require.NoError(t, s.pump(ctx))
	require.Contains(t, s.heard(""), "< bot in Отдел: Заявка №1\n")
	s.check()
}
