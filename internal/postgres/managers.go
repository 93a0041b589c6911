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

const managerByID = `SELECT ` + managerColumns + ` FROM managers WHERE id = @id AND left_at IS NULL`

// Manager returns a member of the staff.
func (t *Tx) Manager(ctx context.Context, id int64) (helpdesk.Manager, error) {
	m, err := one(ctx, t, scanManager, managerByID, pgx.NamedArgs{"id": id})
	if err != nil {
		return m, fmt.Errorf("manager: %w", err)
	}
	return m, nil
}

// KeepStaff keeps the roles and who belongs to the staff as they are until the transaction ends: whoever changes them waits,
// and who has waited for a change sees it. All that acts by a right, or gives somebody a ticket, does so before it locks
// anything that another could wait for, so that nobody waits in a circle.
func (t *Tx) KeepStaff(ctx context.Context) error {
	if _, err := t.tx.Exec(ctx, keepStaff, lockStaff); err != nil {
		return fmt.Errorf("keep the staff as it is: %w", err)
	}
	return nil
}

const keepStaff = `SELECT pg_advisory_xact_lock_shared($1, 0)`

// LockStaff returns the staff for a change of roles or of who belongs to it. It waits for what each of them is doing, and
// keeps them from doing more until the transaction ends. KeepStaff must not be called before: of two who did so, each would
// wait for the other.
func (t *Tx) LockStaff(ctx context.Context) ([]helpdesk.Manager, error) {
	if _, err := t.tx.Exec(ctx, `SELECT pg_advisory_xact_lock($1, 0)`, lockStaff); err != nil {
		return nil, fmt.Errorf("lock the staff: %w", err)
	}
	return t.managers(ctx, ` ORDER BY id`)
}

// HoldActor returns the member of the staff whose act it is, with the staff kept as it is, and keeps the next act of the same
// person waiting: what one does in a private chat and in a group at once is done one after the other, since SaveManager
// stores all.
func (t *Tx) HoldActor(ctx context.Context, id int64) (m helpdesk.Manager, err error) {
	b := &pgx.Batch{} // one way to the server and back, since everybody's turn begins so
	b.Queue(keepStaff, lockStaff)
	b.Queue(managerByID+` FOR NO KEY UPDATE`, pgx.NamedArgs{"id": id}).Query(func(rows pgx.Rows) error {
		m, err = pgx.CollectExactlyOneRow(rows, scanManager)
		return err
	})
	if err := notFound(t.run(ctx, b)); err != nil {
		return m, fmt.Errorf("manager: %w", err)
	}
	return m, nil
}

// Managers returns the staff, in the order in which they came.
func (t *Tx) Managers(ctx context.Context) ([]helpdesk.Manager, error) {
	return t.managers(ctx, ` ORDER BY created_at, id`)
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
