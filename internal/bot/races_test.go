package bot_test

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// TestRaces lets two managers and a customer act at once on two tickets, whatever they like in any order, on a real
// Postgres. Afterwards the history of each ticket must be one that the rules allow and must end where the ticket stands;
// nobody's words are lost, and each is delivered once, in order.
func TestRaces(t *testing.T) {
	t.Parallel()
	raceOf(t, func(t *rapid.T, r *race) {
		for _, p := range []*racer{r.customer, r.managers[0], r.managers[1]} {
			for _, act := range rapid.SliceOfN(rapid.SampledFrom(r.acts(p)), 1, 5).Draw(t, p.name) {
				act.do(p)
			}
		}
	})
}

// duel is an act of one against that of another, each by the beginning of its name.
type duel struct {
	one   func(*race) *racer
	act   string
	other func(*race) *racer
	meets string
}

// duels are acts that can hurt each other when they meet on one ticket.
var duels = map[string]duel{
	"two takes":                          {first, "/take", second, "/take"},
	"take against withdraw":              {first, "/take", asker, "withdraw"},
	"close against a customer's words":   {first, "/close", asker, "say"},
	"transfer against another's release": {first, "/transfer", second, "/release"},
	"transfer against an assignment":     {second, "/transfer", first, "/assign"},
	"release against an assignment":      {second, "/release", first, "/assign"},
	"merge against a manager's words":    {first, "/merge", second, "say"},
	"merge against a customer's words":   {first, "/merge", asker, "say"},
	"two merges":                         {first, "/merge", second, "/merge"},
	"split against words taken back":     {first, "/split", asker, "/delete"},
	"two splits of one message":          {first, "/split", second, "/split"},
	"split against merge":                {first, "/split", second, "/merge"},
	"merge against words taken back":     {first, "/merge", asker, "/delete"},
	"reopen against a customer's words":  {first, "/reopen", asker, "say"},
	"reopen against another's reopen":    {first, "/reopen", second, "/reopen"},
	"withdraw against a manager's words": {first, "say", asker, "withdraw"},
	"words taken back against a take":    {first, "/take", asker, "/delete"},
	"close against a manager's transfer": {first, "/close", second, "/transfer"},
}

func first(r *race) *racer  { return r.managers[0] }
func second(r *race) *racer { return r.managers[1] }
func asker(r *race) *racer  { return r.customer }

// TestDuels has two acts that can hurt each other meet on one ticket, wherever that stands.
func TestDuels(t *testing.T) {
	t.Parallel()
	raceOf(t, func(t *rapid.T, r *race) {
		d := duels[rapid.SampledFrom(slices.Sorted(maps.Keys(duels))).Draw(t, "duel")]
		ticket := rapid.IntRange(0, 1).Draw(t, "ticket")
		for _, side := range []struct {
			who  *racer
			does string
		}{{d.one(r), d.act}, {d.other(r), d.meets}} {
			acts := r.acts(side.who)
			i := slices.IndexFunc(acts, func(a act) bool { return a.ticket == ticket && strings.HasPrefix(a.name, side.does) })
			require.NotEqual(t, -1, i, side.does)
			acts[i].do(side.who)
		}
	})
}

// raceOf lets what is drawn happen at once, in many rounds, and looks at what came of each.
func raceOf(t *testing.T, happen func(*rapid.T, *race)) {
	t.Helper()
	s := newStage(t)
	s.do("@ Мария is a manager", "@ Олег is a manager", "> Мария: /role Олег менеджер")
	round := int64(0)
	rapid.Check(t, func(t *rapid.T) {
		round++
		r := newRace(t, s, round)
		r.begin()
		happen(t, r)
		r.handle()
		r.pump()
		r.checkHistories()
		r.checkCustomersWords()
		r.checkManagersWords()
	})
	s.check()
}
