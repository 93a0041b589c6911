package postgres

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"

	"github.com/chatbotsmanagers/faqbot/internal/helpdesk"
)

const cannedColumns = `id, name, html, revision, author_id, updated_at`

func scanCanned(row pgx.CollectableRow) (r helpdesk.CannedReply, err error) {
	err = row.Scan(&r.ID, &r.Name, &r.HTML, &r.Revision, &r.AuthorID, &r.UpdatedAt)
	return r, err
}

// AddCannedReply stores a new canned reply and returns it with its id; helpdesk.ErrNameTaken when another has the name.
func (t *Tx) AddCannedReply(ctx context.Context, r helpdesk.CannedReply) (helpdesk.CannedReply, error) {
	added, err := all(ctx, t, scanCanned, `
		INSERT INTO canned_replies (name, html, author_id, updated_at) VALUES (@name, @html, @author, @updated_at)
		ON CONFLICT (name) DO NOTHING RETURNING `+cannedColumns,
		pgx.NamedArgs{"name": r.Name, "html": r.HTML, "author": r.AuthorID, "updated_at": orNow(r.UpdatedAt)})
	if err != nil {
		return r, fmt.Errorf("add canned reply: %w", err)
	}
	if len(added) == 0 {
		return r, fmt.Errorf("add canned reply: %w", helpdesk.ErrNameTaken)
	}
	return added[0], nil
}

// ChangeCannedReply stores another text of a canned reply and returns it as it is then.
func (t *Tx) ChangeCannedReply(ctx context.Context, r helpdesk.CannedReply) (helpdesk.CannedReply, error) {
	changed, err := one(ctx, t, scanCanned, `
		UPDATE canned_replies SET html = @html, updated_at = @updated_at, revision = revision + 1
		WHERE id = @id RETURNING `+cannedColumns,
		pgx.NamedArgs{"id": r.ID, "html": r.HTML, "updated_at": orNow(r.UpdatedAt)})
	if err != nil {
		return r, fmt.Errorf("change canned reply %d: %w", r.ID, err)
	}
	return changed, nil
}

// DeleteCannedReply deletes a canned reply; one that is gone already is no error.
func (t *Tx) DeleteCannedReply(ctx context.Context, id int64) error {
	if _, err := t.tx.Exec(ctx, `DELETE FROM canned_replies WHERE id = @id`, pgx.NamedArgs{"id": id}); err != nil {
		return fmt.Errorf("delete canned reply %d: %w", id, err)
	}
	return nil
}

// CannedReply returns a canned reply.
func (t *Tx) CannedReply(ctx context.Context, id int64) (helpdesk.CannedReply, error) {
	r, err := one(ctx, t, scanCanned, `SELECT `+cannedColumns+` FROM canned_replies WHERE id = @id`, pgx.NamedArgs{"id": id})
	if err != nil {
		return r, fmt.Errorf("canned reply %d: %w", id, err)
	}
	return r, nil
}

// CannedReplies returns the canned replies whose names begin so, in order of the alphabet: at most limit after the first
// offset of them.
func (t *Tx) CannedReplies(ctx context.Context, beginning string, limit, offset int) ([]helpdesk.CannedReply, error) {
	replies, err := all(ctx, t, scanCanned, `
		SELECT `+cannedColumns+` FROM canned_replies WHERE starts_with(name, @beginning)
		ORDER BY name LIMIT @limit OFFSET @offset`,
		pgx.NamedArgs{"beginning": beginning, "limit": limit, "offset": offset})
	if err != nil {
		return nil, fmt.Errorf("canned replies: %w", err)
	}
	return replies, nil
}
