package postgres

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"

	"github.com/chatbotsmanagers/faqbot/internal/helpdesk"
)

// AddContact stores a phone number that a customer left.
func (t *Tx) AddContact(ctx context.Context, c helpdesk.Contact) error {
	_, err := t.tx.Exec(ctx, `
		INSERT INTO contacts (customer_id, phone, consent_at, created_at) VALUES (@customer, @phone, @consent_at, @created_at)`,
		pgx.NamedArgs{
			"customer": c.CustomerID, "phone": c.Phone, "consent_at": c.ConsentAt, "created_at": orNow(c.CreatedAt),
		})
	if err != nil {
		return fmt.Errorf("add contact: %w", err)
	}
	return nil
}

// Contacts returns a customer's contacts, newest first.
func (t *Tx) Contacts(ctx context.Context, customerID int64) ([]helpdesk.Contact, error) {
	contacts, err := all(ctx, t, func(row pgx.CollectableRow) (c helpdesk.Contact, err error) {
		err = row.Scan(&c.ID, &c.CustomerID, &c.Phone, &c.ConsentAt, &c.CreatedAt)
		return c, err
	}, `
		SELECT id, customer_id, phone, consent_at, created_at FROM contacts WHERE customer_id = @customer ORDER BY id DESC`,
		pgx.NamedArgs{"customer": customerID})
	if err != nil {
		return nil, fmt.Errorf("contacts of a customer: %w", err)
	}
	return contacts, nil
}
