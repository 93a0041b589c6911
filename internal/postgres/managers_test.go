package postgres_test

import (
	"context"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"github.com/chatbotsmanagers/faqbot/internal/helpdesk"
	"github.com/chatbotsmanagers/faqbot/internal/postgres"
	"github.com/chatbotsmanagers/faqbot/internal/postgres/postgrestest"
)

// Whoever changes who is of the staff waits for what each of them is doing; who acts then, acts by the new right.
func TestRightsHoldUntilTheEndOfTheAct(t *testing.T) {
	t.Parallel()
	address := postgrestest.URL(t)
	db := postgrestest.Open(t, address)
	conn, err := pgx.Connect(t.Context(), address)
	require.NoError(t, err)
	t.Cleanup(func() { _ = conn.Close(context.WithoutCancel(t.Context())) })
	const maria, oleg = 1, 2
	inTx(t, db, func(ctx context.Context, tx *postgres.Tx) {
		require.NoError(t, tx.SaveManager(ctx, helpdesk.Manager{ID: maria, Name: "Мария", Role: helpdesk.RoleAdministrator}))
		require.NoError(t, tx.SaveManager(ctx, helpdesk.Manager{ID: oleg, Name: "Олег", Role: helpdesk.RoleManager}))
	})
	somebodyWaits := func() bool {
		var waits bool
		err := conn.QueryRow(t.Context(), `
			SELECT EXISTS (SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock')`).Scan(&waits)
		return err == nil && waits
	}
	run := func(f func(context.Context, *postgres.Tx) error) chan error {
		done := make(chan error, 1)
		go func() { done <- db.InTx(t.Context(), f) }()
		return done
	}

	acts, actEnds := make(chan struct{}), make(chan struct{})
	act := run(func(ctx context.Context, tx *postgres.Tx) error {
		m, err := tx.HoldActor(ctx, oleg)
		close(acts)
		<-actEnds
		if err == nil {
			m.InHand = 0
			err = tx.SaveManager(ctx, m) // one's own act is not in the way of itself
		}
		return err
	})
	<-acts
	dismisses, dismissalEnds := make(chan struct{}), make(chan struct{})
	dismissal := run(func(ctx context.Context, tx *postgres.Tx) error {
		staff, err := tx.LockStaff(ctx)
		if err != nil {
			return err
		}
		close(dismisses)
		<-dismissalEnds
		staff[1].LeftAt = time.Now()
		return tx.SaveManager(ctx, staff[1])
	})
	require.Eventually(t, somebodyWaits, 10*time.Second, 5*time.Millisecond, "the dismissal waits for the act")
	close(actEnds)
	require.NoError(t, <-act)
	<-dismisses
	late := run(func(ctx context.Context, tx *postgres.Tx) error {
		_, err := tx.HoldActor(ctx, oleg)
		return err
	})
	require.Eventually(t, somebodyWaits, 10*time.Second, 5*time.Millisecond, "the next act waits for the dismissal")
	close(dismissalEnds)
	require.NoError(t, <-dismissal)
	require.ErrorIs(t, <-late, helpdesk.ErrNotFound, "and fails")

	inTx(t, db, func(ctx context.Context, tx *postgres.Tx) {
		staff, err := tx.Managers(ctx)
		require.NoError(t, err)
		require.Len(t, staff, 1)
		name, err := tx.StaffName(ctx, oleg)
		require.NoError(t, err)
		require.Equal(t, "Олег", name, "histories go on naming who has left")
		names, err := tx.StaffNames(ctx)
		require.NoError(t, err)
		require.Equal(t, map[int64]string{maria: "Мария", oleg: "Олег"}, names)
		_, err = tx.StaffName(ctx, 3)
		require.ErrorIs(t, err, helpdesk.ErrNotFound)
	})
}

// What one does in two chats at once is done one after the other: the second sees what the first has stored, and keeps it.
// Nobody else waits for that.
func TestActsOfOneManagerLoseNothing(t *testing.T) {
	t.Parallel()
	db := postgrestest.Open(t, postgrestest.URL(t))
	const maria = 1
	inTx(t, db, func(ctx context.Context, tx *postgres.Tx) {
		require.NoError(t, tx.SaveManager(ctx, helpdesk.Manager{ID: maria, Name: "Мария", Role: helpdesk.RoleManager}))
	})
	away := time.Date(2040, 1, 16, 7, 0, 0, 0, time.UTC)
	second := make(chan error, 1)
	inTx(t, db, func(ctx context.Context, tx *postgres.Tx) {
		m, err := tx.HoldActor(ctx, maria)
		require.NoError(t, err)
		go func() { //nolint:contextcheck // the other chat's transaction is not part of this one
			second <- db.InTx(t.Context(), func(ctx context.Context, tx *postgres.Tx) error {
				m, err := tx.HoldActor(ctx, maria)
				if err != nil {
					return err
				}
				m.Language = helpdesk.English
				return tx.SaveManager(ctx, m)
			})
		}()
		inTx(t, db, func(ctx context.Context, tx *postgres.Tx) { //nolint:contextcheck // nor is the colleague's
			require.NoError(t, tx.KeepStaff(ctx))
			_, err := tx.Manager(ctx, maria)
			require.NoError(t, err, "a colleague who hands a ticket over")
		})
		m.AwaySince = away
		require.NoError(t, tx.SaveManager(ctx, m))
	})
	require.NoError(t, <-second)
	inTx(t, db, func(ctx context.Context, tx *postgres.Tx) {
		m, err := tx.Manager(ctx, maria)
		require.NoError(t, err)
		require.True(t, m.AwaySince.Equal(away))
		require.Equal(t, helpdesk.English, m.Language)
	})
}
