package bot_test

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/chatbotsmanagers/faqbot/internal/botapi"
	"github.com/chatbotsmanagers/faqbot/internal/delivery"
	"github.com/chatbotsmanagers/faqbot/internal/postgres"
)

// TestRaces lets two managers and a customer act at once on two tickets, whatever they like in any order, on a real
// Postgres. Afterwards the history of each ticket must be one that the rules allow and must end where the ticket stands;
// nobody's words are lost, and each is delivered once, in order.
func TestRaces(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.do("@ Мария is a manager", "@ Олег is a manager", "> Мария: /role Олег менеджер")
	round := int64(0)
	rapid.Check(t, func(t *rapid.T) {
		round++
		r := newRace(t, s, round)
		r.begin()
		for _, p := range []*racer{r.customer, r.managers[0], r.managers[1]} {
			acts := rapid.SliceOfN(rapid.SampledFrom(r.acts(p)), 1, 5).Draw(t, p.name)
			for _, act := range acts {
				act.do(p)
			}
		}
		r.handle()
		require.NoError(t, s.pump(s.t.Context()))
		r.checkHistories()
		r.checkCustomersWords()
		r.checkManagersWords()
	})
	s.check()
}

// race is one round: a customer with two tickets, and all that is said in it.
type race struct {
	t        *rapid.T
	s        *stage
	round    int64
	tickets  [2]int64
	customer *racer
	managers [2]*racer
}

// racer is somebody who acts, with the messages about each ticket that can be replied to.
type racer struct {
	*botapi.Person
	race  *race
	name  string
	about [2]int64
	said  []said // in order
}

type said struct {
	text string
	id   int64
}

// act is something that a racer may do, as a drawn example shows it.
type act struct {
	name string
	do   func(*racer)
}

func (a act) String() string { return a.name }

// newRace has a customer open two tickets.
func newRace(t *rapid.T, s *stage, round int64) *race {
	r := &race{t: t, s: s, round: round, tickets: [2]int64{2*round - 1, 2 * round}}
	r.customer = &racer{Person: s.api.AddUser(10_000+round, botapi.Profile{FirstName: "Клиент"}), race: r, name: "customer"}
	for i, name := range []string{"Мария", "Олег"} {
		r.managers[i] = &racer{Person: s.people[name], race: r, name: name}
	}
	r.must(r.customer.Send("Сколько лет вашему директору и где он учился?"))
	require.NoError(t, s.pump(s.t.Context()))
	confirmed, err := find(r.customer.Person, botapi.Message.FromBot)
	require.NoError(t, err)
	r.must(drop2(r.customer.Forge(confirmed.ID, "another")))
	r.must(r.customer.Send("Есть ли у вас вакансии водителей?"))
	require.NoError(t, s.pump(s.t.Context()))
	s.heard("")
	for i, ticket := range r.tickets {
		r.customer.about[i] = r.find(r.customer, fmt.Sprintf("drop:%d", ticket))
		for _, m := range r.managers {
			m.about[i] = r.find(m, fmt.Sprintf("m.take:%d", ticket))
		}
	}
	return r
}

// begin brings each ticket to where the race begins: in the queue, or in the hands of a manager who may have answered.
func (r *race) begin() {
	for i, ticket := range r.tickets {
		holder := rapid.IntRange(0, 2).Draw(r.t, "holder")
		if holder == 0 {
			continue
		}
		m := r.managers[holder-1]
		r.must(m.Send(fmt.Sprintf("/take %d", ticket)))
		if rapid.Bool().Draw(r.t, "answered") {
			m.say(i)
		}
		require.NoError(r.t, r.s.pump(r.s.t.Context()))
	}
	r.s.heard("")
}

// find returns the last message with a button for a ticket.
func (r *race) find(p *racer, data string) int64 {
	m, err := find(p.Person, func(m botapi.Message) bool {
		if m.ReplyMarkup == nil {
			return false
		}
		for _, row := range m.ReplyMarkup.Rows {
			for _, b := range row {
				if b.Data == data {
					return true
				}
			}
		}
		return false
	})
	require.NoError(r.t, err, data)
	return m.ID
}

func (r *race) must(_ botapi.Message, err error) { require.NoError(r.t, err) }

func drop2[T any](_ T, err error) (botapi.Message, error) { return botapi.Message{}, err }

// acts are what a racer may do.
func (r *race) acts(p *racer) []act {
	var acts []act
	for i, ticket := range r.tickets {
		say := act{fmt.Sprintf("say in %d", i), func(p *racer) { p.say(i) }}
		acts = append(acts, say, say)
		if p == r.customer {
			acts = append(acts, act{fmt.Sprintf("withdraw %d", i), func(p *racer) {
				r.must(drop2(p.Forge(p.about[i], fmt.Sprintf("dropyes:%d", ticket))))
			}})
			continue
		}
		for _, command := range []string{
			"/take %d", "/take %d", "/release %d", "/close %d", "/reopen %d", "/transfer %d Мария", "/transfer %d Олег",
		} {
			command = fmt.Sprintf(command, ticket)
			acts = append(acts, act{command, func(p *racer) { r.must(p.Send(command)) }})
		}
		merge := fmt.Sprintf("/merge %d %d", ticket, r.tickets[1-i])
		merging := act{merge, func(p *racer) { r.must(p.Send(merge)) }}
		acts = append(acts, merging, merging)
	}
	return acts
}

// say says something of its own in a ticket.
func (p *racer) say(ticket int) {
	text := fmt.Sprintf("%s, слово %d.%d", p.name, p.race.round, len(p.said))
	m, err := p.Reply(p.about[ticket], text)
	require.NoError(p.race.t, err)
	p.said = append(p.said, said{text, m.ID})
}

// handle handles all that was done, as several workers at once do it.
func (r *race) handle() {
	ctx := r.s.t.Context()
	_, err := r.s.receive(ctx)
	require.NoError(r.t, err)
	var wg sync.WaitGroup
	errs := make([]error, 3)
	for i := range errs {
		wg.Go(func() {
			for some := true; some && errs[i] == nil; {
				some, errs[i] = r.s.db.Handle(ctx, r.s.api.Bot().ID, func(ctx context.Context, tx *postgres.Tx, u delivery.Update) error {
					return r.s.bot.Handle(ctx, tx, u)
				})
			}
		})
	}
	wg.Wait()
	r.s.bot.Wait()
	for _, err := range errs {
		require.NoError(r.t, err)
	}
}

// checkCustomersWords holds that each word of the customer stands in a ticket that is not merged, once, and came to a
// manager at most once, in order.
func (r *race) checkCustomersWords() {
	for _, said := range r.customer.said {
		var stored int
		require.NoError(r.t, r.s.sql.QueryRow(r.s.t.Context(), `
			SELECT count(*) FROM ticket_messages AS m JOIN tickets AS t ON t.id = m.ticket_id
			WHERE m.text = $1 AND t.state <> 'merged' AND t.customer_id = $2`, said.text, r.customer.ID()).Scan(&stored))
		require.Equal(r.t, 1, stored, said.text)
	}
	for _, m := range r.managers {
		r.inOrder(m, r.customer, func(m botapi.Message) bool { return strings.HasPrefix(m.Body(), "№") })
	}
}

// checkManagersWords holds that each word of a manager that was confirmed came to the customer, once and in order, and
// that no other did.
func (r *race) checkManagersWords() {
	for _, m := range r.managers {
		came := r.inOrder(r.customer, m, botapi.Message.FromBot)
		confirmed := map[int64]bool{}
		for _, heard := range m.View().Messages {
			if heard.ReplyTo != nil && strings.HasPrefix(heard.Body(), "✓") {
				confirmed[heard.ReplyTo.ID] = true
			}
		}
		for _, said := range m.said {
			require.Equal(r.t, confirmed[said.id], came[said.text], "%s was confirmed, it came", said.text)
		}
	}
}

// inOrder holds that of what one said, the other heard nothing twice and nothing out of order. It returns what was heard.
func (r *race) inOrder(hearer, speaker *racer, relayed func(botapi.Message) bool) map[string]bool {
	place := map[string]int{}
	for i, said := range speaker.said {
		place[said.text] = i
	}
	came, last := map[string]bool{}, -1
	for _, m := range hearer.View().Messages {
		if !relayed(m) {
			continue
		}
		_, text, _ := strings.Cut(m.Body(), "\n")
		if i, ok := place[text]; ok {
			require.Greater(r.t, i, last, "%s heard what %s said: %s", hearer.name, speaker.name, text)
			came[text], last = true, i
		}
	}
	return came
}
