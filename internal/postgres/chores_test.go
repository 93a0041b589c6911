package postgres_test

import (
	"context"
	"errors"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/chatbotsmanagers/faqbot/internal/postgres"
	"github.com/chatbotsmanagers/faqbot/internal/postgres/postgrestest"
)

func TestChoreGoesOnAfterATicketThatFails(t *testing.T) {
	db := postgrestest.New(t)
	chore := postgres.Chore{
		Name: "greeting",
		Due:  func(context.Context, *postgres.Tx) ([]int64, error) { return []int64{1, 2, 3}, nil },
		Do: func(ctx context.Context, tx *postgres.Tx, id int64) error {
			_, err := tx.Send(ctx, message(7, int(id)))
			if id == 2 {
				return errors.Join(err, errors.New("trouble with the second"))
			}
			return err
		},
	}
	require.EqualError(t, db.Do(t.Context(), chore), "greeting of ticket 2: trouble with the second")
	require.Equal(t, map[int64][]int64{7: {1, 3}}, outboxOrder(t, db), "what failed leaves nothing")
}

func TestChoresComeByThemselves(t *testing.T) {
	db := postgrestest.New(t)
	var greeted, counted atomic.Int64
	chore := func(name string, done *atomic.Int64) postgres.Chore {
		return postgres.Chore{
			Name: name,
			Due:  func(context.Context, *postgres.Tx) ([]int64, error) { return []int64{5}, nil },
			Do: func(_ context.Context, _ *postgres.Tx, id int64) error {
				done.Add(id)
				return nil
			},
		}
	}
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error)
	go func() {
		remind := func(context.Context, *postgres.Tx, int64) error { return nil }
		done <- db.RunJobs(ctx, remind, chore("greeting", &greeted), chore("counting", &counted))
	}()
	eventually(t, "both chores are done", func() bool { return greeted.Load() == 5 && counted.Load() == 5 })
	cancel()
	require.NoError(t, <-done)
}
