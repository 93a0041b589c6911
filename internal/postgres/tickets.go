package postgres

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgtype/zeronull"

	"github.com/chatbotsmanagers/faqbot/internal/helpdesk"
)

const ticketColumns = `id, customer_id, state, origin, topic, question, refusal, hits, assignee_id, last_author,
	created_at, first_response_at, closed_at`

func scanTicket(row pgx.CollectableRow) (t helpdesk.Ticket, err error) {
	err = row.Scan(&t.ID, &t.CustomerID, &t.State, &t.Origin, &t.Topic, &t.Question, &t.Refusal, &t.Hits,
		(*zeronull.Int8)(&t.AssigneeID), &t.LastAuthor,
		&t.CreatedAt, (*zeronull.Timestamptz)(&t.FirstResponseAt), (*zeronull.Timestamptz)(&t.ClosedAt))
	return t, err
}

func ticketArgs(t *helpdesk.Ticket) pgx.NamedArgs {
	return pgx.NamedArgs{
		"id": t.ID, "customer": t.CustomerID, "state": t.State, "origin": t.Origin, "topic": t.Topic,
		"question": t.Question, "refusal": t.Refusal, "hits": hits(t.Hits), "assignee": zeronull.Int8(t.AssigneeID),
		"last_author": t.LastAuthor, "created_at": t.CreatedAt,
		"first_response_at": zeronull.Timestamptz(t.FirstResponseAt), "closed_at": zeronull.Timestamptz(t.ClosedAt),
	}
}

// hits makes no hits an empty list rather than a null.
func hits(h []helpdesk.Hit) []helpdesk.Hit {
	if h == nil {
		return []helpdesk.Hit{}
	}
	return h
}

// CreateTicket stores a new ticket and its first event; it fills in the id and the time.
func (t *Tx) CreateTicket(ctx context.Context, ticket helpdesk.Ticket) (helpdesk.Ticket, error) {
	ticket.CreatedAt = orNow(ticket.CreatedAt)
	if ticket.State == "" {
		ticket.State = helpdesk.StateNew
	}
	if ticket.LastAuthor == "" {
		ticket.LastAuthor = helpdesk.AuthorCustomer
	}
	created, err := one(ctx, t, scanTicket, `
		INSERT INTO tickets (customer_id, state, origin, topic, question, refusal, hits, assignee_id, taken_at,
			last_author, created_at, first_response_at, closed_at)
		VALUES (@customer, @state, @origin, @topic, @question, @refusal, @hits, @assignee,
			CASE WHEN @assignee::bigint IS NOT NULL THEN @created_at::timestamptz END,
			@last_author, @created_at, @first_response_at, @closed_at)
		RETURNING `+ticketColumns, ticketArgs(&ticket))
	if err != nil {
		return ticket, fmt.Errorf("create ticket: %w", err)
	}
	return created, t.addEvent(ctx, &helpdesk.Event{
		TicketID: created.ID, Kind: helpdesk.EventCreated, ActorID: created.CustomerID, At: created.CreatedAt,
	})
}

// LockTicket returns the ticket and keeps others from changing it until the transaction ends.
func (t *Tx) LockTicket(ctx context.Context, id int64) (helpdesk.Ticket, error) {
	return t.ticket(ctx, id, ` FOR NO KEY UPDATE`) // messages and events may be added meanwhile
}

// Ticket returns a ticket to look at.
func (t *Tx) Ticket(ctx context.Context, id int64) (helpdesk.Ticket, error) {
	return t.ticket(ctx, id, ``)
}

func (t *Tx) ticket(ctx context.Context, id int64, lock string) (helpdesk.Ticket, error) {
	ticket, err := one(ctx, t, scanTicket, `SELECT `+ticketColumns+` FROM tickets WHERE id = @id`+lock, pgx.NamedArgs{"id": id})
	if err != nil {
		return ticket, fmt.Errorf("ticket %d: %w", id, err)
	}
	return ticket, nil
}

// SaveTicket stores a changed ticket, and the event of the change if there is one.
func (t *Tx) SaveTicket(ctx context.Context, ticket helpdesk.Ticket, e *helpdesk.Event) error {
	args := ticketArgs(&ticket)
	args["at"] = zeronull.Timestamptz{}
	args["taken"] = false
	if e != nil {
		args["at"] = zeronull.Timestamptz(orNow(e.At))
		args["taken"] = e.Kind == helpdesk.EventTaken || e.Kind == helpdesk.EventReopened
	}
	tag, err := t.tx.Exec(ctx, `
		UPDATE tickets SET
			state = @state, topic = @topic, question = @question, refusal = @refusal, hits = @hits,
			assignee_id = @assignee, last_author = @last_author,
			first_response_at = @first_response_at, closed_at = @closed_at,
			taken_at = CASE
				WHEN @assignee::bigint IS NULL THEN NULL
				WHEN @taken OR assignee_id IS DISTINCT FROM @assignee THEN coalesce(@at::timestamptz, now())
				ELSE taken_at
			END
		WHERE id = @id`, args)
	if err == nil && tag.RowsAffected() == 0 {
		err = helpdesk.ErrNotFound
	}
	if err != nil {
		return fmt.Errorf("save ticket %d: %w", ticket.ID, err)
	}
	if e == nil {
		return nil
	}
	return t.addEvent(ctx, e)
}

// CustomerTickets returns a customer's tickets, live ones first, then newest first.
func (t *Tx) CustomerTickets(ctx context.Context, customerID int64, limit int) ([]helpdesk.Ticket, error) {
	tickets, err := all(ctx, t, scanTicket, `
		SELECT `+ticketColumns+` FROM tickets WHERE customer_id = @customer
		ORDER BY (state IN ('new', 'open')) DESC, id DESC LIMIT @limit`,
		pgx.NamedArgs{"customer": customerID, "limit": limit})
	if err != nil {
		return nil, fmt.Errorf("tickets of a customer: %w", err)
	}
	return tickets, nil
}

// Queue returns the tickets that nobody has, oldest first, and how many there are in all.
func (t *Tx) Queue(ctx context.Context, limit, offset int) ([]helpdesk.Ticket, int, error) {
	tickets, err := all(ctx, t, scanTicket, `
		SELECT `+ticketColumns+` FROM tickets WHERE state = 'new'
		ORDER BY created_at, id LIMIT @limit OFFSET @offset`,
		pgx.NamedArgs{"limit": limit, "offset": offset})
	if err != nil {
		return nil, 0, fmt.Errorf("queue: %w", err)
	}
	var total int
	if err := t.tx.QueryRow(ctx, `SELECT count(*) FROM tickets WHERE state = 'new'`).Scan(&total); err != nil {
		return nil, 0, fmt.Errorf("queue: %w", err)
	}
	return tickets, total, nil
}

// InHand returns the live tickets that a manager has, last taken first.
func (t *Tx) InHand(ctx context.Context, managerID int64) ([]helpdesk.Ticket, error) {
	tickets, err := all(ctx, t, scanTicket, `
		SELECT `+ticketColumns+` FROM tickets WHERE assignee_id = @manager AND state = 'open'
		ORDER BY taken_at DESC NULLS LAST, id DESC`,
		pgx.NamedArgs{"manager": managerID})
	if err != nil {
		return nil, fmt.Errorf("tickets in hand of a manager: %w", err)
	}
	return tickets, nil
}
