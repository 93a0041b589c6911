package postgres_test

import (
	"context"
	"errors"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/chatbotsmanagers/faqbot/internal/delivery"
	"github.com/chatbotsmanagers/faqbot/internal/helpdesk"
	"github.com/chatbotsmanagers/faqbot/internal/postgres"
	"github.com/chatbotsmanagers/faqbot/internal/postgres/postgrestest"
)

// A promised file is written again after a failure, and sent once.
func TestExportIsWrittenOnce(t *testing.T) {
	db := postgrestest.New(t)
	want := helpdesk.Export{ManagerID: 100, Period: helpdesk.Period{From: noon, To: noon.AddDate(0, 0, 30)}}
	for range 2 { // asked for once more while it is not written yet
		inTx(t, db, func(ctx context.Context, tx *postgres.Tx) { require.NoError(t, tx.Export(ctx, want)) })
	}
	var calls atomic.Int64
	db.OnExport(func(ctx context.Context, tx *postgres.Tx, e helpdesk.Export) error {
		o := message(e.ManagerID, int(calls.Add(1)))
		o.File = &delivery.File{Field: "document", Name: "t.csv", Content: []byte("x")}
		_, err := tx.Send(ctx, o)
		if calls.Load() == 1 || !e.Period.From.Equal(want.Period.From) || !e.Period.To.Equal(want.Period.To) {
			return errors.Join(err, errors.New("passing trouble"))
		}
		return err
	})
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error)
	go func() {
		done <- db.RunJobs(ctx, func(context.Context, *postgres.Tx, int64) error { return nil })
	}()
	eventually(t, "the file is queued", func() bool {
		d, err := db.Depths(t.Context())
		return err == nil && d.Outbox > 0
	})
	cancel()
	require.NoError(t, <-done)
	require.Equal(t, map[int64][]int64{100: {2}}, outboxOrder(t, db))
}

func TestRecordsOfAPeriod(t *testing.T) {
	db := postgrestest.New(t)
	inTx(t, db, func(ctx context.Context, tx *postgres.Tx) {
		_, err := tx.SeeCustomer(ctx, helpdesk.Customer{ID: 7, FirstName: "Анна", Username: "anna"})
		require.NoError(t, err)
		require.NoError(t, tx.SaveManager(ctx, helpdesk.Manager{ID: 100, Name: "Мария", Role: helpdesk.RoleManager}))
		for day := range 4 {
			ticket, err := tx.CreateTicket(ctx, helpdesk.Ticket{CustomerID: 7, CreatedAt: noon.AddDate(0, 0, day), AssigneeID: 100})
			require.NoError(t, err)
			require.NoError(t, tx.SaveRating(ctx, helpdesk.Rating{
				TicketID: ticket.ID, ManagerID: 100, Score: 4, Comment: "быстро", AskedAt: noon, RatedAt: noon,
			}))
			for _, kind := range []helpdesk.EventKind{helpdesk.EventReopened, helpdesk.EventBreached, helpdesk.EventReopened} {
				require.NoError(t, tx.SaveTicket(ctx, ticket, &helpdesk.Event{TicketID: ticket.ID, Kind: kind, At: noon.Add(time.Hour)}))
			}
		}
		period := helpdesk.Period{From: noon.AddDate(0, 0, 1), To: noon.AddDate(0, 0, 3)}
		var got []int64
		require.NoError(t, tx.Records(ctx, period, func(r helpdesk.Record) error {
			got = append(got, r.Ticket.ID)
			require.Equal(t, "Анна", r.Customer.FirstName)
			require.Equal(t, "anna", r.Customer.Username)
			require.Equal(t, "Мария", r.Assignee)
			require.Equal(t, 2, r.Reopened)
			require.Equal(t, 1, r.Breached)
			require.Equal(t, 4, r.Score)
			require.Equal(t, "быстро", r.Comment)
			return nil
		}))
		require.Equal(t, []int64{2, 3}, got)
		enough := errors.New("enough")
		require.ErrorIs(t, tx.Records(ctx, period, func(helpdesk.Record) error { return enough }), enough)
	})
}
