package postgres

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgtype/zeronull"

	"github.com/chatbotsmanagers/faqbot/internal/helpdesk"
)

func scanBan(row pgx.CollectableRow) (b helpdesk.Ban, err error) {
	err = row.Scan(&b.CustomerID, (*zeronull.Int8)(&b.TicketID), (*zeronull.Int8)(&b.ManagerID), &b.Reason, &b.At)
	return b, err
}

const banColumns = `id, ban_ticket_id, banned_by, ban_reason, banned_at`

// Ban bans a customer, and returns false when that was done before. Who holds the customer's row has every message of the
// customer either behind the ban or wholly before it.
func (t *Tx) Ban(ctx context.Context, b helpdesk.Ban) (bool, error) {
	tag, err := t.tx.Exec(ctx, `
		UPDATE customers SET banned_at = @at, banned_by = @manager, ban_reason = @reason, ban_ticket_id = @ticket
		WHERE id = @customer AND banned_at IS NULL`,
		pgx.NamedArgs{
			"customer": b.CustomerID, "at": orNow(b.At), "manager": zeronull.Int8(b.ManagerID), "reason": b.Reason,
			"ticket": zeronull.Int8(b.TicketID),
		})
	if err != nil {
		return false, fmt.Errorf("ban a customer: %w", err)
	}
	return tag.RowsAffected() > 0, nil
}

// Unban ends the ban of a customer and returns it as it was; helpdesk.ErrNotFound when there is none.
func (t *Tx) Unban(ctx context.Context, customerID int64) (helpdesk.Ban, error) {
	args := pgx.NamedArgs{"customer": customerID}
	b, err := one(ctx, t, scanBan, `
		SELECT `+banColumns+` FROM customers WHERE id = @customer AND banned_at IS NOT NULL FOR NO KEY UPDATE`, args)
	if err == nil {
		_, err = t.tx.Exec(ctx, `
			UPDATE customers SET banned_at = NULL, banned_by = NULL, ban_reason = '', ban_ticket_id = NULL WHERE id = @customer`, args)
	}
	if err != nil {
		return b, fmt.Errorf("unban a customer: %w", err)
	}
	return b, nil
}

// Banned returns the bans that hold, the latest first.
func (t *Tx) Banned(ctx context.Context, limit, offset int) ([]helpdesk.Ban, error) {
	bans, err := all(ctx, t, scanBan, `
		SELECT `+banColumns+` FROM customers WHERE banned_at IS NOT NULL ORDER BY banned_at DESC, id LIMIT @limit OFFSET @offset`,
		pgx.NamedArgs{"limit": limit, "offset": offset})
	if err != nil {
		return nil, fmt.Errorf("banned customers: %w", err)
	}
	return bans, nil
}
