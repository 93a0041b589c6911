package postgres

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"

	"github.com/chatbotsmanagers/faqbot/internal/helpdesk"
)

// CreateInvitation stores an invitation; a zero expiry means the usual lifetime.
func (t *Tx) CreateInvitation(ctx context.Context, i helpdesk.Invitation) error {
	i.CreatedAt = orNow(i.CreatedAt)
	if i.ExpiresAt.IsZero() {
		i.ExpiresAt = i.CreatedAt.Add(helpdesk.InvitationLifetime)
	}
	_, err := t.tx.Exec(ctx, `
		INSERT INTO invitations (token_hash, role, created_by, created_at, expires_at)
		VALUES (@hash, @role, @by, @created_at, @expires_at)`,
		pgx.NamedArgs{
			"hash": i.TokenHash[:], "role": i.Role, "by": i.CreatedBy, "created_at": i.CreatedAt, "expires_at": i.ExpiresAt,
		})
	if err != nil {
		return fmt.Errorf("create invitation: %w", err)
	}
	return nil
}

// UseInvitation uses an invitation up and returns it; helpdesk.ErrNotFound when it is unknown, used, expired, or of
// somebody who no longer is an administrator.
func (t *Tx) UseInvitation(ctx context.Context, tokenHash [32]byte, by int64) (helpdesk.Invitation, error) {
	// One statement: of two people who press the same link at once, the second finds it used.
	i, err := one(ctx, t, func(row pgx.CollectableRow) (i helpdesk.Invitation, err error) {
		err = row.Scan(&i.Role, &i.CreatedBy, &i.CreatedAt, &i.ExpiresAt)
		return i, err
	}, `
		UPDATE invitations SET used_by = @by, used_at = now()
		WHERE token_hash = @hash AND used_at IS NULL AND expires_at > now()
			AND created_by IN (SELECT id FROM managers WHERE role = 'administrator' AND left_at IS NULL)
		RETURNING role, created_by, created_at, expires_at`,
		pgx.NamedArgs{"hash": tokenHash[:], "by": by})
	if err != nil {
		return i, fmt.Errorf("use invitation: %w", err)
	}
	i.TokenHash = tokenHash
	return i, nil
}
