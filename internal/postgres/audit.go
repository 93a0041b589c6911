package postgres

import (
	"context"
	"fmt"
	"math"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgtype/zeronull"

	"github.com/chatbotsmanagers/faqbot/internal/helpdesk"
)

func scanAuditRecord(row pgx.CollectableRow) (r helpdesk.AuditRecord, err error) {
	err = row.Scan(&r.ID, &r.At, (*zeronull.Int8)(&r.ActorID), &r.Deed, (*zeronull.Int8)(&r.TicketID),
		(*zeronull.Int8)(&r.PersonID), &r.Object, &r.Details)
	return r, err
}

// AddAuditRecord writes a line into the audit log.
func (t *Tx) AddAuditRecord(ctx context.Context, r helpdesk.AuditRecord) error {
	_, err := t.tx.Exec(ctx, `
		INSERT INTO audit_log (at, actor_id, deed, ticket_id, person_id, object, details)
		VALUES (@at, @actor, @deed, @ticket, @person, @object, @details)`,
		pgx.NamedArgs{
			"at": orNow(r.At), "actor": zeronull.Int8(r.ActorID), "deed": r.Deed, "ticket": zeronull.Int8(r.TicketID),
			"person": zeronull.Int8(r.PersonID), "object": r.Object, "details": r.Details,
		})
	if err != nil {
		return fmt.Errorf("audit record %s: %w", r.Deed, err)
	}
	return nil
}

// AuditLog returns the last limit lines of the audit log that fit, newest first. Each filter has an index of its own, so
// that none reads the whole log.
func (t *Tx) AuditLog(ctx context.Context, f helpdesk.AuditFilter, limit int) ([]helpdesk.AuditRecord, error) {
	const columns = `SELECT id, at, actor_id, deed, ticket_id, person_id, object, details FROM audit_log WHERE id < @before`
	const latest = ` ORDER BY id DESC LIMIT @limit`
	args := pgx.NamedArgs{"before": int64(math.MaxInt64), "limit": limit, "ticket": f.TicketID, "person": f.PersonID}
	if f.Before > 0 {
		args["before"] = f.Before
	}
	sql := columns + latest
	switch {
	case f.TicketID != 0:
		sql = columns + ` AND ticket_id = @ticket` + latest
	case f.PersonID != 0:
		sql = `(` + columns + ` AND actor_id = @person` + latest + `) UNION (` + columns + ` AND person_id = @person` + latest + `)` + latest
	}
	records, err := all(ctx, t, scanAuditRecord, sql, args)
	if err != nil {
		return nil, fmt.Errorf("audit log: %w", err)
	}
	return records, nil
}
