package app_test

import (
	"context"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"         //nolint:depguard // the tests read rows that no method of the store shows
	"github.com/jackc/pgx/v5/pgxpool" //nolint:depguard // the tests read rows that no method of the store shows
	"github.com/stretchr/testify/require"

	"github.com/chatbotsmanagers/faqbot/internal/botapi"
	"github.com/chatbotsmanagers/faqbot/internal/helpdesk"
	"github.com/chatbotsmanagers/faqbot/internal/postgres/postgrestest"
)

// busyDesk is the program at work on a desk after two years, with ten administrators, a manager and an observer who write
// to it.
type busyDesk struct {
	tb       testing.TB
	telegram *botapi.Server
	sql      *pgxpool.Pool
	managers []*colleague // the administrators
	manager  *colleague
	observer *colleague
	spare    int64 // an eleventh administrator, who gets what others hand on, and does nothing

	mu    sync.Mutex
	taken map[int64]bool // the tickets that somebody acts on
}

// openDesk fills a database and starts the bot on it by an address that leads there too.
func openDesk(tb testing.TB, database, botsWay string) *busyDesk {
	tb.Helper()
	d := &busyDesk{tb: tb, telegram: startTelegram(tb), taken: map[int64]bool{}}
	postgrestest.FillDesk(tb, database, d.telegram.Bot().ID)
	var err error
	d.sql, err = pgxpool.New(tb.Context(), database)
	require.NoError(tb, err)
	tb.Cleanup(d.sql.Close)

	all := postgrestest.DeskAdministrators
	d.spare = all[len(all)-1]
	group := d.telegram.AddGroup(postgrestest.DeskGroup, "Отдел")
	join := func(id int64) *colleague {
		person := d.telegram.AddUser(id, botapi.Profile{FirstName: fmt.Sprintf("Менеджер-%d", id-3000), Username: fmt.Sprintf("manager%d", id-3000)})
		group.Join(id)
		return newColleague(d, person)
	}
	for _, id := range all {
		if c := join(id); id != d.spare {
			d.managers = append(d.managers, c)
		}
	}
	d.manager, d.observer = join(postgrestest.DeskManager), join(postgrestest.DeskObserver)
	group.Invite(all[0], false)

	c := settings(tb, d.telegram)
	c.DatabaseURL, c.Managers = botsWay, nil
	require.NoError(tb, c.SLA.UnmarshalText([]byte("normal=2000h/2000h/2000h"))) // what is late is looked for, and nothing is
	c.Patience = helpdesk.Patience{HandOn: 9000 * time.Hour, Remind: 9000 * time.Hour, Close: 9000 * time.Hour, Reopen: 9000 * time.Hour}
	serveBot(tb, c)
	events := d.telegram.Subscribe(tb.Context())
	go d.listen(events)
	for _, id := range []int64{d.spare, d.manager.ID(), d.observer.ID()} { // what is offered to them is offered from now on
		_, err = d.telegram.User(id).Send("/start")
		require.NoError(tb, err)
	}
	return d
}

// listen tells the managers what came into their chats, when it did.
func (d *busyDesk) listen(events <-chan botapi.Event) {
	of := map[int64]*colleague{}
	for _, c := range append([]*colleague{d.manager, d.observer}, d.managers...) {
		of[c.ID()] = c
	}
	for e := range events {
		c, text := of[e.Chat], saidBy(e)
		if c == nil || text == "" {
			continue
		}
		select {
		case c.heard <- remark{at: time.Now(), text: text, message: *e.Message}:
		default: // nobody has asked for so long
		}
	}
}

// saidBy returns what the bot said or showed, nothing when it did neither.
func saidBy(e botapi.Event) string {
	switch e.Kind {
	case botapi.MessageNew, botapi.MessageEdited:
		if e.Message.FromBot() {
			return e.Message.Body()
		}
	case botapi.CallbackAnswered:
		return e.Answer.Text
	default:
	}
	return ""
}

// ticket returns a ticket that fits the condition, with its customer, for one manager alone.
func (d *busyDesk) ticket(condition string, args ...any) (id, customer int64) {
	d.tb.Helper()
	d.mu.Lock()
	defer d.mu.Unlock()
	rows, err := d.sql.Query(d.tb.Context(), `SELECT id, customer_id FROM tickets WHERE `+condition+` ORDER BY id LIMIT 1000`, args...)
	require.NoError(d.tb, err)
	tickets, err := pgx.CollectRows(rows, pgx.RowToStructByPos[struct{ ID, Customer int64 }])
	require.NoError(d.tb, err)
	for _, t := range tickets {
		if !d.taken[t.ID] {
			d.taken[t.ID] = true
			return t.ID, t.Customer
		}
	}
	require.Fail(d.tb, "no ticket is left", condition)
	return 0, 0
}

// one reads one value.
func one[T any](d *busyDesk, sql string, args ...any) T {
	d.tb.Helper()
	rows, err := d.sql.Query(d.tb.Context(), sql, args...)
	require.NoError(d.tb, err)
	value, err := pgx.CollectExactlyOneRow(rows, pgx.RowTo[T])
	require.NoError(d.tb, err, sql)
	return value
}

// quiet waits until the bot has handled all that somebody did and sent all that it has to say to them.
func (d *busyDesk) quiet(chat int64) {
	d.tb.Helper()
	d.await(`SELECT NOT EXISTS (SELECT FROM inbox WHERE chat_id = $1 AND handled_at IS NULL AND failed_at IS NULL)
		AND NOT EXISTS (SELECT FROM outbox WHERE chat_id = $1 AND sent_at IS NULL AND refused_at IS NULL)`, chat)
}

// await waits until a statement returns true.
func (d *busyDesk) await(sql string, args ...any) {
	d.tb.Helper()
	ctx, cancel := context.WithTimeout(d.tb.Context(), longEnough)
	defer cancel()
	tick := time.NewTicker(5 * time.Millisecond)
	defer tick.Stop()
	for !one[bool](d, sql, args...) {
		select {
		case <-tick.C:
		case <-ctx.Done():
			require.NoError(d.tb, ctx.Err(), "%s %v: %s", sql, args, d.waiting())
		}
	}
}

// waiting tells what is not handled and not sent.
func (d *busyDesk) waiting() string {
	d.tb.Helper()
	return one[string](d, `
		SELECT concat((SELECT json_agg(json_build_array('update', seq, chat_id, kind, attempts, not_before, error))
				FROM inbox WHERE handled_at IS NULL AND failed_at IS NULL),
			(SELECT json_agg(json_build_array('message', id, chat_id, method, attempts, not_before))
				FROM outbox WHERE sent_at IS NULL AND refused_at IS NULL))`)
}

// meet lets a customer of the desk write to the bot, which can write to nobody else.
func (d *busyDesk) meet(customer int64) *botapi.Person {
	d.tb.Helper()
	person := d.telegram.User(customer)
	if len(person.View().Messages) == 0 {
		d.say(person, 0, "/tickets")
	}
	return person
}

// say lets a customer say something, and waits for what the bot says to that.
func (d *busyDesk) say(person *botapi.Person, to int64, text string) (said botapi.Message) {
	d.tb.Helper()
	said, err := person.Reply(to, text)
	require.NoError(d.tb, err)
	return d.hear(person, said.ID)
}

// hear waits for what the bot says to somebody after a message.
func (d *busyDesk) hear(person *botapi.Person, after int64) botapi.Message {
	d.tb.Helper()
	ctx, cancel := context.WithTimeout(d.tb.Context(), longEnough)
	defer cancel()
	m, err := person.Wait(ctx, func(m botapi.Message) bool { return m.ID > after && m.FromBot() })
	require.NoError(d.tb, err)
	return m
}
