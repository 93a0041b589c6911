package postgres_test

import (
	"context"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"github.com/chatbotsmanagers/faqbot/internal/postgres"
	"github.com/chatbotsmanagers/faqbot/internal/postgres/postgrestest"
)

// replica stands for a lead until it is stopped.
type replica struct {
	leads atomic.Bool
	terms atomic.Int64
	stop  func()
}

func stand(t *testing.T, lead func(context.Context, string, func(context.Context))) *replica {
	t.Helper()
	r := &replica{}
	ctx, cancel := context.WithCancel(t.Context())
	var running sync.WaitGroup
	running.Go(func() {
		lead(ctx, "sender", func(ctx context.Context) {
			r.terms.Add(1)
			r.leads.Store(true)
			<-ctx.Done()
			r.leads.Store(false)
		})
	})
	r.stop = func() { cancel(); running.Wait() }
	t.Cleanup(r.stop)
	return r
}

// throughOutages is LeadThroughOutages for who does not ask when it is decided.
func throughOutages(db *postgres.DB) func(context.Context, string, func(context.Context)) {
	return func(ctx context.Context, name string, f func(context.Context)) {
		db.LeadThroughOutages(ctx, name, func() {}, f)
	}
}

func eventually(t *testing.T, what string, f func() bool) {
	t.Helper()
	require.Eventually(t, f, 20*time.Second, 10*time.Millisecond, what)
}

func killSessions(t *testing.T, databaseURL, like string) {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), databaseURL)
	require.NoError(t, err)
	defer conn.Close(t.Context())
	_, err = conn.Exec(t.Context(), `
		SELECT pg_terminate_backend(pid) FROM pg_stat_activity
		WHERE datname = current_database() AND application_name LIKE $1`, like)
	require.NoError(t, err)
}

func TestOneReplicaLeadsAndAnotherTakesOver(t *testing.T) {
	databaseURL := postgrestest.URL(t)
	a, b := postgrestest.Open(t, databaseURL), postgrestest.Open(t, databaseURL)
	first := stand(t, a.Lead)
	eventually(t, "somebody leads", first.leads.Load)
	second := stand(t, b.Lead)
	require.Never(t, second.leads.Load, time.Second, 50*time.Millisecond, "two lead")

	killSessions(t, databaseURL, "faqbot lead%") // the leader's connection dies
	eventually(t, "somebody leads again", func() bool { return first.terms.Load()+second.terms.Load() == 2 })

	first.stop()
	eventually(t, "the other takes over", second.leads.Load)
}

func TestLeadThroughOutagesGoesOnUntilAnotherHasIt(t *testing.T) {
	databaseURL := postgrestest.URL(t)
	db := postgrestest.Open(t, databaseURL)
	first := stand(t, throughOutages(db))
	eventually(t, "it leads", first.leads.Load)
	killSessions(t, databaseURL, "faqbot lead%")
	require.Never(t, func() bool { return !first.leads.Load() }, 1500*time.Millisecond, 50*time.Millisecond, "it stopped")
	require.EqualValues(t, 1, first.terms.Load())

	second := stand(t, throughOutages(postgrestest.Open(t, databaseURL)))
	require.Never(t, second.leads.Load, time.Second, 50*time.Millisecond, "the lead was not taken again")
	first.stop()
	eventually(t, "the other takes over", second.leads.Load)
}

func TestLeadEndsWithWhatItLeads(t *testing.T) {
	db := postgrestest.New(t)
	for _, lead := range []func(context.Context, string, func(context.Context)){db.Lead, throughOutages(db)} {
		var terms atomic.Int64
		ctx, cancel := context.WithCancel(t.Context())
		lead(ctx, "poll", func(context.Context) {
			if terms.Add(1) == 2 {
				cancel()
			}
		})
		require.EqualValues(t, 2, terms.Load(), "what returns is led again")
	}
}

func TestFollowerKeepsOneSession(t *testing.T) {
	databaseURL := postgrestest.URL(t)
	first := stand(t, postgrestest.Open(t, databaseURL).Lead)
	eventually(t, "it leads", first.leads.Load)
	stand(t, postgrestest.Open(t, databaseURL).Lead)
	conn, err := pgx.Connect(t.Context(), databaseURL)
	require.NoError(t, err)
	defer conn.Close(t.Context())
	sessions := func() (pids []int32) {
		rows, err := conn.Query(t.Context(), `
			SELECT pid FROM pg_stat_activity
			WHERE datname = current_database() AND application_name = 'faqbot lead sender' ORDER BY pid`)
		require.NoError(t, err)
		pids, err = pgx.CollectRows(rows, pgx.RowTo[int32])
		require.NoError(t, err)
		return pids
	}
	eventually(t, "both have a session", func() bool { return len(sessions()) == 2 })
	before := sessions()
	<-time.After(1500 * time.Millisecond) // several attempts
	require.Equal(t, before, sessions(), "opened anew")
}

func TestWhoLeadsIsDecidedForThoseWhoDoNot(t *testing.T) {
	databaseURL := postgrestest.URL(t)
	first := stand(t, postgrestest.Open(t, databaseURL).Lead)
	eventually(t, "it leads", first.leads.Load)

	db := postgrestest.Open(t, databaseURL)
	end := postgrestest.Outage(t, databaseURL)
	var decided atomic.Int64
	second := stand(t, func(ctx context.Context, name string, f func(context.Context)) {
		db.LeadThroughOutages(ctx, name, func() { decided.Add(1) }, f)
	})
	require.Never(t, func() bool { return decided.Load() > 0 }, time.Second, 50*time.Millisecond, "nobody can know")
	end()
	eventually(t, "it is decided", func() bool { return decided.Load() == 1 })
	eventually(t, "one of the two leads", func() bool { return first.leads.Load() != second.leads.Load() })

	first.stop()
	eventually(t, "the other takes over", second.leads.Load)
	require.EqualValues(t, 1, decided.Load(), "it is told once")
}
