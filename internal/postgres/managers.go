package postgres

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgtype/zeronull"

	"github.com/chatbotsmanagers/faqbot/internal/helpdesk"
)

const managerColumns = `id, name, username, language, role, in_hand, away_since, created_at`

func scanManager(row pgx.CollectableRow) (m helpdesk.Manager, err error) {
	err = row.Scan(&m.ID, &m.Name, &m.Username, &m.Language, &m.Role, (*zeronull.Int8)(&m.InHand),
		(*zeronull.Timestamptz)(&m.AwaySince), &m.CreatedAt)
	return m, err
}

// Manager returns a member of the staff.
func (t *Tx) Manager(ctx context.Context, id int64) (helpdesk.Manager, error) {
	m, err := one(ctx, t, scanManager, `SELECT `+managerColumns+` FROM managers WHERE id = @id`, pgx.NamedArgs{"id": id})
	if err != nil {
		return m, fmt.Errorf("manager: %w", err)
	}
	return m, nil
}

// Managers returns the staff, in the order in which they came.
func (t *Tx) Managers(ctx context.Context) ([]helpdesk.Manager, error) {
	managers, err := all(ctx, t, scanManager, `SELECT `+managerColumns+` FROM managers ORDER BY created_at, id`, nil)
	if err != nil {
		return nil, fmt.Errorf("managers: %w", err)
	}
	return managers, nil
}

// SaveManager stores a new or changed manager.
func (t *Tx) SaveManager(ctx context.Context, m helpdesk.Manager) error {
	_, err := t.tx.Exec(ctx, `
		INSERT INTO managers (id, name, username, language, role, in_hand, away_since, created_at)
		VALUES (@id, @name, @username, @language, @role, @in_hand, @away_since, @created_at)
		ON CONFLICT (id) DO UPDATE SET
			name = excluded.name, username = excluded.username, language = excluded.language,
			role = excluded.role, in_hand = excluded.in_hand, away_since = excluded.away_since`,
		pgx.NamedArgs{
			"id": m.ID, "name": m.Name, "username": m.Username, "language": m.Language, "role": m.Role,
			"in_hand": zeronull.Int8(m.InHand), "away_since": zeronull.Timestamptz(m.AwaySince), "created_at": orNow(m.CreatedAt),
		})
	if err != nil {
		return fmt.Errorf("save manager: %w", err)
	}
	return nil
}
