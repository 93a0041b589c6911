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

func TestSolvedAreHelpfulAnswersAndArticlesOfManagers(t *testing.T) {
	db := postgrestest.New(t)
	at := noon
	inTx(t, db, func(ctx context.Context, tx *postgres.Tx) {
		_, err := tx.SeeCustomer(ctx, helpdesk.Customer{ID: 7, FirstName: "Анна", Language: helpdesk.Russian})
		require.NoError(t, err)
		for _, o := range []helpdesk.Outcome{
			{Question: "сколько ждать", Kind: helpdesk.OutcomeAnswered, ArticleID: "delivery/time", Verdict: helpdesk.VerdictHelped},
			{Question: "почём доставка", Kind: helpdesk.OutcomeSuggested, ArticleID: "delivery/price", Verdict: helpdesk.VerdictHelped, Click: 2},
			{Question: "нашёл сам", Kind: helpdesk.OutcomeSuggested, ArticleID: "refund", Verdict: helpdesk.VerdictHelped},
			{Question: "не то", Kind: helpdesk.OutcomeAnswered, ArticleID: "refund", Verdict: helpdesk.VerdictNotHelped},
			{Question: "молча", Kind: helpdesk.OutcomeAnswered, ArticleID: "refund"},
		} {
			o.CustomerID, o.AskedAt = 7, at
			at = at.Add(time.Minute)
			_, err := tx.AddOutcome(ctx, o)
			require.NoError(t, err)
		}
		ticket, err := tx.CreateTicket(ctx, helpdesk.Ticket{
			CustomerID: 7, State: helpdesk.StateNew, Origin: helpdesk.OriginMiss, Question: "где газель", LastAuthor: helpdesk.AuthorCustomer, CreatedAt: at,
		})
		require.NoError(t, err)
		for _, note := range []string{"", "delivery/time"} {
			require.NoError(t, tx.SaveTicket(ctx, ticket, &helpdesk.Event{TicketID: ticket.ID, Kind: helpdesk.EventAnswered, ActorID: 1, Note: note, At: at}))
		}
	})
	solved, err := db.Solved(t.Context(), 10)
	require.NoError(t, err)
	equal(t, []helpdesk.Solved{
		{Question: "где газель", ArticleID: "delivery/time"},
		{Question: "почём доставка", ArticleID: "delivery/price"},
		{Question: "сколько ждать", ArticleID: "delivery/time"},
	}, solved)
	solved, err = db.Solved(t.Context(), 1)
	require.NoError(t, err)
	require.Len(t, solved, 1)
}

// An article that was taken back is no answer to learn from; another one of the same ticket is.
func TestSolvedAreNotArticlesTakenBack(t *testing.T) {
	db := postgrestest.New(t)
	inTx(t, db, func(ctx context.Context, tx *postgres.Tx) {
		_, err := tx.SeeCustomer(ctx, helpdesk.Customer{ID: 7, Language: helpdesk.Russian})
		require.NoError(t, err)
		ticket, err := tx.CreateTicket(ctx, helpdesk.Ticket{CustomerID: 7, Origin: helpdesk.OriginMiss, Question: "где газель"})
		require.NoError(t, err)
		var wrong helpdesk.Message
		for i, article := range []string{"refund", "delivery/time"} {
			at := noon.Add(time.Duration(i) * time.Minute)
			require.NoError(t, tx.SaveTicket(ctx, ticket, &helpdesk.Event{
				TicketID: ticket.ID, Kind: helpdesk.EventAnswered, ActorID: 1, Note: article, At: at,
			}))
			said, err := tx.AddMessage(ctx, helpdesk.Message{
				TicketID: ticket.ID, Author: helpdesk.AuthorManager, AuthorID: 1, Kind: "text", Text: article, HTML: article, CreatedAt: at,
			})
			require.NoError(t, err)
			if i == 0 {
				wrong = said
			}
		}
		require.NoError(t, tx.DeleteMessage(ctx, wrong.ID, noon.Add(time.Hour)))
	})
	solved, err := db.Solved(t.Context(), 10)
	require.NoError(t, err)
	equal(t, []helpdesk.Solved{{Question: "где газель", ArticleID: "delivery/time"}}, solved)
}

// The message that brought the article may stand in another ticket when it is taken back.
func TestSolvedAreNotArticlesTakenBackAfterAMerge(t *testing.T) {
	db := postgrestest.New(t)
	inTx(t, db, func(ctx context.Context, tx *postgres.Tx) {
		_, err := tx.SeeCustomer(ctx, helpdesk.Customer{ID: 7, Language: helpdesk.Russian})
		require.NoError(t, err)
		into, err := tx.CreateTicket(ctx, helpdesk.Ticket{CustomerID: 7, Origin: helpdesk.OriginMiss, Question: "где газель"})
		require.NoError(t, err)
		merged, err := tx.CreateTicket(ctx, helpdesk.Ticket{CustomerID: 7, Origin: helpdesk.OriginMiss, Question: "почём доставка"})
		require.NoError(t, err)
		var wrong helpdesk.Message
		for i, ticket := range []helpdesk.Ticket{into, merged} {
			at := noon.Add(time.Duration(i) * time.Minute)
			require.NoError(t, tx.SaveTicket(ctx, ticket, &helpdesk.Event{
				TicketID: ticket.ID, Kind: helpdesk.EventAnswered, ActorID: 1, Note: "delivery/time", At: at,
			}))
			wrong, err = tx.AddMessage(ctx, helpdesk.Message{
				TicketID: ticket.ID, Author: helpdesk.AuthorManager, AuthorID: 1, Kind: "text", Text: "a", HTML: "a", CreatedAt: at,
			})
			require.NoError(t, err)
		}
		require.NoError(t, tx.MoveMessages(ctx, merged.ID, into.ID))
		require.NoError(t, tx.DeleteMessage(ctx, wrong.ID, noon.Add(time.Hour)))
	})
	solved, err := db.Solved(t.Context(), 10)
	require.NoError(t, err)
	equal(t, []helpdesk.Solved{{Question: "где газель", ArticleID: "delivery/time"}}, solved)
}
