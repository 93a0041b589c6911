//go:build linux

package app_test

import (
	"context"
	"log/slog"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/chatbotsmanagers/faqbot/internal/helpdesk"
	"github.com/chatbotsmanagers/faqbot/internal/postgres"
	"github.com/chatbotsmanagers/faqbot/internal/postgres/postgrestest"
)

// judgeBooks reads what the bot itself has recorded: analysts count it, so each question must stand there once.
func (x *torture) judgeBooks() {
	x.t.Helper()
	ctx, log := x.t.Context(), slog.New(slog.DiscardHandler)
	url, stop, err := postgres.UseEmbedded(ctx, postgres.EmbeddedConfig{Dir: x.database.dir, Log: log})
	require.NoError(x.t, err)
	defer func() { require.NoError(x.t, stop()) }()
	db, err := postgres.Open(ctx, url, log)
	require.NoError(x.t, err)
	defer db.Close()

	asked := map[int64][]question{}
	for _, q := range x.load.questions {
		asked[q.chat] = append(asked[q.chat], q)
	}
	for id, s := range x.load.strangers {
		asked[id] = s.questions
	}
	require.NoError(x.t, db.InTx(ctx, func(ctx context.Context, tx *postgres.Tx) error {
		for customer, questions := range asked {
			outcomes, err := tx.CustomerOutcomes(ctx, customer, 10*len(questions)+10)
			if err != nil {
				return err
			}
			x.judgeOutcomes(customer, questions, outcomes)
		}
		for customer, s := range x.load.strangers {
			if err := x.judgeTicketsOf(ctx, tx, customer, s); err != nil {
				return err
			}
		}
		return nil
	}))
}

// recordings tells how long it took, while the database worked, from the effect of a message until the bot recorded that
// it was sent: what of a chat is on the way in that time, a crash sends again.
func (x *torture) recordings(sent []sending) (took distances) {
	x.t.Helper()
	url, stop, err := postgres.UseEmbedded(x.t.Context(), postgres.EmbeddedConfig{Dir: x.database.dir, Log: slog.New(slog.DiscardHandler)})
	require.NoError(x.t, err)
	defer func() { require.NoError(x.t, stop()) }()
	recorded := postgrestest.Sent(x.t, url)
	for _, s := range sent {
		at, ok := recorded[postgrestest.Place{Chat: s.chat, Message: s.ID}]
		if ok && !x.history.away(s.at, at) {
			took = append(took, at.Sub(s.at))
		}
	}
	return took
}

// judgeOutcomes wants one outcome for each question.
func (x *torture) judgeOutcomes(customer int64, questions []question, outcomes []helpdesk.Outcome) {
	x.t.Helper()
	times := map[int64]int{}
	for _, o := range outcomes {
		times[int64(o.TelegramID)]++
	}
	for _, q := range questions {
		assert.Equal(x.t, 1, times[q.id], "customer %d: outcomes of question %d (%s)", customer, q.id, q.text)
	}
	assert.Len(x.t, outcomes, len(questions), "customer %d: outcomes", customer)
}

// judgeTicketsOf wants one ticket with all that was said in it, each once.
func (x *torture) judgeTicketsOf(ctx context.Context, tx *postgres.Tx, customer int64, s *stranger) error {
	x.t.Helper()
	tickets, err := tx.CustomerTickets(ctx, customer, 10)
	if err != nil {
		return err
	}
	if !assert.Len(x.t, tickets, 1, "customer %d: tickets", customer) {
		return nil
	}
	messages, err := tx.Messages(ctx, tickets[0].ID, 100)
	if err != nil {
		return err
	}
	want := len(s.questions)
	if d := x.load.tickets[tickets[0].ID]; d != nil {
		want += 2 * d.messages
		if d.album {
			want += albumPieces
		}
		assert.Equal(x.t, helpdesk.StateResolved, tickets[0].State, "ticket %d", d.ticket)
	}
	assert.Len(x.t, messages, want, "ticket %d: messages", tickets[0].ID)
	return nil
}
