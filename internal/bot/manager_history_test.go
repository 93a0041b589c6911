package bot_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/chatbotsmanagers/faqbot/internal/botapi"
)

// filler is so many characters that mean nothing to the knowledge base.
func filler(n int) string { return strings.Repeat("ыы ", n/3) }

// read returns what the bot wrote to somebody since the step.
func (s *stage) read(name, step string) []string {
	s.t.Helper()
	before := len(s.people[name].View().Messages)
	s.playAll(step)
	var said []string
	for _, m := range s.people[name].View().Messages[before:] {
		if m.FromBot() {
			said = append(said, m.Body())
		}
	}
	return said
}

// labels are the buttons under the last message that somebody has.
func (s *stage) labels(name string) []string {
	m, err := find(s.people[name], func(m botapi.Message) bool { return m.FromBot() })
	require.NoError(s.t, err)
	var labels []string
	if m.ReplyMarkup != nil {
		for _, row := range m.ReplyMarkup.Rows {
			for _, b := range row {
				labels = append(labels, b.Text)
			}
		}
	}
	return labels
}

// TestNothingLongIsLostToManagers writes more than a card shows: the history holds it whole.
func TestNothingLongIsLostToManagers(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.playAll(
		"@ Мария is a manager",
		"> Анна: Абракадабра "+filler(1700)+"КОНЕЦВОПРОСА",
		"> Анна: /manager",
		"> Анна replies to «уже у менеджеров»: "+filler(900)+"КОНЕЦДОПОЛНЕНИЯ",
	)
	card := strings.Join(s.read("Мария", "> Мария: /take 1"), "\n")
	require.NotContains(t, card, "КОНЕЦ")
	require.Contains(t, s.labels("Мария"), "Вся история")
	history := strings.Join(s.read("Мария", "> Мария presses [Вся история]"), "\n")
	require.Equal(t, 1, strings.Count(history, "КОНЕЦВОПРОСА"), history)
	require.Equal(t, 1, strings.Count(history, "КОНЕЦДОПОЛНЕНИЯ"), history)
	require.Equal(t, 1, strings.Count(history, "Абракадабра"), history)
	s.check()
}

// TestShortCardsOfferNoHistory: where the card shows all there is, the button would show it again.
func TestShortCardsOfferNoHistory(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.playAll("@ Мария is a manager", "> Анна: Абракадабра ыы ыы", "> Мария: /take 1")
	require.NotContains(t, s.labels("Мария"), "Вся история")
	s.playAll("> Анна: первая строка ыы\\nвторая строка", "> Мария: /ticket 1")
	require.Contains(t, s.labels("Мария"), "Вся история", "the card has no room for lines")
	s.check()
}

// TestHistoryIsPaged reads a long history backwards, a few messages at a time.
func TestHistoryIsPaged(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.playAll("@ Мария is a manager", "> Анна: Абракадабра ыы ыы", "> Мария: /take 1")
	const messages = 64
	for i := range messages {
		if i == 30 {
			s.playAll("> Мария: /release", "> Мария: /take 1")
		}
		s.playAll(fmt.Sprintf("> Мария: слово%02d.", i))
	}
	s.playAll(fmt.Sprintf("> Мария: %sКОНЕЦ.", filler(3500)), "> Мария: /ticket 1")

	newest := strings.Join(s.read("Мария", "> Мария presses [Вся история]"), "\n")
	require.Contains(t, newest, "Из истории заявки №1")
	require.Contains(t, newest, "КОНЕЦ.")
	older := strings.Join(s.read("Мария", "> Мария presses [← Раньше]"), "\n")
	require.NotContains(t, older, "КОНЕЦ.")
	require.NotContains(t, s.labels("Мария"), "← Раньше")
	both := older + newest
	require.Equal(t, 1, strings.Count(both, "Абракадабра"), "the question")
	require.Equal(t, 2, strings.Count(both, "заявку ведёт Мария"), "each event once")
	require.Equal(t, 1, strings.Count(both, "снова в очереди"))
	for i := range messages {
		require.Equal(t, 1, strings.Count(both, fmt.Sprintf("слово%02d.", i)), i)
	}

	require.Empty(t, s.read("Мария", "> Мария forges [m.hist:1:999999]"), "a message that is not there")
	require.Empty(t, s.read("Мария", "> Мария forges [m.hist:1:-5]"))
	s.check()
}

// TestHistoryPagesAreBounded: a page of long messages ends before fifty of them.
func TestHistoryPagesAreBounded(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.playAll("@ Мария is a manager", "> Анна: Абракадабра ыы ыы", "> Мария: /take 1")
	for range 8 {
		s.playAll("> Мария: " + filler(3900))
	}
	s.playAll("> Мария: /ticket 1")
	require.LessOrEqual(t, len(s.read("Мария", "> Мария presses [Вся история]")), 6)
	require.Contains(t, s.labels("Мария"), "← Раньше")
}
