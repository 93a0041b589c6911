package postgres

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgtype/zeronull"

	"github.com/chatbotsmanagers/faqbot/internal/helpdesk"
)

const managerColumns = `id, name, username, language, role, in_hand, away_since, left_at, created_at`

func scanManager(row pgx.CollectableRow) (m helpdesk.Manager, err error) {
	err = row.Scan(&m.ID, &m.Name, &m.Username, &m.Language, &m.Role, (*zeronull.Int8)(&m.InHand),
		(*zeronull.Timestamptz)(&m.AwaySince), (*zeronull.Timestamptz)(&m.LeftAt), &m.CreatedAt)
	return m, err
}

// Manager returns a member of the staff.
func (t *Tx) Manager(ctx context.Context, id int64) (helpdesk.Manager, error) {
	return t.manager(ctx, id, ``)
}

// HoldManager returns a member of the staff and keeps the role and the membership as they are until the transaction ends:
// whoever changes them waits, and who has waited for a change sees it.
func (t *Tx) HoldManager(ctx context.Context, id int64) (helpdesk.Manager, error) {
	return t.manager(ctx, id, ` FOR KEY SHARE`) // which stands in nobody's way but that of LockManagers
}

// HoldActor returns the member of the staff whose act it is, as HoldManager does, and keeps the next act of the same person
// waiting: what one does in a private chat and in a group at once is done one after the other, since SaveManager stores all.
func (t *Tx) HoldActor(ctx context.Context, id int64) (helpdesk.Manager, error) {
	return t.manager(ctx, id, ` FOR NO KEY UPDATE`)
}

func (t *Tx) manager(ctx context.Context, id int64, lock string) (helpdesk.Manager, error) {
	m, err := one(ctx, t, scanManager, `SELECT `+managerColumns+` FROM managers WHERE id = @id AND left_at IS NULL`+lock,
		pgx.NamedArgs{"id": id})
	if err != nil {
		return m, fmt.Errorf("manager: %w", err)
	}
	return m, nil
}

// Managers returns the staff, in the order in which they came.
func (t *Tx) Managers(ctx context.Context) ([]helpdesk.Manager, error) {
	return t.managers(ctx, ` ORDER BY created_at, id`)
}

// LockManagers returns the staff for a change of roles or of who belongs to it. It waits for what each of them is doing,
// and keeps them from doing more until the transaction ends.
func (t *Tx) LockManagers(ctx context.Context) ([]helpdesk.Manager, error) {
	return t.managers(ctx, ` ORDER BY id FOR UPDATE`)
}

func (t *Tx) managers(ctx context.Context, order string) ([]helpdesk.Manager, error) {
	managers, err := all(ctx, t, scanManager, `SELECT `+managerColumns+` FROM managers WHERE left_at IS NULL`+order, nil)
	if err != nil {
		return nil, fmt.Errorf("managers: %w", err)
	}
	return managers, nil
}

// StaffName returns how a member of the staff is called, also of one who has left; helpdesk.ErrNotFound when there never
// was one.
func (t *Tx) StaffName(ctx context.Context, id int64) (string, error) {
	name, err := one(ctx, t, pgx.RowTo[string], `SELECT name FROM managers WHERE id = @id`, pgx.NamedArgs{"id": id})
	if err != nil {
		return "", fmt.Errorf("name of a manager: %w", err)
	}
	return name, nil
}

// StaffNames returns how all who ever were of the staff are called.
func (t *Tx) StaffNames(ctx context.Context) (map[int64]string, error) {
	names := map[int64]string{}
	rows, err := t.tx.Query(ctx, `SELECT id, name FROM managers`)
	if err == nil {
		var id int64
		var name string
		_, err = pgx.ForEachRow(rows, []any{&id, &name}, func() error { names[id] = name; return nil })
	}
	if err != nil {
		return nil, fmt.Errorf("names of the managers: %w", err)
	}
	return names, nil
}

// SaveManager stores a new or changed manager.
func (t *Tx) SaveManager(ctx context.Context, m helpdesk.Manager) error {
	_, err := t.tx.Exec(ctx, `
		INSERT INTO managers (id, name, username, language, role, in_hand, away_since, left_at, created_at)
		VALUES (@id, @name, @username, @language, @role, @in_hand, @away_since, @left_at, @created_at)
		ON CONFLICT (id) DO UPDATE SET
			name = excluded.name, username = excluded.username, language = excluded.language,
			role = excluded.role, in_hand = excluded.in_hand, away_since = excluded.away_since,
			left_at = excluded.left_at`,
		pgx.NamedArgs{
			"id": m.ID, "name": m.Name, "username": m.Username, "language": m.Language, "role": m.Role,
			"in_hand": zeronull.Int8(m.InHand), "away_since": zeronull.Timestamptz(m.AwaySince),
			"left_at": zeronull.Timestamptz(m.LeftAt), "created_at": orNow(m.CreatedAt),
		})
	if err != nil {
		return fmt.Errorf("save manager: %w", err)
	}
	return nil
}
