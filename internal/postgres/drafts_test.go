package postgres_test

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/chatbotsmanagers/faqbot/internal/delivery"
	"github.com/chatbotsmanagers/faqbot/internal/helpdesk"
	"github.com/chatbotsmanagers/faqbot/internal/postgres"
	"github.com/chatbotsmanagers/faqbot/internal/postgres/postgrestest"
)

func TestDrafts(t *testing.T) {
	db := postgrestest.New(t)
	var ticket helpdesk.Ticket
	inTx(t, db, func(ctx context.Context, tx *postgres.Tx) {
		_, err := tx.SeeCustomer(ctx, helpdesk.Customer{ID: 7, FirstName: "Анна", Language: helpdesk.Russian})
		require.NoError(t, err)
		ticket, err = tx.CreateTicket(ctx, helpdesk.Ticket{CustomerID: 7, Origin: helpdesk.OriginMiss, CreatedAt: noon})
		require.NoError(t, err)
	})
	proposed := helpdesk.Draft{
		TicketID: ticket.ID, Kind: helpdesk.DraftArticle, Topic: "oplata", Question: "Как вернуть?", Answer: "Так.", AuthorID: 9, CreatedAt: noon,
	}
	inTx(t, db, func(ctx context.Context, tx *postgres.Tx) {
		_, err := tx.DraftOfTicket(ctx, ticket.ID)
		require.ErrorIs(t, err, helpdesk.ErrNotFound)
		_, err = tx.LockDraft(ctx, 1)
		require.ErrorIs(t, err, helpdesk.ErrNotFound)

		created, err := tx.CreateDraft(ctx, proposed)
		require.NoError(t, err)
		want := proposed
		want.ID, want.State = created.ID, helpdesk.DraftWaiting
		equal(t, want, created)
		waiting, total, err := tx.WaitingDrafts(ctx, 5, 0)
		require.NoError(t, err)
		equal(t, []helpdesk.Draft{want}, waiting)
		require.Equal(t, 1, total)

		rejected, err := created.Reject(10, noon.Add(time.Hour))
		require.NoError(t, err)
		require.NoError(t, tx.SaveDraft(ctx, created, rejected))
		_, err = tx.DraftOfTicket(ctx, ticket.ID)
		require.ErrorIs(t, err, helpdesk.ErrNotFound, "a rejected draft leaves room for another")
		_, total, err = tx.WaitingDrafts(ctx, 5, 0)
		require.NoError(t, err)
		require.Zero(t, total)
		events, err := tx.DraftEvents(ctx, created.ID)
		require.NoError(t, err)
		equal(t, []helpdesk.DraftEvent{
			{DraftID: created.ID, Kind: helpdesk.DraftProposed, ActorID: 9, At: noon},
			{DraftID: created.ID, Kind: helpdesk.DraftWasRejected, ActorID: 10, At: noon.Add(time.Hour)},
		}, events)
	})
	inTx(t, db, func(ctx context.Context, tx *postgres.Tx) {
		d, err := tx.CreateDraft(ctx, proposed)
		require.NoError(t, err)
		for _, change := range []func() (*helpdesk.DraftEvent, error){
			func() (*helpdesk.DraftEvent, error) { return d.SetQuestion("Можно вернуть?", 10, noon) },
			func() (*helpdesk.DraftEvent, error) { return d.SetAnswer("Можно.", 10, noon) },
			func() (*helpdesk.DraftEvent, error) { return d.Move("vozvrat", 10, noon) },
			func() (*helpdesk.DraftEvent, error) { return d.Approve(10, noon) },
			func() (*helpdesk.DraftEvent, error) { return d.Publish("vozvrat/mozhno", 10, noon) },
		} {
			event, err := change()
			require.NoError(t, err)
			require.NoError(t, tx.SaveDraft(ctx, d, event))
		}
		got, err := tx.DraftOfTicket(ctx, ticket.ID)
		require.NoError(t, err)
		equal(t, d, got)
		unseen, err := tx.UnseenDrafts(ctx)
		require.NoError(t, err)
		require.Equal(t, []int64{ticket.ID}, unseen)
		require.NoError(t, tx.SeeDraft(ctx, d.ID, noon))
		unseen, err = tx.UnseenDrafts(ctx)
		require.NoError(t, err)
		require.Empty(t, unseen)
	})
	require.Error(t, db.InTx(t.Context(), func(ctx context.Context, tx *postgres.Tx) error {
		_, err := tx.CreateDraft(ctx, proposed)
		return err
	}), "a ticket has one draft")
}

func TestDraftPrompts(t *testing.T) {
	db := postgrestest.New(t)
	prompt := helpdesk.DraftPrompt{Part: helpdesk.DraftAnswer}
	var outboxID int64
	inTx(t, db, func(ctx context.Context, tx *postgres.Tx) {
		_, err := tx.SeeCustomer(ctx, helpdesk.Customer{ID: 7, FirstName: "Анна", Language: helpdesk.Russian})
		require.NoError(t, err)
		ticket, err := tx.CreateTicket(ctx, helpdesk.Ticket{CustomerID: 7, Origin: helpdesk.OriginMiss})
		require.NoError(t, err)
		d, err := tx.CreateDraft(ctx, helpdesk.Draft{TicketID: ticket.ID, Kind: helpdesk.DraftArticle, AuthorID: 9})
		require.NoError(t, err)
		prompt.DraftID = d.ID
		outboxID, err = tx.Send(ctx, delivery.Outgoing{ChatID: 9, Method: "sendMessage", Params: []byte(`{}`)})
		require.NoError(t, err)
		require.NoError(t, tx.AddDraftPrompt(ctx, prompt, outboxID))
	})
	inTx(t, db, func(ctx context.Context, tx *postgres.Tx) {
		got, err := tx.DraftPromptAt(ctx, outboxID)
		require.NoError(t, err)
		require.Equal(t, prompt, got)
		_, err = tx.DraftPromptAt(ctx, outboxID+1)
		require.ErrorIs(t, err, helpdesk.ErrNotFound)
	})
}

func TestWishIsKeptOnce(t *testing.T) {
	db := postgrestest.New(t)
	inTx(t, db, func(ctx context.Context, tx *postgres.Tx) {
		_, err := tx.SeeCustomer(ctx, helpdesk.Customer{ID: 7, FirstName: "Анна", Language: helpdesk.Russian})
		require.NoError(t, err)
		ticket, err := tx.CreateTicket(ctx, helpdesk.Ticket{CustomerID: 7, Origin: helpdesk.OriginMiss})
		require.NoError(t, err)
		for i, want := range []bool{false, true, false, false} {
			if i > 0 {
				require.NoError(t, tx.Wish(ctx, ticket.ID, noon))
			}
			kept, err := tx.KeepWish(ctx, ticket.ID, noon)
			require.NoError(t, err)
			require.Equal(t, want, kept, "attempt %d", i)
		}
	})
}
