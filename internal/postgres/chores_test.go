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

func TestChoreDoesManyAtOnce(t *testing.T) {
	db := postgrestest.New(t)
	due := make([]int64, 250)
	for i := range due {
		due[i] = int64(i + 1)
	}
	var batches []int
	var alone []int64
	chore := postgres.Chore{
		Name: "greeting",
		Due:  func(context.Context, *postgres.Tx) ([]int64, error) { return due, nil },
		Do: func(_ context.Context, _ *postgres.Tx, id int64) error {
			alone = append(alone, id)
			return nil
		},
		DoAll: func(ctx context.Context, tx *postgres.Tx, ids []int64) error {
			batches = append(batches, len(ids))
			_, err := tx.Send(ctx, message(7, int(ids[0])))
			if ids[0] == 101 {
				return errors.Join(err, errors.New("trouble with one of the second hundred"))
			}
			return err
		},
	}
	require.NoError(t, db.Do(t.Context(), chore))
	require.Equal(t, []int{100, 100, 50}, batches)
	require.Equal(t, due[100:200], alone, "what fails together is done one by one")
	require.Equal(t, map[int64][]int64{7: {1, 201}}, outboxOrder(t, db), "what failed leaves nothing")

	due, batches, alone = due[:1], nil, nil
	require.NoError(t, db.Do(t.Context(), chore))
	require.Empty(t, batches)
	require.Equal(t, []int64{1}, alone)
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
