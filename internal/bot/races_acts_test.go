package bot_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/jackc/pgx/v5" //nolint:depguard // the checks read rows that no method of the store shows
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/chatbotsmanagers/faqbot/internal/bot"
	"github.com/chatbotsmanagers/faqbot/internal/botapi"
	"github.com/chatbotsmanagers/faqbot/internal/delivery"
	"github.com/chatbotsmanagers/faqbot/internal/postgres"
)

// race is one round: a customer with two tickets, and all that is said in it.
type race struct {
	t        *rapid.T
	s        *stage
	round    int64
	tickets  [2]int64 // that the acts are about; a split makes further ones
	customer *racer
	managers [2]*racer
	nobody   *racer  // the bot by itself
	handOn   []int64 // the tickets that it looks at, to hand them on
}

// racer is somebody who acts, with the messages about each ticket that can be replied to.
type racer struct {
	*botapi.Person
	race  *race
	name  string
	about [2]int64
	said  []*said // in order
}

// said is what somebody said. takenBack is the message that wants it back, 0 for none.
type said struct {
	text      string
	id        int64
	ticket    int // as the speaker meant
	takenBack int64
}

// act is something that a racer may do, as a drawn example shows it.
type act struct {
	name   string
	ticket int
	do     func(*racer)
}

func (a act) String() string { return a.name }

// newRace has a customer open two tickets.
func newRace(t *rapid.T, s *stage, round int64) *race {
	r := &race{t: t, s: s, round: round}
	r.nobody = &racer{race: r, name: "nobody"}
	_, err := s.sql.Exec(s.t.Context(), `
		UPDATE managers SET away_since = NULL, left_at = NULL, role = CASE id WHEN $1 THEN 'administrator' ELSE 'manager' END`, ids["Мария"])
	require.NoError(t, err)
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
	tickets := r.ticketsOfCustomer()
	require.Len(t, tickets, 2)
	copy(r.tickets[:], tickets)
	for i, ticket := range r.tickets {
		r.customer.about[i] = r.find(r.customer, fmt.Sprintf("drop:%d", ticket))
		for _, m := range r.managers {
			m.about[i] = r.find(m, fmt.Sprintf("m.take:%d", ticket))
		}
	}
	return r
}

// ticketsOfCustomer lists the tickets of the round.
func (r *race) ticketsOfCustomer() []int64 {
	rows, err := r.s.sql.Query(r.s.t.Context(), `SELECT id FROM tickets WHERE customer_id = $1 ORDER BY id`, r.customer.ID())
	require.NoError(r.t, err)
	tickets, err := pgx.CollectRows(rows, pgx.RowTo[int64])
	require.NoError(r.t, err)
	return tickets
}

// bring has a manager take a ticket, perhaps answer, and hear more from the customer; then comes the command that a race
// begins after. Who talks with the customer has answered for certain.
func (r *race) bring(ticket int, holder *racer, command string, talks bool) {
	r.must(holder.Send(fmt.Sprintf("/take %d", r.tickets[ticket])))
	if answered := rapid.Bool().Draw(r.t, "answered"); answered || talks {
		holder.say(ticket)
	}
	r.pump()
	r.customer.say(ticket)
	r.pump()
	if command != "" {
		r.must(holder.Send(fmt.Sprintf("%s %d", command, r.tickets[ticket])))
		r.pump()
	}
	r.s.heard("")
}

func (r *race) pump() { require.NoError(r.t, r.s.pump(r.s.t.Context())) }

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
	if p == r.nobody {
		return nil
	}
	for i, ticket := range r.tickets {
		say := act{fmt.Sprintf("say in %d", i), i, func(p *racer) { p.say(i) }}
		acts = append(acts, say, say, act{fmt.Sprintf("/delete in %d", i), i, func(p *racer) { p.takeBack(i) }})
		if p == r.customer {
			acts = append(acts, act{fmt.Sprintf("withdraw %d", i), i, func(p *racer) {
				r.must(drop2(p.Forge(p.about[i], fmt.Sprintf("dropyes:%d", ticket))))
			}})
			continue
		}
		other := r.other(p)
		for _, command := range []string{
			"/take %d", "/take %d", "/release %d", "/close %d", "/reopen %d", "/transfer %d " + other.name, "/assign %d " + other.name,
		} {
			command = fmt.Sprintf(command, ticket)
			acts = append(acts, act{command, i, func(p *racer) { r.must(p.Send(command)) }})
		}
		merge := fmt.Sprintf("/merge %d %d", ticket, r.tickets[1-i])
		merging := act{merge, i, func(p *racer) {
			r.must(drop2(p.Forge(p.about[i], fmt.Sprintf("m.merge:%d:%d", ticket, r.tickets[1-i]))))
		}}
		splitting := act{fmt.Sprintf("/split in %d", i), i, func(p *racer) { p.split(i) }}
		acts = append(acts, merging, merging, splitting, splitting)
	}
	return acts
}

// other is the colleague of a manager.
func (r *race) other(p *racer) *racer {
	if p == r.managers[0] {
		return r.managers[1]
	}
	return r.managers[0]
}

// actsOfDuels are what else a racer may do, alone: after a ban nobody reads what the customer says.
func (r *race) actsOfDuels(p *racer) []act {
	var acts []act
	for i, ticket := range r.tickets {
		switch p {
		case r.nobody:
			acts = append(acts, act{fmt.Sprintf("hand on %d", i), i, func(*racer) { r.handOn = append(r.handOn, ticket) }})
		case r.customer:
			acts = append(acts, act{fmt.Sprintf("rate %d", i), i, func(p *racer) {
				r.must(drop2(p.Forge(p.about[i], fmt.Sprintf("rate:%d:5", ticket))))
			}}, act{fmt.Sprintf("burst in %d", i), i, func(p *racer) { p.burst(i) }})
		default:
			acts = append(acts, act{fmt.Sprintf("/ban %d", ticket), i, func(p *racer) { p.ban(i) }})
			for name, data := range map[string]string{"leave": "m.leave", "dismiss": fmt.Sprintf("m.gone:%d", r.other(p).ID())} {
				acts = append(acts, act{name, i, func(p *racer) { r.must(drop2(p.Forge(p.about[i], data))) }})
			}
		}
	}
	return acts
}

// ban bans the customer, as somebody does who was asked whether to.
func (p *racer) ban(ticket int) {
	r := p.race
	asked := fmt.Sprintf(`{"ban": "%d реклама"}`, r.tickets[ticket])
	_, err := r.s.sql.Exec(r.s.t.Context(), `
		INSERT INTO dialogues (user_id, data, touched_at) VALUES ($1, $2, now())
		ON CONFLICT (user_id) DO UPDATE SET data = excluded.data`, p.ID(), asked)
	require.NoError(r.t, err)
	r.must(drop2(p.Forge(p.about[ticket], fmt.Sprintf("m.ban:%d", r.tickets[ticket]))))
}

// split wants what the customer said last in a ticket to be one of its own. Who has not got it cannot.
func (p *racer) split(ticket int) {
	for _, said := range slices.Backward(p.race.customer.said) {
		if said.ticket != ticket {
			continue
		}
		copied, err := find(p.Person, func(m botapi.Message) bool { return m.FromBot() && strings.HasSuffix(m.Body(), "\n"+said.text) })
		if err == nil {
			p.race.must(p.Reply(copied.ID, "/split"))
		}
		return
	}
}

// takeBack wants back what the racer said last in a ticket.
func (p *racer) takeBack(ticket int) {
	for _, said := range slices.Backward(p.said) {
		if said.ticket == ticket && said.takenBack == 0 {
			m, err := p.Reply(said.id, "/delete")
			require.NoError(p.race.t, err)
			said.takenBack = m.ID
			return
		}
	}
}

// say says something of its own in a ticket.
func (p *racer) say(ticket int) {
	text := fmt.Sprintf("%s, слово %d.%d", p.name, p.race.round, len(p.said))
	m, err := p.Reply(p.about[ticket], text)
	require.NoError(p.race.t, err)
	p.said = append(p.said, &said{text: text, id: m.ID, ticket: ticket})
}

// burst says a few lines in a row, the first of them in reply, so that it is known where they belong.
func (p *racer) burst(ticket int) {
	p.say(ticket)
	for range 3 {
		text := fmt.Sprintf("%s, слово %d.%d", p.name, p.race.round, len(p.said))
		m, err := p.Send(text)
		require.NoError(p.race.t, err)
		p.said = append(p.said, &said{text: text, id: m.ID, ticket: ticket})
	}
}

// handle handles all that was done, as several workers at once do it. The tickets are held until whoever wants one waits
// for it, having read what it read: so the acts meet.
func (r *race) handle() {
	ctx := r.s.t.Context()
	_, err := r.s.receive(ctx)
	require.NoError(r.t, err)
	held, err := r.s.sql.Begin(ctx)
	require.NoError(r.t, err)
	defer func() { _ = held.Rollback(ctx) }() // it may be over
	_, err = held.Exec(ctx, `SELECT FROM tickets WHERE customer_id = $1 FOR UPDATE`, r.customer.ID())
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
	var handedOn error
	if len(r.handOn) > 0 {
		wg.Go(func() { handedOn = r.s.db.Do(ctx, r.handingOn()) })
	}
	for patience := time.Now().Add(200 * time.Millisecond); time.Now().Before(patience); {
		var waiting int
		require.NoError(r.t, held.QueryRow(ctx, `SELECT count(*) FROM pg_locks WHERE NOT granted`).Scan(&waiting))
		if waiting >= 2 { // a third may have nothing to do, or want nothing of a ticket
			break
		}
	}
	require.NoError(r.t, held.Rollback(ctx))
	wg.Wait()
	require.NoError(r.t, handedOn)
	r.s.bot.Wait()
	for _, err := range errs {
		require.NoError(r.t, err)
	}
}

// handingOn is the chore that hands tickets on, for those of the race.
func (r *race) handingOn() postgres.Chore {
	chores := r.s.bot.Chores()
	i := slices.IndexFunc(chores, func(c bot.Chore) bool { return c.Name == "hand_on" })
	return postgres.Chore{
		Name: chores[i].Name,
		Due:  func(context.Context, *postgres.Tx) ([]int64, error) { return r.handOn, nil },
		Do:   func(ctx context.Context, tx *postgres.Tx, id int64) error { return chores[i].Do(ctx, tx, id) },
	}
}
