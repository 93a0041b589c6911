package postgres

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/chatbotsmanagers/faqbot/internal/helpdesk"
)

const draftColumns = `id, ticket_id, kind, state, article_id, topic, question, answer, author_id, created_at`

func scanDraft(row pgx.CollectableRow) (d helpdesk.Draft, err error) {
	err = row.Scan(&d.ID, &d.TicketID, &d.Kind, &d.State, &d.ArticleID, &d.Topic, &d.Question, &d.Answer, &d.AuthorID, &d.CreatedAt)
	return d, err
}

func draftArgs(d *helpdesk.Draft) pgx.NamedArgs {
	return pgx.NamedArgs{
		"id": d.ID, "ticket": d.TicketID, "kind": d.Kind, "state": d.State, "article": d.ArticleID, "topic": d.Topic,
		"question": d.Question, "answer": d.Answer, "author": d.AuthorID, "created_at": d.CreatedAt,
	}
}

// CreateDraft stores a new draft with its first event and returns it with its id. A ticket that has a draft already,
// other than rejected ones, is an error.
func (t *Tx) CreateDraft(ctx context.Context, d helpdesk.Draft) (helpdesk.Draft, error) {
	d.CreatedAt, d.State = orNow(d.CreatedAt), helpdesk.DraftWaiting
	created, err := one(ctx, t, scanDraft, `
		INSERT INTO drafts (ticket_id, kind, state, article_id, topic, question, answer, author_id, created_at)
		VALUES (@ticket, @kind, @state, @article, @topic, @question, @answer, @author, @created_at)
		RETURNING `+draftColumns, draftArgs(&d))
	if err != nil {
		return d, fmt.Errorf("create a draft of ticket %d: %w", d.TicketID, err)
	}
	return created, t.addDraftEvent(ctx, &helpdesk.DraftEvent{
		DraftID: created.ID, Kind: helpdesk.DraftProposed, ActorID: d.AuthorID, At: d.CreatedAt,
	})
}

// LockDraft returns the draft and keeps others from changing it until the transaction ends.
func (t *Tx) LockDraft(ctx context.Context, id int64) (helpdesk.Draft, error) {
	d, err := one(ctx, t, scanDraft, `SELECT `+draftColumns+` FROM drafts WHERE id = @id FOR UPDATE`, pgx.NamedArgs{"id": id})
	if err != nil {
		return d, fmt.Errorf("draft %d: %w", id, err)
	}
	return d, nil
}

// SaveDraft stores a changed draft with the event of the change.
func (t *Tx) SaveDraft(ctx context.Context, d helpdesk.Draft, e *helpdesk.DraftEvent) error {
	_, err := t.tx.Exec(ctx, `
		UPDATE drafts SET state = @state, article_id = @article, topic = @topic, question = @question, answer = @answer
		WHERE id = @id`, draftArgs(&d))
	if err != nil {
		return fmt.Errorf("save draft %d: %w", d.ID, err)
	}
	return t.addDraftEvent(ctx, e)
}

// DraftOfTicket returns the draft of a ticket that is not rejected.
func (t *Tx) DraftOfTicket(ctx context.Context, ticketID int64) (helpdesk.Draft, error) {
	d, err := one(ctx, t, scanDraft, `
		SELECT `+draftColumns+` FROM drafts WHERE ticket_id = @ticket AND state <> 'rejected'`,
		pgx.NamedArgs{"ticket": ticketID})
	if err != nil {
		return d, fmt.Errorf("draft of ticket %d: %w", ticketID, err)
	}
	return d, nil
}

// WaitingDrafts returns the drafts that nobody has decided on, oldest first, and how many there are in all.
func (t *Tx) WaitingDrafts(ctx context.Context, limit, offset int) ([]helpdesk.Draft, int, error) {
	drafts, err := all(ctx, t, scanDraft, `
		SELECT `+draftColumns+` FROM drafts WHERE state = 'waiting' ORDER BY id LIMIT @limit OFFSET @offset`,
		pgx.NamedArgs{"limit": limit, "offset": offset})
	if err != nil {
		return nil, 0, fmt.Errorf("waiting drafts: %w", err)
	}
	total, err := one(ctx, t, pgx.RowTo[int], `SELECT count(*) FROM drafts WHERE state = 'waiting'`, nil)
	if err != nil {
		return nil, 0, fmt.Errorf("count the waiting drafts: %w", err)
	}
	return drafts, total, nil
}

// UnseenDrafts returns the tickets of published drafts whose article nobody has seen in use yet.
func (t *Tx) UnseenDrafts(ctx context.Context) ([]int64, error) {
	return t.due(ctx, "published drafts", `
		SELECT ticket_id FROM drafts WHERE state = 'published' AND seen_at IS NULL ORDER BY id LIMIT @limit`, pgx.NamedArgs{})
}

// SeeDraft notes that what a published draft brought is in use.
func (t *Tx) SeeDraft(ctx context.Context, id int64, at time.Time) error {
	_, err := t.tx.Exec(ctx, `UPDATE drafts SET seen_at = @at WHERE id = @id`, pgx.NamedArgs{"id": id, "at": at})
	if err != nil {
		return fmt.Errorf("see draft %d: %w", id, err)
	}
	return nil
}

func (t *Tx) addDraftEvent(ctx context.Context, e *helpdesk.DraftEvent) error {
	_, err := t.tx.Exec(ctx, `INSERT INTO draft_events (draft_id, kind, actor_id, at) VALUES (@draft, @kind, @actor, @at)`,
		pgx.NamedArgs{"draft": e.DraftID, "kind": e.Kind, "actor": e.ActorID, "at": orNow(e.At)})
	if err != nil {
		return fmt.Errorf("event %s of draft %d: %w", e.Kind, e.DraftID, err)
	}
	return nil
}

// DraftEvents returns a draft's history, oldest first.
func (t *Tx) DraftEvents(ctx context.Context, draftID int64) ([]helpdesk.DraftEvent, error) {
	events, err := all(ctx, t, func(row pgx.CollectableRow) (e helpdesk.DraftEvent, err error) {
		err = row.Scan(&e.DraftID, &e.Kind, &e.ActorID, &e.At)
		return e, err
	}, `SELECT draft_id, kind, actor_id, at FROM draft_events WHERE draft_id = @draft ORDER BY id`,
		pgx.NamedArgs{"draft": draftID})
	if err != nil {
		return nil, fmt.Errorf("events of draft %d: %w", draftID, err)
	}
	return events, nil
}

// AddDraftPrompt remembers the outbox id of a message that asks for a part of a draft. The reference is checked when the
// transaction commits, which is when the message is written.
func (t *Tx) AddDraftPrompt(ctx context.Context, p helpdesk.DraftPrompt, outboxID int64) error {
	_, err := t.tx.Exec(ctx, `INSERT INTO draft_prompts (outbox_id, draft_id, part) VALUES (@outbox, @draft, @part)`,
		pgx.NamedArgs{"outbox": outboxID, "draft": p.DraftID, "part": p.Part})
	if err != nil {
		return fmt.Errorf("remember a prompt of draft %d: %w", p.DraftID, err)
	}
	return nil
}

// DraftPromptAt returns what the message with the outbox id asks for.
func (t *Tx) DraftPromptAt(ctx context.Context, outboxID int64) (helpdesk.DraftPrompt, error) {
	p, err := one(ctx, t, func(row pgx.CollectableRow) (p helpdesk.DraftPrompt, err error) {
		err = row.Scan(&p.DraftID, &p.Part)
		return p, err
	}, `SELECT draft_id, part FROM draft_prompts WHERE outbox_id = @outbox`, pgx.NamedArgs{"outbox": outboxID})
	if err != nil {
		return p, fmt.Errorf("prompt of a draft: %w", err)
	}
	return p, nil
}

// Wish stores that the customer of a ticket wants to be told of an article on it. A second time changes nothing.
func (t *Tx) Wish(ctx context.Context, ticketID int64, at time.Time) error {
	_, err := t.tx.Exec(ctx, `INSERT INTO wishes (ticket_id, agreed_at) VALUES (@ticket, @at) ON CONFLICT DO NOTHING`,
		pgx.NamedArgs{"ticket": ticketID, "at": at})
	if err != nil {
		return fmt.Errorf("wish of ticket %d: %w", ticketID, err)
	}
	return nil
}

// KeepWish marks the wish of a ticket as kept. It returns false when there is none, or none any more.
func (t *Tx) KeepWish(ctx context.Context, ticketID int64, at time.Time) (bool, error) {
	tag, err := t.tx.Exec(ctx, `UPDATE wishes SET kept_at = @at WHERE ticket_id = @ticket AND kept_at IS NULL`,
		pgx.NamedArgs{"ticket": ticketID, "at": at})
	if err != nil {
		return false, fmt.Errorf("keep the wish of ticket %d: %w", ticketID, err)
	}
	return tag.RowsAffected() == 1, nil
}
