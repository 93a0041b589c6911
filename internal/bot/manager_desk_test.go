package bot_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/chatbotsmanagers/faqbot/internal/botapi"
	"github.com/chatbotsmanagers/faqbot/internal/delivery"
	"github.com/chatbotsmanagers/faqbot/internal/helpdesk"
	"github.com/chatbotsmanagers/faqbot/internal/postgres"
)

func (s *stage) ticket(ctx context.Context, id int64) (ticket helpdesk.Ticket) {
	s.t.Helper()
	require.NoError(s.t, s.db.InTx(ctx, func(ctx context.Context, tx *postgres.Tx) (err error) {
		ticket, err = tx.Ticket(ctx, id)
		return err
	}))
	return ticket
}

// do plays lines of a script and returns what the bot said.
func (s *stage) do(lines ...string) string {
	s.t.Helper()
	var heard strings.Builder
	for _, line := range lines {
		said, err := s.step(line)
		require.NoError(s.t, err, line)
		heard.WriteString(said)
	}
	return heard.String()
}

// A card holds as much of a long history as one message takes, and the rest is a button away, none of it lost.
func TestLongHistory(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.do("@ Мария is a manager", "> Анна: Сколько лет вашему директору и где он учился?")
	for i := range 12 {
		s.do(fmt.Sprintf("> Анна replies to «заявка №1»: Подробность %d: %s", i, strings.Repeat("<очень> & ", 350)))
	}
	heard := s.do("> Мария: /take 1")
	require.NotContains(t, heard, "Telegram refuses")
	require.Contains(t, heard, "Подробность 11")
	require.NotContains(t, heard, "Подробность 0:")

	heard = s.do("> Мария presses [Вся история]")
	for strings.Contains(heard[strings.LastIndex(heard, "< bot:"):], "[← Раньше]") {
		heard += s.do("> Мария presses [← Раньше]")
	}
	require.NotContains(t, heard, "Telegram refuses")
	for i := range 12 {
		require.Equal(t, 1, strings.Count(heard, fmt.Sprintf("Подробность %d:", i)))
	}
	require.Equal(t, 12*350, strings.Count(heard, "<очень> &"))
	s.check()
}

// A message as long as Telegram allows leaves no room for a head, which arrives before it.
func TestLongestMessage(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.do("@ Мария is a manager", "> Анна: Сколько лет вашему директору и где он учился?", "> Мария: /take 1")
	longest := strings.Repeat("ы", 4096)
	require.Contains(t, s.do("> Мария: "+longest), "< bot to Анна: 👤 Мария\n< bot to Анна: "+longest)
	require.Contains(t, s.do("> Анна: "+longest), "< bot to Мария: №1 · Анна\n< bot to Мария: "+longest)
	s.do("> Мария: Коротко")
	require.Contains(t, s.do("> Мария edits «Коротко»: "+longest),
		"< bot to Анна replying to «👤 Мария»: 👤 Мария (изменено)\n< bot edits to Анна: "+longest)

	caption := strings.Repeat("ы", 1024)
	require.Contains(t, s.do("> Анна sends photo: "+caption),
		"< bot to Мария: №1 · Анна: 🖼 фото\n< bot to Мария: (photo) "+caption)
	s.check()
}

// Formatting of a manager's message arrives at the customer as it was typed.
func TestFormattingArrives(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.do("@ Мария is a manager", "> Анна: Сколько лет вашему директору и где он учился?", "> Мария: /take 1")
	maria := s.people["Мария"].ID()
	raw := fmt.Sprintf(`{"update_id": 1000000, "message": {"message_id": 1000, "date": 1,
		"from": {"id": %d, "is_bot": false, "first_name": "Мария"}, "chat": {"id": %d, "type": "private"},
		"text": "🙂 Жирно и <просто>", "entities": [{"type": "bold", "offset": 3, "length": 5}]}}`, maria, maria)
	_, err := s.db.Receive(t.Context(), s.api.Bot().ID, []delivery.Update{
		{ID: 1000000, ChatID: maria, Kind: "message", Raw: []byte(raw), ReceivedAt: s.now},
	})
	require.NoError(t, err)
	require.NoError(t, s.pump(t.Context()))
	got, err := find(s.people["Анна"], func(m botapi.Message) bool { return strings.Contains(m.Body(), "Жирно") })
	require.NoError(t, err)
	require.Equal(t, "👤 Мария\n🙂 Жирно и <просто>", got.Text)
	head := len([]rune("👤 Мария\n")) + 1 // the first sign takes two units
	require.Contains(t, got.Entities, botapi.Entity{Type: "bold", Offset: head + 3, Length: 5})
	s.check()
}

// The queue is turned page by page in its own message, oldest first.
func TestQueuePages(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.do("@ Мария is a manager")
	for i := range 10 {
		customer := s.api.AddUser(int64(5000+i), botapi.Profile{FirstName: "Клиент"})
		_, err := customer.Send("Сколько лет вашему директору и где он учился?")
		require.NoError(t, err)
		s.now = s.now.Add(time.Hour)
		require.NoError(t, s.pump(t.Context()))
		s.heard("")
	}
	first := s.do("> Мария: /queue")
	require.Contains(t, first, "В очереди 10 заявок")
	require.Less(t, strings.Index(first, "№1 · ждёт 9 часов"), strings.Index(first, "№8 · ждёт 2 часа"))
	require.NotContains(t, first, "№9")
	second := s.do("> Мария presses [Дальше →]")
	require.True(t, strings.HasPrefix(second, "< bot edits: "), second)
	require.Contains(t, second, "№9 · ждёт 60 минут")
	require.Contains(t, second, "№10 · ждёт меньше минуты")
	require.Equal(t, first, strings.Replace(s.do("> Мария presses [← Раньше]"), "bot edits", "bot", 1))
	s.check()
}

// The metrics of the desk move with the acts, once each.
func TestTicketMetrics(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.do("@ Мария is a manager",
		"> Анна: Сколько лет вашему директору и где он учился?",
		"@ 5 minutes pass", "> Мария: /take 1", "> Мария: Сорок два", "> Мария: Или сорок три", "> Мария: /note забыла",
		"@ 1 hour passes", "> Мария: /close", "> Мария: /close 1", "> Мария: /reopen 1", "> Мария: /release")

	series := s.series()
	for event, want := range map[string]float64{
		"created": 1, "taken": 1, "answered": 2, "noted": 1, "resolved": 1, "closed": 0, "reopened": 1, "released": 1,
		"withdrawn": 0, "undelivered": 0, "note_undelivered": 0,
	} {
		require.InDelta(t, want, series["faqbot_tickets_total/"+event], 0, event)
	}
	require.InDelta(t, 5*time.Minute.Seconds()+2, s.observed("faqbot_ticket_first_response_seconds"), 0.5)
	require.InDelta(t, 65*time.Minute.Seconds()+5, s.observed("faqbot_ticket_resolution_seconds"), 0.5)
	s.check()
}

// observed is the sum of a histogram that was to be observed once.
func (s *stage) observed(name string) float64 {
	s.t.Helper()
	families, err := s.metrics.Gather()
	require.NoError(s.t, err)
	for _, f := range families {
		if f.GetName() == name {
			require.EqualValues(s.t, 1, f.GetMetric()[0].GetHistogram().GetSampleCount(), name)
			return f.GetMetric()[0].GetHistogram().GetSampleSum()
		}
	}
	s.t.Fatalf("there is no metric %s", name)
	return 0
}

// A list that is too old for Telegram to show is not edited: the page comes as a new message.
func TestQueueOfAnOldMessage(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.do("@ Мария is a manager")
	maria := s.people["Мария"].ID()
	raw := fmt.Sprintf(`{"update_id": 1000000, "callback_query": {"id": "1", "chat_instance": "1", "data": "m.queue:0",
		"from": {"id": %d, "is_bot": false, "first_name": "Мария"},
		"message": {"message_id": 3, "date": 0, "chat": {"id": %d, "type": "private"}}}}`, maria, maria)
	_, err := s.db.Receive(t.Context(), s.api.Bot().ID, []delivery.Update{
		{ID: 1000000, ChatID: maria, Kind: "callback_query", Raw: []byte(raw), ReceivedAt: s.now},
	})
	require.NoError(t, err)
	require.NoError(t, s.pump(t.Context()))
	require.Contains(t, s.heard("Мария"), "< bot: 🎉 Очередь пуста")
}
