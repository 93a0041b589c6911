package bot_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/chatbotsmanagers/faqbot/internal/helpdesk"
	"github.com/chatbotsmanagers/faqbot/internal/postgres"
)

// However much is known of a customer, it fits into one message, and observers may read it.
func TestCardOfACustomerWithALongPast(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.do("@ Мария is a manager", "> Мария: /invite observer", "> Олег opens the link")
	require.NoError(t, s.db.InTx(t.Context(), func(ctx context.Context, tx *postgres.Tx) error {
		long := strings.Repeat("<Иван> & ", 15)
		attributes := map[string]string{"01 город": "Казань"}
		for i := range 20 {
			attributes[fmt.Sprint(long, i)] = strings.Repeat("<да> ", 100)
		}
		_, err := tx.SeeCustomer(ctx, helpdesk.Customer{ID: 1, FirstName: long, LastName: long, Username: "ivan", Language: helpdesk.Russian, Attributes: attributes, CreatedAt: s.now})
		for i := range 12 {
			if err != nil {
				return err
			}
			question := fmt.Sprintf("Вопрос %d %s", i, strings.Repeat("& <очень длинный> ", 50))
			if _, err = tx.CreateTicket(ctx, helpdesk.Ticket{CustomerID: 1, Question: question, CreatedAt: s.now}); err != nil {
				return err
			}
			if err = tx.AddContact(ctx, helpdesk.Contact{CustomerID: 1, Phone: fmt.Sprintf("+7912345%04d", i), ConsentAt: s.now}); err != nil {
				return err
			}
			_, err = tx.AddOutcome(ctx, helpdesk.Outcome{
				CustomerID: 1, Question: question, Kind: helpdesk.OutcomeAnswered, ArticleID: "gone/long" + long,
				Verdict: helpdesk.VerdictAskedHuman, AskedAt: s.now,
			})
		}
		return err
	}))
	heard := s.do("> Олег: /customer 12")
	require.NotContains(t, heard, "Telegram refuses")
	require.Contains(t, heard, "Впервые здесь: 16.01.2040")
	require.Contains(t, heard, "01 город: Казань")
	require.Contains(t, heard, "📞 +79123450011")
	require.Contains(t, heard, "/ticket_5 от 16.01.2040")
	require.Contains(t, heard, "… и более ранние")
	require.NotContains(t, heard, "/ticket_4 ")
	require.Equal(t, 8, strings.Count(heard, "ответ «gone/long"))
}
