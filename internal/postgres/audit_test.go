package postgres_test

import (
	"context"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"github.com/chatbotsmanagers/faqbot/internal/helpdesk"
	"github.com/chatbotsmanagers/faqbot/internal/postgres"
	"github.com/chatbotsmanagers/faqbot/internal/postgres/postgrestest"
)

func TestAuditLog(t *testing.T) {
	t.Parallel()
	address := postgrestest.URL(t)
	db := postgrestest.Open(t, address)
	read := func(f helpdesk.AuditFilter, limit int) (deeds []helpdesk.Deed, last int64) {
		require.NoError(t, db.InTx(t.Context(), func(ctx context.Context, tx *postgres.Tx) error {
			records, err := tx.AuditLog(ctx, f, limit)
			for _, r := range records {
				deeds, last = append(deeds, r.Deed), r.ID
			}
			return err
		}))
		return deeds, last
	}
	require.NoError(t, db.InTx(t.Context(), func(ctx context.Context, tx *postgres.Tx) error {
		for _, r := range []helpdesk.AuditRecord{
			{Deed: helpdesk.DeedInvited, ActorID: 1, Details: "manager"},
			{Deed: helpdesk.DeedJoined, ActorID: 2, PersonID: 1, Details: "manager"},
			{Deed: helpdesk.DeedAssigned, ActorID: 1, PersonID: 2, TicketID: 12},
			{Deed: helpdesk.DeedLeft, ActorID: 2},
			{Deed: helpdesk.DeedMerged, ActorID: 3, TicketID: 13, Object: "12"},
		} {
			r.At = noon
			if err := tx.AddAuditRecord(ctx, r); err != nil {
				return err
			}
		}
		return nil
	}))

	deeds, last := read(helpdesk.AuditFilter{}, 2)
	require.Equal(t, []helpdesk.Deed{helpdesk.DeedMerged, helpdesk.DeedLeft}, deeds, "newest first")
	deeds, _ = read(helpdesk.AuditFilter{Before: last}, 2)
	require.Equal(t, []helpdesk.Deed{helpdesk.DeedAssigned, helpdesk.DeedJoined}, deeds, "the next page")
	deeds, _ = read(helpdesk.AuditFilter{PersonID: 2}, 10)
	require.Equal(t, []helpdesk.Deed{helpdesk.DeedLeft, helpdesk.DeedAssigned, helpdesk.DeedJoined}, deeds, "by them and on them")
	deeds, _ = read(helpdesk.AuditFilter{TicketID: 12}, 10)
	require.Equal(t, []helpdesk.Deed{helpdesk.DeedAssigned}, deeds)

	conn, err := pgx.Connect(t.Context(), address)
	require.NoError(t, err)
	t.Cleanup(func() { _ = conn.Close(context.WithoutCancel(t.Context())) })
	for _, change := range []string{
		`UPDATE audit_log SET actor_id = 2 WHERE id = 1`, `DELETE FROM audit_log`, `TRUNCATE audit_log`,
	} {
		_, err := conn.Exec(t.Context(), change)
		require.ErrorContains(t, err, "audit_log is append-only", change)
	}
	deeds, _ = read(helpdesk.AuditFilter{}, 10)
	require.Len(t, deeds, 5)
}
