package postgres

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgtype/zeronull"

	"github.com/chatbotsmanagers/faqbot/internal/helpdesk"
)

const outcomeColumns = `id, customer_id, question, telegram_id, kind, reason, confidence, article_id, hits, ticket_id, verdict, click, asked_at`

func scanOutcome(row pgx.CollectableRow) (o helpdesk.Outcome, err error) {
	err = row.Scan(&o.ID, &o.CustomerID, &o.Question, &o.TelegramID, &o.Kind, &o.Reason, &o.Confidence, &o.ArticleID, &o.Hits,
		(*zeronull.Int8)(&o.TicketID), &o.Verdict, &o.Click, &o.AskedAt)
	return o, err
}

// AddOutcome stores how a question ended and returns it with its id.
func (t *Tx) AddOutcome(ctx context.Context, o helpdesk.Outcome) (helpdesk.Outcome, error) {
	added, err := one(ctx, t, scanOutcome, `
		INSERT INTO outcomes (
			customer_id, question, telegram_id, kind, reason, confidence, article_id, hits, ticket_id, verdict, click, asked_at)
		VALUES (
			@customer, @question, @telegram, @kind, @reason, @confidence, @article, @hits, @ticket, @verdict, @click, @asked_at)
		RETURNING `+outcomeColumns,
		pgx.NamedArgs{
			"customer": o.CustomerID, "question": o.Question, "telegram": o.TelegramID, "kind": o.Kind, "reason": o.Reason,
			"confidence": o.Confidence, "article": o.ArticleID, "hits": list(o.Hits), "ticket": zeronull.Int8(o.TicketID),
			"verdict": o.Verdict, "click": o.Click, "asked_at": orNow(o.AskedAt),
		})
	if err != nil {
		return o, fmt.Errorf("add outcome: %w", err)
	}
	return added, nil
}

// Outcome returns how a question ended.
func (t *Tx) Outcome(ctx context.Context, id int64) (helpdesk.Outcome, error) {
	o, err := one(ctx, t, scanOutcome, `SELECT `+outcomeColumns+` FROM outcomes WHERE id = @id`, pgx.NamedArgs{"id": id})
	if err != nil {
		return o, fmt.Errorf("outcome %d: %w", id, err)
	}
	return o, nil
}

// OutcomeAt returns the outcome of the question that stands at a place in the customer's chat.
func (t *Tx) OutcomeAt(ctx context.Context, customerID int64, telegramID int) (helpdesk.Outcome, error) {
	o, err := one(ctx, t, scanOutcome, `
		SELECT `+outcomeColumns+` FROM outcomes
		WHERE customer_id = @customer AND telegram_id = @telegram ORDER BY id DESC LIMIT 1`,
		pgx.NamedArgs{"customer": customerID, "telegram": telegramID})
	if err != nil {
		return o, fmt.Errorf("outcome of the question at place %d of a chat: %w", telegramID, err)
	}
	return o, nil
}

// SaveOutcome stores the verdict, the click with its article, and the ticket of an outcome.
func (t *Tx) SaveOutcome(ctx context.Context, o helpdesk.Outcome) error {
	tag, err := t.tx.Exec(ctx, `
		UPDATE outcomes SET verdict = @verdict, click = @click, article_id = @article, ticket_id = @ticket WHERE id = @id`,
		pgx.NamedArgs{"id": o.ID, "verdict": o.Verdict, "click": o.Click, "article": o.ArticleID, "ticket": zeronull.Int8(o.TicketID)})
	if err == nil && tag.RowsAffected() == 0 {
		err = helpdesk.ErrNotFound
	}
	if err != nil {
		return fmt.Errorf("save outcome %d: %w", o.ID, err)
	}
	return nil
}

// CustomerOutcomes returns what a customer asked last, newest first.
func (t *Tx) CustomerOutcomes(ctx context.Context, customerID int64, limit int) ([]helpdesk.Outcome, error) {
	outcomes, err := all(ctx, t, scanOutcome, `
		SELECT `+outcomeColumns+` FROM outcomes WHERE customer_id = @customer ORDER BY id DESC LIMIT @limit`,
		pgx.NamedArgs{"customer": customerID, "limit": limit})
	if err != nil {
		return nil, fmt.Errorf("outcomes of a customer: %w", err)
	}
	return outcomes, nil
}
