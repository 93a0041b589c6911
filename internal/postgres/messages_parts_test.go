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

func TestPartsOfAMessage(t *testing.T) {
	db := postgrestest.New(t)
	inTx(t, db, func(ctx context.Context, tx *postgres.Tx) {
		customer, err := tx.SeeCustomer(ctx, helpdesk.Customer{ID: 7, Language: helpdesk.Russian})
		require.NoError(t, err)
		ticket, err := tx.CreateTicket(ctx, helpdesk.Ticket{CustomerID: customer.ID, Origin: helpdesk.OriginMiss})
		require.NoError(t, err)
		m, err := tx.AddMessage(ctx, helpdesk.Message{
			TicketID: ticket.ID, Author: helpdesk.AuthorCustomer, AuthorID: 7, Kind: "text", Text: "a & b", HTML: "a &amp; b",
			ChatID: 7, TelegramID: 10,
		})
		require.NoError(t, err)
		parts, err := tx.Parts(ctx, m.ID)
		require.NoError(t, err)
		require.Empty(t, parts, "it was sent as it is")

		parts = []helpdesk.Part{m.Part(), {TelegramID: 11, Text: "c", HTML: "<b>c</b>"}, {TelegramID: 12, Text: "d", HTML: "d"}}
		m.Consist(parts)
		require.NoError(t, tx.SaveParts(ctx, m, parts))
		kept, err := tx.Parts(ctx, m.ID)
		require.NoError(t, err)
		require.Equal(t, parts, kept)
		for id := 10; id <= 12; id++ {
			at, err := tx.MessageAt(ctx, 7, id)
			require.NoError(t, err)
			require.Equal(t, m.ID, at.ID)
			require.Equal(t, "a & b\nc\nd", at.Text)
			require.Equal(t, "a &amp; b\n<b>c</b>\nd", at.HTML)
			require.Zero(t, at.EditedAt)
		}
		_, err = tx.MessageAt(ctx, 8, 11)
		require.ErrorIs(t, err, helpdesk.ErrNotFound, "in another chat there is none")

		for _, p := range parts {
			_, err := tx.AddOutcome(ctx, helpdesk.Outcome{
				CustomerID: customer.ID, Question: p.Text, TelegramID: p.TelegramID, Kind: helpdesk.OutcomeEscalated, AskedAt: noon,
			})
			require.NoError(t, err)
		}
		asked := func() (questions []string) {
			for id := 10; id <= 12; id++ {
				o, err := tx.OutcomeAt(ctx, customer.ID, id)
				require.NoError(t, err)
				questions = append(questions, o.Question)
			}
			return questions
		}
		parts = parts[1:]
		m.Consist(parts)
		m.EditedAt = time.Now()
		require.NoError(t, tx.SaveParts(ctx, m, parts))
		at, err := tx.MessageAt(ctx, 7, 12)
		require.NoError(t, err)
		require.Equal(t, "c\nd", at.Text)
		require.NotZero(t, at.EditedAt)
		require.Equal(t, []string{"", "c", "d"}, asked(), "what was taken back is no longer among the questions")

		require.NoError(t, tx.DeleteMessage(ctx, m.ID, time.Now()))
		kept, err = tx.Parts(ctx, m.ID)
		require.NoError(t, err)
		require.Empty(t, kept, "nothing that was said is left")
		require.Equal(t, []string{"", "", ""}, asked())
	})
}

// A message that grows while it is on its way gets an edit, which names what it carries so that a refusal is noticed.
func TestGrowingWhileOnTheWay(t *testing.T) {
	db := postgrestest.New(t)
	outbox := db.Outbox(nil)
	first := message(7, 1)
	first.MessageID = 5
	var id int64
	inTx(t, db, func(ctx context.Context, tx *postgres.Tx) {
		var err error
		id, err = tx.Send(ctx, first)
		require.NoError(t, err)
	})
	heads, err := outbox.Heads(t.Context(), nil, 1)
	require.NoError(t, err)
	require.Len(t, heads, 1)
	inTx(t, db, func(ctx context.Context, tx *postgres.Tx) {
		_, err := tx.Send(ctx, delivery.Outgoing{
			ChatID: 7, Method: "editMessageText", Params: []byte(`{"text":"both"}`), About: id, MessageID: 5, Latest: true,
		})
		require.NoError(t, err)
		carriers, err := tx.Carriers(ctx, 5)
		require.NoError(t, err)
		require.Len(t, carriers, 1, "an edit is none")
	})
	require.NoError(t, outbox.Settle(t.Context(), delivery.Result{Outgoing: heads[0].Outgoing, Sent: true, TelegramID: 70}))
	heads, err = outbox.Heads(t.Context(), nil, 1)
	require.NoError(t, err)
	require.Len(t, heads, 1)
	require.Equal(t, "editMessageText", heads[0].Method)
	require.Equal(t, 70, heads[0].AboutTelegramID)
	require.EqualValues(t, 5, heads[0].MessageID)
	require.JSONEq(t, `{"text":"both"}`, string(heads[0].Params))
	inTx(t, db, func(ctx context.Context, tx *postgres.Tx) {
		carriers, err := tx.Carriers(ctx, 5)
		require.NoError(t, err)
		require.Len(t, carriers, 1)
		require.Equal(t, id, carriers[0].ID)
	})
}
