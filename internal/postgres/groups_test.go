package postgres_test

import (
	"context"
	"encoding/json"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/chatbotsmanagers/faqbot/internal/delivery"
	"github.com/chatbotsmanagers/faqbot/internal/helpdesk"
	"github.com/chatbotsmanagers/faqbot/internal/postgres"
	"github.com/chatbotsmanagers/faqbot/internal/postgres/postgrestest"
)

func TestGroupsAreBoundMovedAndForgottenWithTheirCards(t *testing.T) {
	db := postgrestest.New(t)
	group := helpdesk.GroupChat{
		ID: -7, Title: "Отдел", Topic: "Доставка", Language: helpdesk.Russian, BoundBy: 1,
		BoundAt: time.Date(2040, 1, 16, 10, 0, 0, 0, time.UTC),
	}
	var ticket helpdesk.Ticket
	inTx(t, db, func(ctx context.Context, tx *postgres.Tx) {
		_, err := tx.SeeCustomer(ctx, helpdesk.Customer{ID: 100, FirstName: "Анна", Language: helpdesk.Russian})
		require.NoError(t, err)
		ticket, err = tx.CreateTicket(ctx, helpdesk.Ticket{CustomerID: 100})
		require.NoError(t, err)
		require.NoError(t, tx.BindGroup(ctx, group))
		group.Topic = ""
		require.NoError(t, tx.BindGroup(ctx, group), "bound twice is bound anew")
		id, err := tx.Send(ctx, delivery.Outgoing{ChatID: -7, Method: "sendMessage", Params: json.RawMessage(`{}`), TicketID: ticket.ID})
		require.NoError(t, err)
		require.NoError(t, tx.SaveCard(ctx, delivery.Card{TicketID: ticket.ID, ChatID: -7, OutboxID: id, Shown: []byte("a")}))
		require.NoError(t, tx.SaveCard(ctx, delivery.Card{TicketID: ticket.ID, ChatID: -7, OutboxID: id, Shown: []byte("b")}))
	})
	inTx(t, db, func(ctx context.Context, tx *postgres.Tx) {
		groups, err := tx.GroupChats(ctx)
		require.NoError(t, err)
		require.Len(t, groups, 1)
		groups[0].BoundAt = groups[0].BoundAt.UTC()
		require.Equal(t, group, groups[0])
		cards, err := tx.Cards(ctx, ticket.ID)
		require.NoError(t, err)
		require.Len(t, cards, 1)
		require.Equal(t, []byte("b"), cards[0].Shown)
		require.Zero(t, cards[0].TelegramID)

		moved, err := tx.MoveGroup(ctx, -7, -1000000000007)
		require.NoError(t, err)
		require.Equal(t, "Отдел", moved.Title)
		_, err = tx.MoveGroup(ctx, -7, -1000000000007)
		require.ErrorIs(t, err, helpdesk.ErrNotFound, "it is told in both chats")
		cards, err = tx.Cards(ctx, ticket.ID)
		require.NoError(t, err)
		require.Empty(t, cards)
	})
	inTx(t, db, func(ctx context.Context, tx *postgres.Tx) {
		_, err := tx.UnbindGroup(ctx, -7)
		require.ErrorIs(t, err, helpdesk.ErrNotFound)
		gone, err := tx.UnbindGroup(ctx, -1000000000007)
		require.NoError(t, err)
		require.Equal(t, "Отдел", gone.Title)
		require.ErrorIs(t, tx.DropCard(ctx, 1), helpdesk.ErrNotFound)
		_, err = tx.Card(ctx, 1)
		require.ErrorIs(t, err, helpdesk.ErrNotFound)
	})
}

// TestWaitingMessageTakesItsLatestState merges edits into what waits, and never into what went out.
func TestWaitingMessageTakesItsLatestState(t *testing.T) {
	db := postgrestest.New(t)
	outbox := db.Outbox(nil)
	state := func(about int64, text string) delivery.Outgoing {
		return delivery.Outgoing{ChatID: -7, Method: "editMessageText", About: about, Latest: true, Params: json.RawMessage(text)}
	}
	var card int64
	head := func() delivery.Head {
		heads, err := outbox.Heads(t.Context(), nil, 10)
		require.NoError(t, err)
		require.Len(t, heads, 1)
		return heads[0]
	}
	send := func(o ...delivery.Outgoing) {
		inTx(t, db, func(ctx context.Context, tx *postgres.Tx) {
			for _, o := range o {
				_, err := tx.Send(ctx, o)
				require.NoError(t, err)
			}
		})
	}
	inTx(t, db, func(ctx context.Context, tx *postgres.Tx) {
		var err error
		card, err = tx.Send(ctx, message(-7, 1))
		require.NoError(t, err)
		_, err = tx.Send(ctx, state(card, "2")) // in the same transaction
		require.NoError(t, err)
	})
	first := head()
	require.Equal(t, card, first.ID)
	require.JSONEq(t, "2", string(first.Params))

	send(state(card, "3"), state(card, "4")) // while it is on its way
	require.NoError(t, outbox.Settle(t.Context(), delivery.Result{Outgoing: first.Outgoing, Sent: true, TelegramID: 55}))
	edit := head()
	require.Equal(t, "editMessageText", edit.Method)
	require.Equal(t, card, edit.About)
	require.Equal(t, 55, edit.AboutTelegramID)
	require.JSONEq(t, "4", string(edit.Params))

	send(state(card, "5"))
	require.NoError(t, outbox.Settle(t.Context(), delivery.Result{Outgoing: edit.Outgoing, Sent: true}))
	again := head()
	require.Equal(t, edit.ID, again.ID, "it went out with an older state, so it goes out once more")
	require.JSONEq(t, "5", string(again.Params))
	require.NoError(t, outbox.Settle(t.Context(), delivery.Result{Outgoing: again.Outgoing, Sent: true}))
	heads, err := outbox.Heads(t.Context(), nil, 10)
	require.NoError(t, err)
	require.Empty(t, heads)
}
