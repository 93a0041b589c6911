package postgres_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/chatbotsmanagers/faqbot/internal/helpdesk"
	"github.com/chatbotsmanagers/faqbot/internal/postgres"
	"github.com/chatbotsmanagers/faqbot/internal/postgres/postgrestest"
)

// found returns the numbers of the tickets that words find.
func found(ctx context.Context, t *testing.T, tx *postgres.Tx, words string) []int64 {
	t.Helper()
	tickets, err := tx.SearchTickets(ctx, words, 0, 10, 0)
	require.NoError(t, err)
	ids := []int64{}
	for _, f := range tickets {
		ids = append(ids, f.Ticket.ID)
	}
	return ids
}

// said adds a customer's message to a ticket.
func said(ctx context.Context, t *testing.T, tx *postgres.Tx, ticket helpdesk.Ticket, text string) helpdesk.Message {
	t.Helper()
	m, err := tx.AddMessage(ctx, helpdesk.Message{
		TicketID: ticket.ID, Author: helpdesk.AuthorCustomer, AuthorID: 7, Kind: "text", Text: text, ChatID: 7, CreatedAt: noon,
	})
	return must(t, m, err)
}

// What a search finds follows every change of a ticket: words that are added, edited, deleted, moved, and tags.
func TestSearchFollowsWhatTicketsSay(t *testing.T) {
	db := postgrestest.New(t)
	inTx(t, db, func(ctx context.Context, tx *postgres.Tx) {
		_, err := tx.SeeCustomer(ctx, helpdesk.Customer{ID: 7, FirstName: "Алёна", LastName: "Ким", Username: "alena_k"})
		require.NoError(t, err)
		first, err := tx.CreateTicket(ctx, helpdesk.Ticket{CustomerID: 7, Question: "Когда вернут деньги за ёлку?"})
		require.NoError(t, err)
		second, err := tx.CreateTicket(ctx, helpdesk.Ticket{CustomerID: 7, Question: "Потерялся чек"})
		require.NoError(t, err)

		message := said(ctx, t, tx, first, "Чек прилагаю")
		require.Equal(t, []int64{first.ID}, found(ctx, t, tx, "деньги чек"), "words of different messages")
		require.Equal(t, []int64{second.ID, first.ID}, found(ctx, t, tx, "чека"), "newest first")
		require.Equal(t, []int64{first.ID}, found(ctx, t, tx, "елка"))
		require.Equal(t, []int64{second.ID}, found(ctx, t, tx, "чек -деньги"))
		require.Equal(t, []int64{second.ID, first.ID}, found(ctx, t, tx, "потерялся or елка"))
		require.Empty(t, found(ctx, t, tx, `"чек потерялся"`))
		require.Empty(t, found(ctx, t, tx, "и на"))
		require.Equal(t, []int64{first.ID}, found(ctx, t, tx, "деньги алена ким"), "the customer's name")
		require.Equal(t, []int64{second.ID, first.ID}, found(ctx, t, tx, "@alena_k"))

		message.Text = "Квитанцию прилагаю"
		require.NoError(t, tx.EditMessage(ctx, message))
		require.Equal(t, []int64{second.ID}, found(ctx, t, tx, "чек"))
		require.NoError(t, tx.MoveMessages(ctx, first.ID, second.ID))
		require.Equal(t, []int64{second.ID}, found(ctx, t, tx, "квитанция"))
		require.NoError(t, tx.DeleteMessage(ctx, message.ID, noon))
		require.Empty(t, found(ctx, t, tx, "квитанция"))

		first.Tags = []string{"возврат"}
		require.NoError(t, tx.SaveTicket(ctx, first, nil))
		require.Equal(t, []int64{first.ID}, found(ctx, t, tx, "возвраты"))
		first.Question = ""
		require.NoError(t, tx.SaveTicket(ctx, first, nil))
		require.Empty(t, found(ctx, t, tx, "деньги"))
	})
}

func TestSearchShowsWhereTheWordsStand(t *testing.T) {
	db := postgrestest.New(t)
	inTx(t, db, func(ctx context.Context, tx *postgres.Tx) {
		_, err := tx.SeeCustomer(ctx, helpdesk.Customer{ID: 7})
		require.NoError(t, err)
		ticket, err := tx.CreateTicket(ctx, helpdesk.Ticket{CustomerID: 7, Question: "Верните \x02деньги\x03 за <b>стул</b>"})
		require.NoError(t, err)
		tickets, err := tx.SearchTickets(ctx, "деньги", 0, 10, 0)
		require.NoError(t, err)
		require.Contains(t, tickets[0].Excerpt, helpdesk.Fragment{Text: "деньги", Wanted: true})
		for _, f := range tickets[0].Excerpt {
			require.NotContains(t, f.Text, "\x02")
			require.NotContains(t, f.Text, "\x03")
		}
		byNumber, err := tx.SearchTickets(ctx, "№1", ticket.ID, 10, 0)
		require.NoError(t, err)
		require.Equal(t, ticket.ID, byNumber[0].Ticket.ID)
	})
}

// Pages hold every ticket once, whether the words are everywhere or rare.
func TestPagesOfASearch(t *testing.T) {
	db := postgrestest.New(t)
	inTx(t, db, func(ctx context.Context, tx *postgres.Tx) {
		_, err := tx.SeeCustomer(ctx, helpdesk.Customer{ID: 7})
		require.NoError(t, err)
		for i := range 25 {
			question := "Где мой заказ?"
			if i%10 == 0 {
				question += " Срочно"
			}
			_, err := tx.CreateTicket(ctx, helpdesk.Ticket{CustomerID: 7, Question: question})
			require.NoError(t, err)
		}
		for words, want := range map[string]int{"заказ": 25, "ерунда": 0, "срочно": 3} {
			seen := map[int64]bool{}
			for offset := 0; ; offset += 10 {
				page, err := tx.SearchTickets(ctx, words, 0, 10, offset)
				require.NoError(t, err)
				for _, f := range page {
					require.False(t, seen[f.Ticket.ID], words)
					seen[f.Ticket.ID] = true
				}
				if len(page) < 10 {
					break
				}
			}
			require.Len(t, seen, want, words)
		}
	})
}

// However much is said in a ticket, it can go on.
func TestSearchInAnEndlessTicket(t *testing.T) {
	db := postgrestest.New(t)
	inTx(t, db, func(ctx context.Context, tx *postgres.Tx) {
		_, err := tx.SeeCustomer(ctx, helpdesk.Customer{ID: 7})
		require.NoError(t, err)
		ticket, err := tx.CreateTicket(ctx, helpdesk.Ticket{CustomerID: 7, Question: "Начало"})
		require.NoError(t, err)
		for i := range 60 {
			var text strings.Builder
			for n := 0; text.Len() < 4000; n++ {
				fmt.Fprintf(&text, "слово%dx%d ", i, n)
			}
			said(ctx, t, tx, ticket, text.String())
		}
		said(ctx, t, tx, ticket, strings.Repeat("ы", 4096))
		said(ctx, t, tx, ticket, "Напоследок")
		require.Equal(t, []int64{ticket.ID}, found(ctx, t, tx, "напоследок"))
		require.Equal(t, []int64{ticket.ID}, found(ctx, t, tx, "начало"))
	})
}

// Two messages that come at once are both found.
func TestSearchMissesNoMessageThatCameBesideAnother(t *testing.T) {
	db := postgrestest.New(t)
	var ticket helpdesk.Ticket
	inTx(t, db, func(ctx context.Context, tx *postgres.Tx) {
		_, err := tx.SeeCustomer(ctx, helpdesk.Customer{ID: 7})
		require.NoError(t, err)
		ticket, err = tx.CreateTicket(ctx, helpdesk.Ticket{CustomerID: 7})
		require.NoError(t, err)
	})
	begun, done := make(chan struct{}), make(chan error)
	inTx(t, db, func(ctx context.Context, tx *postgres.Tx) {
		said(ctx, t, tx, ticket, "первое")
		go func() {
			done <- db.InTx(ctx, func(ctx context.Context, tx *postgres.Tx) error {
				close(begun)
				_, err := tx.AddMessage(ctx, helpdesk.Message{TicketID: ticket.ID, Author: helpdesk.AuthorCustomer, Kind: "text", Text: "второе"})
				return err
			})
		}()
		<-begun
	})
	require.NoError(t, <-done)
	inTx(t, db, func(ctx context.Context, tx *postgres.Tx) {
		require.Equal(t, []int64{ticket.ID}, found(ctx, t, tx, "первое второе"))
	})
}
