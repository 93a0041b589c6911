package bot_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// TestStaffRaces lets two administrators take each other's role and place, and work on tickets, at once. Nobody waits in a
// circle, one administrator stays, and no ticket stays with who has gone.
func TestStaffRaces(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.do("@ Мария is a manager", "@ Олег is a manager")
	round := int64(0)
	rapid.Check(t, func(t *rapid.T) {
		round++
		r := newRace(t, s, round)
		_, err := s.sql.Exec(s.t.Context(), `UPDATE managers SET role = 'administrator'`)
		require.NoError(t, err)
		r.bring(0, r.managers[rapid.IntRange(0, 1).Draw(t, "holder")], "", false)
		for _, p := range r.managers {
			acts := append(r.acts(p), r.changesOfStaff(p)...)
			for _, act := range rapid.SliceOfN(rapid.SampledFrom(acts), 1, 3).Draw(t, p.name) {
				act.do(p)
			}
			rapid.SampledFrom(r.changesOfStaff(p)).Draw(t, p.name+" then").do(p)
		}
		r.handle()
		r.pump()
		r.checkHolders()
		r.checkAnswered()
		var administrators int
		require.NoError(t, s.sql.QueryRow(s.t.Context(), `
			SELECT count(*) FROM managers WHERE role = 'administrator' AND left_at IS NULL`).Scan(&administrators))
		require.Positive(t, administrators)
	})
	s.check()
	require.Zero(t, s.deadlocks())
}

// changesOfStaff are what an administrator may do to the staff.
func (r *race) changesOfStaff(p *racer) []act {
	other := r.other(p)
	var acts []act
	for _, role := range []string{"наблюдатель", "менеджер", "администратор"} {
		command := fmt.Sprintf("/role %s %s", other.name, role)
		acts = append(acts, act{command, 0, func(p *racer) { r.must(p.Send(command)) }})
	}
	for _, data := range []string{"m.leave", fmt.Sprintf("m.gone:%d", other.ID())} {
		acts = append(acts, act{data, 0, func(p *racer) { r.must(drop2(p.Forge(p.about[0], data))) }})
	}
	return acts
}

// deadlocks closes the bot's connections, since each counts its own and tells that when it ends, and returns how many
// circles Postgres had to break by ending a transaction.
func (s *stage) deadlocks() (n int) {
	s.t.Helper()
	s.db.Close()
	ctx, cancel := context.WithTimeout(s.t.Context(), 10*time.Second)
	defer cancel()
	for others := 1; others > 0; {
		require.NoError(s.t, s.sql.QueryRow(ctx, `
			SELECT count(*) FROM pg_stat_activity
			WHERE datname = current_database() AND backend_type = 'client backend' AND pid <> pg_backend_pid()`).Scan(&others))
	}
	require.NoError(s.t, s.sql.QueryRow(ctx, `SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()`).Scan(&n))
	return n
}
