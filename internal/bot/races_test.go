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
		for i := range r.tickets {
			r.bring(i, r.managers[rapid.IntRange(0, 1).Draw(t, "holder")], rapid.SampledFrom([]string{"", "", "/release", "/close"}).Draw(t, "begins"), false)
		}
		for _, p := range []*racer{r.customer, r.managers[0], r.managers[1]} {
			for _, act := range rapid.SliceOfN(rapid.SampledFrom(r.acts(p)), 1, 5).Draw(t, p.name) {
				act.do(p)
			}
		}
	})
}

// duel is an act of one against that of another, each by the beginning of its name, on a ticket that begins in the hands of
// a manager, or where the end of begins brings it.
type duel struct {
	one   func(*race) *racer
	act   string
	other func(*race) *racer
	meets string

	holder func(*race) *racer
	begins string
}

// duels are acts that can hurt each other when they meet on one ticket. Those of one chat never do: its updates are handled
// in order. So a manager who lets a ticket go meets only what others do, or the bot by itself.
var duels = map[string]duel{
	"two takes":                           {first, "/take", second, "/take", second, "/release"},
	"take against withdraw":               {first, "/take", asker, "withdraw", second, "/release"},
	"take against words taken back":       {first, "/take", asker, "/delete", second, "/release"},
	"close against a customer's words":    {first, "/close", asker, "say", first, ""},
	"close against an assignment":         {second, "/close", first, "/assign", second, ""},
	"transfer against an assignment":      {second, "/transfer", first, "/assign", second, ""},
	"release against an assignment":       {second, "/release", first, "/assign", second, ""},
	"merge against a manager's words":     {first, "/merge", second, "say", second, ""},
	"merge against a customer's words":    {first, "/merge", asker, "say", first, ""},
	"merge against words taken back":      {first, "/merge", asker, "/delete", first, ""},
	"two merges":                          {first, "/merge", second, "/merge", second, ""},
	"split against words taken back":      {second, "/split", asker, "/delete", second, ""},
	"an answer taken back against words":  {second, "/delete", asker, "say", second, ""},
	"an answer taken back against merge":  {second, "/delete", first, "/merge", second, ""},
	"an answer taken back against reopen": {second, "/delete", first, "/reopen", second, "/close"},
	"split against merge":                 {second, "/split", first, "/merge", second, ""},
	"reopen against a customer's words":   {first, "/reopen", asker, "say", second, "/close"},
	"reopen against another's reopen":     {first, "/reopen", second, "/reopen", second, "/close"},
	"a manager's words against withdraw":  {first, "say", asker, "withdraw", first, ""},
	"transfer against being handed on":    {second, "/transfer", nobody, "hand on", second, "/away"},
	"release against being handed on":     {second, "/release", nobody, "hand on", second, "/away"},
	"close against being handed on":       {second, "/close", nobody, "hand on", second, "/away"},
	"assignment against being handed on":  {first, "/assign", nobody, "hand on", second, "/away"},
	"words against being handed on":       {second, "say", nobody, "hand on", second, "/away"},
	"take against a ban":                  {first, "/take", second, "/ban", second, "/release"},
	"transfer against a ban":              {second, "/transfer", first, "/ban", second, ""},
	"release against a ban":               {second, "/release", first, "/ban", second, ""},
	"merge against a ban":                 {first, "/merge", second, "/ban", second, ""},
	"split against a ban":                 {second, "/split", first, "/ban", second, ""},
	"a manager's words against a ban":     {second, "say", first, "/ban", second, ""},
	"withdraw against a ban":              {asker, "withdraw", first, "/ban", second, ""},
	"being handed on against a ban":       {nobody, "hand on", first, "/ban", second, "/away"},
	"reopen against a rating":             {first, "/reopen", asker, "rate", second, "/close"},
	"a rating against a ban":              {asker, "rate", first, "/ban", second, "/close"},

	"take against a dismissal":                   {second, "/take", first, "dismiss", second, "/release"},
	"a manager's words against a dismissal":      {second, "say", first, "dismiss", second, ""},
	"words taken back against a dismissal":       {second, "/delete", first, "dismiss", second, ""},
	"transfer against a dismissal":               {second, "/transfer", first, "dismiss", second, ""},
	"merge against a dismissal":                  {second, "/merge", first, "dismiss", second, ""},
	"split against a dismissal":                  {second, "/split", first, "dismiss", second, ""},
	"reopen against a dismissal":                 {second, "/reopen", first, "dismiss", second, "/close"},
	"a customer's words against a dismissal":     {asker, "say", first, "dismiss", second, ""},
	"a customer's reopening against a dismissal": {asker, "say", first, "dismiss", second, "/close"},
	"withdraw against a dismissal":               {asker, "withdraw", first, "dismiss", second, ""},
	"a rating against a dismissal":               {asker, "rate", first, "dismiss", second, "/close"},
	"being handed on against a dismissal":        {nobody, "hand on", first, "dismiss", second, "/away"},
	"assignment against a departure":             {first, "/assign", second, "leave", first, ""},
	"transfer against a departure":               {first, "/transfer", second, "leave", first, ""},
	"a dismissal against a departure":            {first, "dismiss", second, "leave", second, ""},
	"a burst against a manager's words":          {asker, "burst", second, "say", second, ""},
	"a burst against a release":                  {asker, "burst", second, "/release", second, ""},
	"a burst against an assignment":              {asker, "burst", first, "/assign", first, ""},
	"a burst against a dismissal":                {asker, "burst", first, "dismiss", second, ""},
}

func first(r *race) *racer  { return r.managers[0] }
func second(r *race) *racer { return r.managers[1] }
func asker(r *race) *racer  { return r.customer }
func nobody(r *race) *racer { return r.nobody }

// TestDuels has two acts that can hurt each other meet on one ticket, wherever that stands. Of two nobody waits in a circle,
// not even in one that Postgres breaks. Among more it can happen: who waits for a ticket that is merged meanwhile has it locked
// when the other one, where it went, is wanted.
func TestDuels(t *testing.T) {
	t.Parallel()
	s := raceOf(t, func(t *rapid.T, r *race) {
		d := duels[rapid.SampledFrom(slices.Sorted(maps.Keys(duels))).Draw(t, "duel")]
		ticket := rapid.IntRange(0, 1).Draw(t, "ticket")
		r.bring(ticket, d.holder(r), d.begins, d.act == "burst") // else its lines are questions, and the bot's affair
		for _, side := range []struct {
			who  *racer
			does string
		}{{d.one(r), d.act}, {d.other(r), d.meets}} {
			acts := append(r.acts(side.who), r.actsOfDuels(side.who)...)
			i := slices.IndexFunc(acts, func(a act) bool { return a.ticket == ticket && strings.HasPrefix(a.name, side.does) })
			require.NotEqual(t, -1, i, side.does)
			acts[i].do(side.who)
		}
	})
	require.Zero(t, s.deadlocks())
}

// raceOf lets what is drawn happen at once, in many rounds, and looks at what came of each.
func raceOf(t *testing.T, happen func(*rapid.T, *race)) *stage {
	t.Helper()
	s := newStage(t)
	s.do("@ Мария is a manager", "@ Олег is a manager", "> Мария: /role Олег менеджер")
	round := int64(0)
	rapid.Check(t, func(t *rapid.T) {
		round++
		r := newRace(t, s, round)
		happen(t, r)
		r.handle()
		r.pump()
		r.checkHistories()
		r.checkCustomersWords()
		r.checkManagersWords()
		r.checkHolders()
		r.checkAnswered()
	})
	s.check()
	return s
}
