package postgres

import (
	"cmp"
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgtype/zeronull"

	"github.com/chatbotsmanagers/faqbot/internal/helpdesk"
)

const ticketColumns = `id, customer_id, state, origin, parent_id, topic, question, refusal, hits, priority, tags,
	assignee_id, last_author, merged_into, created_at, waiting_since, first_response_at, resolved_at, closed_at`

// The states of tickets as conditions, in the words of the indexes.
const (
	isLive = `state IN ('new', 'open', 'waiting_customer', 'waiting_manager')`
	isHeld = `state IN ('open', 'waiting_customer', 'waiting_manager')`
)

func ticketFields(t *helpdesk.Ticket) []any {
	return []any{
		&t.ID, &t.CustomerID, &t.State, &t.Origin, (*zeronull.Int8)(&t.ParentID), &t.Topic, &t.Question,
		&t.Refusal, &t.Hits, &t.Priority, &t.Tags, (*zeronull.Int8)(&t.AssigneeID), &t.LastAuthor,
		(*zeronull.Int8)(&t.MergedInto), &t.CreatedAt, &t.WaitingSince, (*zeronull.Timestamptz)(&t.FirstResponseAt),
		(*zeronull.Timestamptz)(&t.ResolvedAt), (*zeronull.Timestamptz)(&t.ClosedAt),
	}
}

func scanTicket(row pgx.CollectableRow) (t helpdesk.Ticket, err error) {
	err = row.Scan(ticketFields(&t)...)
	return t, err
}

func ticketArgs(t *helpdesk.Ticket) pgx.NamedArgs {
	return pgx.NamedArgs{
		"id": t.ID, "customer": t.CustomerID, "state": t.State, "origin": t.Origin, "parent": zeronull.Int8(t.ParentID),
		"topic": t.Topic, "question": t.Question, "refusal": t.Refusal, "hits": list(t.Hits),
		"priority": t.Priority, "tags": list(t.Tags),
		"assignee": zeronull.Int8(t.AssigneeID), "last_author": t.LastAuthor, "merged_into": zeronull.Int8(t.MergedInto),
		"created_at": t.CreatedAt, "waiting_since": t.WaitingSince,
		"first_response_at": zeronull.Timestamptz(t.FirstResponseAt),
		"resolved_at":       zeronull.Timestamptz(t.ResolvedAt), "closed_at": zeronull.Timestamptz(t.ClosedAt),
	}
}

// list makes nothing an empty list rather than a null.
func list[T any](l []T) []T {
	if l == nil {
		return []T{}
	}
	return l
}

// CreateTicket stores a new ticket and its first event; it fills in the id and what else is left out.
func (t *Tx) CreateTicket(ctx context.Context, ticket helpdesk.Ticket) (helpdesk.Ticket, error) {
	return t.CreateTicketBy(ctx, ticket, ticket.CustomerID)
}

// CreateTicketBy stores a new ticket as CreateTicket does; its first event names who made it.
func (t *Tx) CreateTicketBy(ctx context.Context, ticket helpdesk.Ticket, by int64) (helpdesk.Ticket, error) {
	ticket.CreatedAt = orNow(ticket.CreatedAt)
	if ticket.WaitingSince.IsZero() {
		ticket.WaitingSince = ticket.CreatedAt
	}
	ticket.State = cmp.Or(ticket.State, helpdesk.StateNew)
	ticket.LastAuthor = cmp.Or(ticket.LastAuthor, helpdesk.AuthorCustomer)
	ticket.Priority = cmp.Or(ticket.Priority, helpdesk.PriorityNormal)
	created, err := one(ctx, t, scanTicket, `
		INSERT INTO tickets (customer_id, state, origin, parent_id, topic, question, refusal, hits, priority, tags,
			assignee_id, taken_at, last_author, merged_into, created_at, waiting_since, first_response_at,
			resolved_at, closed_at)
		VALUES (@customer, @state, @origin, @parent, @topic, @question, @refusal, @hits, @priority, @tags,
			@assignee, CASE WHEN @assignee::bigint IS NOT NULL THEN @created_at::timestamptz END,
			@last_author, @merged_into, @created_at, @waiting_since, @first_response_at, @resolved_at, @closed_at)
		RETURNING `+ticketColumns, ticketArgs(&ticket))
	if err != nil {
		return ticket, fmt.Errorf("create ticket: %w", err)
	}
	return created, t.addEvent(ctx, &helpdesk.Event{
		TicketID: created.ID, Kind: helpdesk.EventCreated, ActorID: by, At: created.CreatedAt,
	})
}

// LockTicket returns the ticket and keeps others from changing it until the transaction ends.
func (t *Tx) LockTicket(ctx context.Context, id int64) (helpdesk.Ticket, error) {
	return t.ticket(ctx, id, ` FOR NO KEY UPDATE`) // messages and events may be added meanwhile
}

// RewordMerged gives the merged tickets of a customer that ask something another question, since their messages stand
// elsewhere, and returns them.
func (t *Tx) RewordMerged(ctx context.Context, customerID int64, was, now string) ([]helpdesk.Ticket, error) {
	reworded, err := all(ctx, t, scanTicket, `
		WITH merged AS MATERIALIZED (
			SELECT id AS merged_id FROM tickets WHERE customer_id = @customer AND state = 'merged' AND question = @was
			ORDER BY id FOR NO KEY UPDATE -- in the order in which everybody locks several
		)
		UPDATE tickets SET question = @now FROM merged WHERE id = merged_id RETURNING `+ticketColumns,
		pgx.NamedArgs{"customer": customerID, "was": was, "now": now})
	if err != nil {
		return nil, fmt.Errorf("reword the merged tickets of a customer: %w", err)
	}
	return reworded, nil
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
			priority = @priority, tags = @tags,
			assignee_id = @assignee, last_author = @last_author, merged_into = @merged_into,
			waiting_since = @waiting_since, first_response_at = @first_response_at,
			resolved_at = @resolved_at, closed_at = @closed_at,
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
		ORDER BY (`+isLive+`) DESC, id DESC LIMIT @limit`,
		pgx.NamedArgs{"customer": customerID, "limit": limit})
	if err != nil {
		return nil, fmt.Errorf("tickets of a customer: %w", err)
	}
	return tickets, nil
}

// Queue returns the tickets that nobody has, the most pressing and then the longest waiting first, and how many there are in all.
func (t *Tx) Queue(ctx context.Context, limit, offset int) ([]helpdesk.Ticket, int, error) {
	tickets, err := all(ctx, t, scanTicket, `
		SELECT `+ticketColumns+` FROM tickets WHERE state = 'new'
		ORDER BY priority DESC, waiting_since, id LIMIT @limit OFFSET @offset`,
		pgx.NamedArgs{"limit": limit, "offset": offset})
	if err != nil {
		return nil, 0, fmt.Errorf("queue: %w", err)
	}
	total, err := t.queueLength(ctx)
	return tickets, total, err
}

func (t *Tx) queueLength(ctx context.Context) (total int, err error) {
	if err := t.tx.QueryRow(ctx, `SELECT count(*) FROM tickets WHERE state = 'new'`).Scan(&total); err != nil {
		return 0, fmt.Errorf("length of the queue: %w", err)
	}
	return total, nil
}

// InHand returns the live tickets that a manager has, last taken first.
func (t *Tx) InHand(ctx context.Context, managerID int64) ([]helpdesk.Ticket, error) {
	tickets, err := all(ctx, t, scanTicket, `
		SELECT `+ticketColumns+` FROM tickets WHERE assignee_id = @manager AND `+isHeld+`
		ORDER BY taken_at DESC NULLS LAST, id DESC`,
		pgx.NamedArgs{"manager": managerID})
	if err != nil {
		return nil, fmt.Errorf("tickets in hand of a manager: %w", err)
	}
	return tickets, nil
}
