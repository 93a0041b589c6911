package bot_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/chatbotsmanagers/faqbot/internal/botapi"
	"github.com/chatbotsmanagers/faqbot/internal/delivery"
	"github.com/chatbotsmanagers/faqbot/internal/postgres"
)

// TestBursts lets a customer write lines and send photos at any speed, edit and take lines back, while the manager answers
// now and then, and while what the bot says may wait before it goes out. Whatever is joined, the manager must end up with
// every line as it was meant last, once, in order; and the ticket with the same.
func TestBursts(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.bot.Flood = 0 // lines come faster than a person types
	s.do("@ Мария is a manager")
	round := int64(0)
	rapid.Check(t, func(t *rapid.T) {
		round++
		s.do("@ 1 hour passes")
		b := &bursts{t: t, s: s, Person: s.api.AddUser(20_000+round, botapi.Profile{FirstName: "Клиент"})}
		require.NoError(t, drop(b.Send("Сколько лет вашему директору и где он учился?")))
		require.NoError(t, s.pump(s.t.Context()))
		s.do(fmt.Sprintf("> Мария: /take %d", round), "> Мария: Слушаю!")
		b.manager = s.people["Мария"]
		b.seen = len(b.manager.View().Messages)
		t.Repeat(map[string]func(*rapid.T){
			"say":    func(*rapid.T) { b.say() },
			"say on": func(*rapid.T) { b.say() },
			"photo":  func(*rapid.T) { b.photo() },
			"edit":   b.edit,
			"delete": b.delete,
			"answer": func(*rapid.T) { require.NoError(t, drop(b.manager.Send("Понятно."))); b.handle() },
			"wait": func(t *rapid.T) {
				s.now = s.now.Add(time.Duration(rapid.IntRange(1, 15).Draw(t, "seconds")) * time.Second)
			},
			"deliver": func(*rapid.T) { require.NoError(t, s.pump(s.t.Context())) },
		})
		require.NoError(t, s.pump(s.t.Context()))
		b.check(round)
		s.do(fmt.Sprintf("> Мария: /close %d", round))
	})
	s.check()
}

// bursts is one round: what a customer means to have said, in order.
type bursts struct {
	*botapi.Person
	t       *rapid.T
	s       *stage
	manager *botapi.Person
	seen    int // of the manager's messages, before the round
	lines   []said
	n       int
}

// handle has the bot handle what was done, and send nothing yet.
func (b *bursts) handle() {
	ctx := b.s.t.Context()
	_, err := b.s.receive(ctx)
	require.NoError(b.t, err)
	for handled := true; handled; {
		handled, err = b.s.db.Handle(ctx, b.s.api.Bot().ID, func(ctx context.Context, tx *postgres.Tx, u delivery.Update) error {
			return b.s.bot.Handle(ctx, tx, u)
		})
		require.NoError(b.t, err)
	}
}

func (b *bursts) line() string {
	b.n++
	return fmt.Sprintf("строка %d", b.n)
}

func (b *bursts) say() {
	text := b.line()
	m, err := b.Send(text)
	require.NoError(b.t, err)
	b.lines = append(b.lines, said{text: text, id: m.ID})
	b.handle()
}

func (b *bursts) photo() {
	text := b.line()
	m, err := b.SendPhoto(botapi.Attachment{Data: []byte("photo"), Caption: text})
	require.NoError(b.t, err)
	b.lines = append(b.lines, said{text: text, id: m.ID})
	b.handle()
}

func (b *bursts) edit(t *rapid.T) {
	if len(b.lines) == 0 {
		t.Skip("nothing to edit")
	}
	i := rapid.IntRange(0, len(b.lines)-1).Draw(t, "line")
	b.lines[i].text = b.line()
	require.NoError(t, b.Edit(b.lines[i].id, b.lines[i].text))
	b.handle()
}

func (b *bursts) delete(t *rapid.T) {
	if len(b.lines) == 0 {
		t.Skip("nothing to delete")
	}
	i := rapid.IntRange(0, len(b.lines)-1).Draw(t, "line")
	require.NoError(t, drop(b.Reply(b.lines[i].id, "/delete")))
	b.lines = slices.Delete(b.lines, i, i+1)
	b.handle()
}

// check holds that the manager sees what the customer means, and that the ticket has it.
func (b *bursts) check(ticket int64) {
	var want, seen []string
	for _, l := range b.lines {
		want = append(want, l.text)
	}
	for _, m := range b.manager.View().Messages[b.seen:] {
		if head, text, _ := strings.Cut(m.Body(), "\n"); m.FromBot() && strings.HasPrefix(head, "№") {
			seen = append(seen, strings.Split(text, "\n")...)
		}
	}
	require.Equal(b.t, want, seen, "what the manager sees")
	var stored string
	require.NoError(b.t, b.s.sql.QueryRow(b.s.t.Context(), `
		SELECT coalesce(string_agg(text, E'\n' ORDER BY id), '') FROM ticket_messages
		WHERE ticket_id = $1 AND author = 'customer' AND text LIKE 'строка%'`, ticket).Scan(&stored))
	require.Equal(b.t, strings.Join(want, "\n"), stored, "what the ticket has")
}

// What was to grow at the manager may be gone there: then the whole of it comes once more.
func TestBurstAfterItsMessageIsGone(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.do("@ Мария is a manager", "> Анна: Сколько лет вашему директору и где он учился?", "> Мария: /take 1", "> Мария: Слушаю!",
		"> Анна: первая строка")
	maria := s.people["Мария"]
	grown, err := find(maria, func(m botapi.Message) bool { return strings.Contains(m.Body(), "первая строка") })
	require.NoError(t, err)
	var gone bool
	require.NoError(t, s.call(t.Context(), "deleteMessage", map[string]any{"chat_id": maria.ID(), "message_id": grown.ID}, &gone))
	s.heard("")
	require.Contains(t, s.do("> Анна: вторая строка"), "< bot to Мария: №1 · Анна\n  первая строка\n  вторая строка\n")
	require.Contains(t, s.do("> Анна: третья строка"), "< bot to Мария: №1 · Анна\n  третья строка\n", "it stands in two places now")
}
