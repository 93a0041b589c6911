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

func TestWhatAChatWasAboutLast(t *testing.T) {
	db := postgrestest.New(t)
	outbox := db.Outbox(nil)
	var tickets [2]int64
	about := func(i int) delivery.Outgoing {
		o := message(7, 1)
		o.TicketID = tickets[i]
		return o
	}
	last := func(want int64) {
		t.Helper()
		inTx(t, db, func(ctx context.Context, tx *postgres.Tx) {
			id, err := tx.LastSpokenOf(ctx, 7)
			require.NoError(t, err)
			require.Equal(t, want, id)
		})
	}
	settle := func(telegramID int) {
		t.Helper()
		heads, err := outbox.Heads(t.Context(), nil, 1)
		require.NoError(t, err)
		require.Len(t, heads, 1)
		require.NoError(t, outbox.Settle(t.Context(), delivery.Result{Outgoing: heads[0].Outgoing, Sent: true, TelegramID: telegramID}))
	}
	last(0)
	inTx(t, db, func(ctx context.Context, tx *postgres.Tx) {
		_, err := tx.SeeCustomer(ctx, helpdesk.Customer{ID: 7, Language: helpdesk.Russian})
		require.NoError(t, err)
		for i := range tickets {
			ticket, err := tx.CreateTicket(ctx, helpdesk.Ticket{CustomerID: 7, Origin: helpdesk.OriginMiss})
			require.NoError(t, err)
			tickets[i] = ticket.ID
		}
		said, err := tx.AddMessage(ctx, helpdesk.Message{
			TicketID: tickets[0], Author: helpdesk.AuthorCustomer, AuthorID: 7, Kind: "text", Text: "a", HTML: "a", ChatID: 7, TelegramID: 10,
		})
		require.NoError(t, err)
		parts := []helpdesk.Part{said.Part(), {TelegramID: 20, Text: "b", HTML: "b"}}
		require.NoError(t, tx.SaveParts(ctx, said, parts))
	})
	last(tickets[0])

	inTx(t, db, func(ctx context.Context, tx *postgres.Tx) {
		_, err := tx.Send(ctx, about(1))
		require.NoError(t, err)
		_, err = tx.Send(ctx, message(7, 2)) // an answer of the bot
		require.NoError(t, err)
		id, err := tx.LastSpokenOf(ctx, 7)
		require.NoError(t, err)
		require.Equal(t, tickets[1], id, "what this transaction says counts")
	})
	last(tickets[1]) // it waits to be sent

	settle(15)
	settle(25)
	last(tickets[0]) // it stands above the second line of what the customer said

	inTx(t, db, func(ctx context.Context, tx *postgres.Tx) {
		_, err := tx.Send(ctx, about(1))
		require.NoError(t, err)
	})
	settle(30)
	last(tickets[1])
	inTx(t, db, func(ctx context.Context, tx *postgres.Tx) {
		_, err := tx.AddMessage(ctx, helpdesk.Message{
			TicketID: tickets[0], Author: helpdesk.AuthorCustomer, AuthorID: 7, Kind: "text", Text: "c", HTML: "c", ChatID: 7, TelegramID: 31,
		})
		require.NoError(t, err)
		edit := about(1)
		edit.Method, edit.About = "editMessageText", 1
		_, err = tx.Send(ctx, edit)
		require.NoError(t, err)
	})
	last(tickets[0]) // an edit above changes nothing
}

func TestWhatStandsInATicket(t *testing.T) {
	db := postgrestest.New(t)
	noon := time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)
	at := func(hour int) time.Time { return noon.Add(time.Duration(hour) * time.Hour) }
	var ticket helpdesk.Ticket
	say := func(author helpdesk.Author, hour int) (id int64) {
		t.Helper()
		inTx(t, db, func(ctx context.Context, tx *postgres.Tx) {
			m, err := tx.AddMessage(ctx, helpdesk.Message{
				TicketID: ticket.ID, Author: author, AuthorID: 7, Kind: "text", ChatID: 7, TelegramID: hour, CreatedAt: at(hour),
			})
			require.NoError(t, err)
			id = m.ID
		})
		return id
	}
	takeBack := func(id int64) {
		t.Helper()
		inTx(t, db, func(ctx context.Context, tx *postgres.Tx) { require.NoError(t, tx.DeleteMessage(ctx, id, at(20))) })
	}
	stands := func(first, last, asked time.Time) {
		t.Helper()
		inTx(t, db, func(ctx context.Context, tx *postgres.Tx) {
			said, err := tx.Standing(ctx, ticket.ID)
			require.NoError(t, err)
			for i, pair := range [][2]time.Time{{first, said.FirstAnswer}, {last, said.LastAnswer}, {asked, said.Asked}} {
				require.True(t, pair[0].Equal(pair[1]), "%d: %v", i, said)
			}
		})
	}
	inTx(t, db, func(ctx context.Context, tx *postgres.Tx) {
		_, err := tx.SeeCustomer(ctx, helpdesk.Customer{ID: 7, Language: helpdesk.Russian})
		require.NoError(t, err)
		ticket, err = tx.CreateTicket(ctx, helpdesk.Ticket{CustomerID: 7, Origin: helpdesk.OriginOther, CreatedAt: noon})
		require.NoError(t, err)
	})
	var none time.Time
	stands(none, none, noon)
	say(helpdesk.AuthorNote, 1)
	first := say(helpdesk.AuthorManager, 2)
	stands(at(2), at(2), none)
	say(helpdesk.AuthorCustomer, 3)
	say(helpdesk.AuthorCustomer, 4)
	second := say(helpdesk.AuthorManager, 5)
	stands(at(2), at(5), none)
	takeBack(second)
	stands(at(2), at(2), at(3))
	takeBack(first)
	stands(none, none, noon)
	third := say(helpdesk.AuthorManager, 6)
	stands(at(6), at(6), none)
	inTx(t, db, func(ctx context.Context, tx *postgres.Tx) {
		back := &helpdesk.Event{TicketID: ticket.ID, Kind: helpdesk.EventReopened, ActorID: 7, At: at(8)}
		require.NoError(t, tx.SaveTicket(ctx, ticket, back))
	})
	stands(at(6), at(6), at(8))
	takeBack(third)
	stands(none, none, noon)
}
