package postgres

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgtype/zeronull"

	"github.com/chatbotsmanagers/faqbot/internal/helpdesk"
)

const customerColumns = `id, first_name, last_name, username, language, language_chosen, attributes, created_at,
	banned_at, ban_reason`

func scanCustomer(row pgx.CollectableRow) (c helpdesk.Customer, err error) {
	err = row.Scan(&c.ID, &c.FirstName, &c.LastName, &c.Username, &c.Language, &c.LanguageChosen, &c.Attributes, &c.CreatedAt,
		(*zeronull.Timestamptz)(&c.BannedAt), &c.BanReason)
	return c, err
}

// SeeCustomer stores who the person is today and returns what is known. A chosen language is kept, and so is since when the
// person is known.
func (t *Tx) SeeCustomer(ctx context.Context, c helpdesk.Customer) (helpdesk.Customer, error) {
	if c.Attributes == nil {
		c.Attributes = map[string]string{}
	}
	rows, err := t.tx.Query(ctx, `
		INSERT INTO customers AS known (id, first_name, last_name, username, language, language_chosen, attributes, created_at)
		VALUES (@id, @first_name, @last_name, @username, @language, @language_chosen, @attributes, @created_at)
		ON CONFLICT (id) DO UPDATE SET
			first_name = excluded.first_name,
			last_name  = excluded.last_name,
			username   = excluded.username,
			language   = CASE WHEN known.language_chosen THEN known.language ELSE excluded.language END,
			language_chosen = known.language_chosen OR excluded.language_chosen,
			attributes = known.attributes || excluded.attributes
		RETURNING `+customerColumns,
		pgx.NamedArgs{
			"id": c.ID, "first_name": c.FirstName, "last_name": c.LastName, "username": c.Username,
			"language": c.Language, "language_chosen": c.LanguageChosen, "attributes": c.Attributes,
			"created_at": orNow(c.CreatedAt),
		})
	if err != nil {
		return c, fmt.Errorf("see customer: %w", err)
	}
	seen, err := pgx.CollectExactlyOneRow(rows, scanCustomer)
	if err != nil {
		return c, fmt.Errorf("see customer: %w", err)
	}
	return seen, nil
}

// Customer returns what is known of a customer.
func (t *Tx) Customer(ctx context.Context, id int64) (helpdesk.Customer, error) {
	return t.customer(ctx, id, ``)
}

// HoldCustomer returns what is known of a customer, and keeps bans waiting until the transaction ends.
func (t *Tx) HoldCustomer(ctx context.Context, id int64) (helpdesk.Customer, error) {
	return t.customer(ctx, id, ` FOR SHARE`)
}

func (t *Tx) customer(ctx context.Context, id int64, lock string) (helpdesk.Customer, error) {
	c, err := one(ctx, t, scanCustomer, `SELECT `+customerColumns+` FROM customers WHERE id = @id`+lock, pgx.NamedArgs{"id": id})
	if err != nil {
		return c, fmt.Errorf("customer: %w", err)
	}
	return c, nil
}

// ChooseLanguage stores the language that the customer wants, whatever Telegram says.
func (t *Tx) ChooseLanguage(ctx context.Context, id int64, language helpdesk.Language) error {
	tag, err := t.tx.Exec(ctx, `UPDATE customers SET language = @language, language_chosen = true WHERE id = @id`,
		pgx.NamedArgs{"id": id, "language": language})
	if err == nil && tag.RowsAffected() == 0 {
		err = helpdesk.ErrNotFound
	}
	if err != nil {
		return fmt.Errorf("choose language: %w", err)
	}
	return nil
}
