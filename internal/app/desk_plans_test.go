package app_test

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/jackc/pgx/v5" //nolint:depguard // the tests read rows that no method of the store shows
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/chatbotsmanagers/faqbot/internal/bot"
	"github.com/chatbotsmanagers/faqbot/internal/postgres/postgrestest"
)

const (
	largeTable = 1000   // rows from which a table must not be read from end to end
	mostRead   = 10_000 // rows that one step of a plan may look at
)

// smallTables stay small at any desk, or belong to libraries. Every other table is full here.
var smallTables = []string{"managers", "team_members", "routes", "topics", "canned_replies", "outbox_files", "invitations", "group_chats", "goose_db_version", "river_"}

// TestPlansUseIndexes lets managers and customers do all that they can do at a desk with 100,000 tickets, and reads how
// Postgres ran each statement behind that: no large table may be read from end to end.
func TestPlansUseIndexes(t *testing.T) {
	explained, plain := postgrestest.Explained(t)
	d := openDesk(t, plain, explained)
	large := d.largeTables()

	var playing sync.WaitGroup
	for i, c := range d.managers {
		playing.Go(func() {
			for n := i; n < len(scenes); n += len(d.managers) {
				scenes[n](c)
			}
		})
	}
	for c, can := range map[*colleague][]func(*colleague){d.manager: managersScenes, d.observer: observersScenes} {
		playing.Go(func() {
			for _, scene := range can {
				scene(c)
			}
		})
	}
	var customer int64
	playing.Go(func() { customer = beCustomer(d) })
	playing.Wait()
	inGroup(d)
	var chores []string
	for _, chore := range (&bot.Bot{}).Chores() {
		chores = append(chores, chore.Name)
	}
	d.await(`SELECT array_agg(args->>'name') FILTER (WHERE kind = 'chore') @> $1 AND bool_or(kind = 'retention')
		FROM river_job WHERE kind IN ('chore', 'retention') AND state = 'completed'`, chores)
	require.Zero(t, one[int](d, `SELECT count(*) FROM inbox WHERE failed_at IS NOT NULL OR attempts > 0`), "updates on which the bot failed")
	d.requireAllCommands(customer)

	seen := map[string]bool{}
	for _, plan := range postgrestest.Plans(t, plain) {
		plan.Root.Walk(func(n postgrestest.Node) {
			found := fmt.Sprintf("%s of %s in %s", n.Type, n.Table, plan.SQL)
			if !large[n.Table] || seen[found] {
				return
			}
			seen[found] = true
			assert.NotContains(t, n.Type, "Seq Scan", found)
			assert.Less(t, n.Read(), mostRead, found)
		})
	}
	require.Greater(t, len(seen), 50, "the plans are not those of the bot")
}

// largeTables returns the tables that have many rows. One that is neither among them nor known as small is an error: its
// statements would not be judged.
func (d *busyDesk) largeTables() map[string]bool {
	d.tb.Helper()
	type table struct {
		Name string
		Rows float64
	}
	rows, err := d.sql.Query(d.tb.Context(), `
		SELECT relname, reltuples FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace`)
	require.NoError(d.tb, err)
	tables, err := pgx.CollectRows(rows, pgx.RowToStructByPos[table])
	require.NoError(d.tb, err)
	large := map[string]bool{}
	for _, t := range tables {
		small := slices.ContainsFunc(smallTables, func(name string) bool { return strings.HasPrefix(t.Name, name) })
		require.True(d.tb, small || t.Rows >= largeTable, "desk.sql puts too few rows into %s: %g", t.Name, t.Rows)
		large[t.Name] = !small
	}
	return large
}

// beCustomer does what customers can do.
func beCustomer(d *busyDesk) int64 {
	d.tb.Helper()
	ended, id := d.ticket(`state = 'closed' AND customer_id < 100010`) // of those who write often
	p := d.meet(id)
	for _, text := range []string{
		"/start", "/help", "/topics", "/language", "/contact", "/cancel", "/manager", "/cancel",
		"когда привезут заказ", "Сколько лет вашему директору и где он учился?", "/tickets",
	} {
		d.say(p, 0, text)
	}
	words, err := p.Reply(lastSaid(d, p).ID, "Это срочно")
	require.NoError(d.tb, err)
	d.await(`SELECT EXISTS (SELECT FROM ticket_messages WHERE chat_id = $1 AND telegram_id = $2)`, id, words.ID)
	for _, verb := range []string{"add:", "another", "drop:", "dropno:", "helped:", "nothelp:", "topics:", "tickets:", "wish:"} {
		if m, data, ok := lastButton(p, verb); ok {
			_, err := p.Forge(m.ID, data)
			require.NoError(d.tb, err)
		}
	}
	_, err = p.Forge(lastSaid(d, p).ID, fmt.Sprintf("rate:%d:5", ended))
	require.NoError(d.tb, err)
	require.NoError(d.tb, p.Edit(words.ID, "Это очень срочно"))
	d.say(p, words.ID, "/delete")
	_, err = p.ShareContact()
	require.NoError(d.tb, err)
	d.say(p, 0, "/cancel") // updates of a chat are handled in order
	d.quiet(id)
	return id
}

// inGroup does what is done in a group of managers.
func inGroup(d *busyDesk) {
	d.tb.Helper()
	in := d.managers[0].In(postgrestest.DeskGroup)
	for _, command := range []string{"/bind", "/unbind", "/bind Разное"} { // the last shows what waits, at Telegram's pace
		sent, err := in.Send(command)
		require.NoError(d.tb, err)
		d.hear(in, sent.ID)
	}
}

// requireAllCommands holds that the commands of the menus were given, each by those whose it is.
func (d *busyDesk) requireAllCommands(customer int64) {
	d.tb.Helper()
	for of, chats := range map[int64]string{
		d.managers[0].ID():     `chat_id BETWEEN 3001 AND 3011`,
		customer:               `chat_id > 100000`,
		postgrestest.DeskGroup: `chat_id < 0`,
	} {
		given := one[[]string](d, `SELECT array_agg(DISTINCT coalesce(split_part(raw->'message'->>'text', ' ', 1), '')) FROM inbox WHERE update_id > 0 AND `+chats)
		menu := d.telegram.Commands(of)
		require.NotEmpty(d.tb, menu)
		for _, c := range menu {
			assert.Contains(d.tb, given, "/"+c.Command, "the statements behind a command are not judged: let a scene give it")
		}
	}
}
