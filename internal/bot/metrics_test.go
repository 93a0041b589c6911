package bot_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/stretchr/testify/require"

	"github.com/chatbotsmanagers/faqbot/internal/bot"
	"github.com/chatbotsmanagers/faqbot/internal/delivery"
	"github.com/chatbotsmanagers/faqbot/internal/postgres"
)

// series returns the counters and the counts of histograms that are not zero.
func (s *stage) series() map[string]float64 {
	families, err := s.metrics.Gather()
	require.NoError(s.t, err)
	all := map[string]float64{}
	for _, f := range families {
		for _, m := range f.GetMetric() {
			name := f.GetName()
			if labels := m.GetLabel(); len(labels) > 0 {
				name += "/" + labels[0].GetValue() // none of ours has two
			}
			value := m.GetCounter().GetValue() + float64(m.GetHistogram().GetSampleCount())
			if value != 0 {
				all[name] = value
			}
		}
	}
	return all
}

func (s *stage) playAll(lines ...string) {
	s.t.Helper()
	for _, line := range lines {
		_, err := s.step(line)
		require.NoError(s.t, err, line)
	}
}

func TestWhatIsCounted(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.playAll(
		"@ Мария is a manager",
		"> Анна: привет",
		"> Анна: Сколько идёт доставка?",       // answered, left without a word …
		"> Анна: когда привезут заказ",         // … and asked again in other words
		"> Анна presses [Помогло]",             // helped
		"> Анна: доставка",                     // suggested
		"> Анна presses [Сколько стоит]",       // click of the first
		"> Анна presses [Не помогло]",          // not helped: a ticket
		"> Анна: Сколько лет вашему директору", // a miss: added to it
		"> Мария: /take 1",
		"@ 5 minutes pass",
		"> Мария: 42 года",
		"> Мария: И собака",
		"> Мария: /close",
		"> Анна presses [2 ⭐]",
		"> Анна presses [5 ⭐]", // counts no more
		"> Борис: Как вернуть товар?",
		"> Борис: /manager", // asked for a human
	)
	s.check()
	require.Equal(t, map[string]float64{
		"faqbot_questions_total/smalltalk":     1,
		"faqbot_questions_total/answered":      3,
		"faqbot_questions_total/suggested":     1,
		"faqbot_questions_total/escalated":     1,
		"faqbot_answer_confidence":             5,
		"faqbot_search_duration_seconds":       5,
		"faqbot_feedback_total/rephrased":      1,
		"faqbot_feedback_total/helped":         1,
		"faqbot_feedback_total/not_helped":     1,
		"faqbot_feedback_total/asked_human":    1,
		"faqbot_suggestion_clicks_total/1":     1,
		"faqbot_tickets_total/created":         2,
		"faqbot_tickets_total/taken":           1,
		"faqbot_tickets_total/answered":        2,
		"faqbot_tickets_total/resolved":        1,
		"faqbot_tickets_total/rated":           2,
		"faqbot_satisfaction_total/2":          1,
		"faqbot_ticket_first_response_seconds": 1,
		"faqbot_ticket_resolution_seconds":     1,
	}, s.series())
}

// TestNothingHappensWithoutCommit handles a question in a transaction that fails at its end.
func TestNothingHappensWithoutCommit(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	failed := errors.New("the commit fails")
	err := s.db.InTx(t.Context(), func(ctx context.Context, tx *postgres.Tx) error {
		raw := `{"update_id":1,"message":{"message_id":5,"date":1,"text":"Сколько идёт доставка?",
			"chat":{"id":1001,"type":"private"},"from":{"id":1001,"first_name":"Анна"}}}`
		if err := s.bot.Handle(ctx, tx, delivery.Update{ID: 1, Raw: []byte(raw)}); err != nil {
			return err
		}
		return failed
	})
	require.ErrorIs(t, err, failed)
	require.Empty(t, s.series())
}

// TestOddUpdates handles what Telegram would hardly send, but must not bring the bot to a stop.
func TestOddUpdates(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	const person = `"chat":{"id":1001,"type":"private"},"from":{"id":1001,"first_name":"A\u0000","username":"\u0000"}`
	for i, update := range []string{
		`"message":{"message_id":1,"date":1,"text":"нуль \u0000 внутри \ud800 и ещё \\u0000",` + person + `}`,
		`"message":{"message_id":2,"date":1,"text":"   ",` + person + `}`,
		`"message":{"message_id":3,"date":1,"text":"\u200b\u2063",` + person + `}`,
		`"message":{"message_id":4,"date":1,"pinned_message":{"message_id":1,"date":0,"chat":{"id":1001,"type":"private"}},` + person + `}`,
		`"message":{"message_id":5,"date":1,"text":"из группы","chat":{"id":-5,"type":"group"},"from":{"id":1001,"first_name":"A"}}`,
		`"message":{"message_id":6,"date":1,"text":"от бота","chat":{"id":7,"type":"private"},"from":{"id":7,"is_bot":true,"first_name":"B"}}`,
		`"message":{"message_id":7,"date":1,"text":"без отправителя","chat":{"id":8,"type":"private"}}`,
		`"edited_message":{"message_id":999,"date":1,"edit_date":2,"text":"правка вне заявки",` + person + `}`,
		`"callback_query":{"id":"1","chat_instance":"1","data":"topics:0","from":{"id":1001,"first_name":"A"},
			"message":{"message_id":9,"date":0,"chat":{"id":1001,"type":"private"}}}`, // too old to be shown
		`"callback_query":{"id":"2","chat_instance":"1","data":"dropno:1","from":{"id":1001,"first_name":"A"},
			"message":{"message_id":9,"date":0,"chat":{"id":1001,"type":"private"}}}`,
		`"callback_query":{"id":"3","chat_instance":"1","game_short_name":"chess","from":{"id":1001,"first_name":"A"},
			"message":{"message_id":9,"date":5,"chat":{"id":1001,"type":"private"}}}`,
		`"callback_query":{"id":"4","chat_instance":"1","data":"topics:0","inline_message_id":"x","from":{"id":1001,"first_name":"A"}}`,
		`"my_chat_member":{}`,
		`"unheard_of":{"message_id":1}`,
	} {
		raw := fmt.Sprintf(`{"update_id":%d,%s}`, i+1, update)
		_, err := s.db.Receive(t.Context(), 1, []delivery.Update{{ID: int64(i + 1), ChatID: 1001, Raw: []byte(raw), ReceivedAt: time.Now()}})
		require.NoError(t, err, update)
		handled, err := s.db.Handle(t.Context(), 1, func(ctx context.Context, tx *postgres.Tx, u delivery.Update) error {
			return s.bot.Handle(ctx, tx, u)
		})
		require.NoError(t, err, update)
		require.True(t, handled, update)
	}
	var names, waiting int
	require.NoError(t, s.sql.QueryRow(t.Context(), `SELECT (SELECT count(*) FROM customers), (SELECT count(*) FROM inbox WHERE handled_at IS NULL)`).Scan(&names, &waiting))
	require.Equal(t, 1, names, "only the person in the private chat is a customer")
	require.Zero(t, waiting)
}

// TestContactIsKeptWithItsConsent looks at what the database holds after a customer left a phone number.
func TestContactIsKeptWithItsConsent(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.playAll("> Анна: /contact", "> Анна presses [Даю согласие]")
	agreed := s.now
	s.playAll("@ 2 minutes pass", "> Анна: 8 (912) 345-67-89")
	var phone, origin, said string
	var consent time.Time
	require.NoError(t, s.sql.QueryRow(t.Context(), `
		SELECT c.phone, c.consent_at, t.origin, m.text FROM contacts c, tickets t, ticket_messages m
		WHERE t.customer_id = c.customer_id AND m.ticket_id = t.id`).Scan(&phone, &consent, &origin, &said))
	require.Equal(t, "+79123456789", phone)
	require.Equal(t, phone, said)
	require.Equal(t, "callback", origin)
	require.WithinDuration(t, agreed, consent, time.Second)
}

// TestBucketsAreReadable looks at the bounds of histograms as Prometheus shows them.
func TestBucketsAreReadable(t *testing.T) {
	t.Parallel()
	registry := prometheus.NewRegistry()
	bot.NewMetrics(registry)
	families, err := registry.Gather()
	require.NoError(t, err)
	for _, f := range families {
		for _, bucket := range f.GetMetric()[0].GetHistogram().GetBucket() {
			require.LessOrEqual(t, len(fmt.Sprint(bucket.GetUpperBound())), 7, f.GetName())
		}
	}
}
