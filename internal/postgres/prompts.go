package postgres

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"
)

// AddArticlePrompt remembers the outbox id of a message that asks for the words of an article. The reference is checked when
// the transaction commits, which is when the message is written.
func (t *Tx) AddArticlePrompt(ctx context.Context, ticketID, outboxID int64) error {
	_, err := t.tx.Exec(ctx, `INSERT INTO article_prompts (outbox_id, ticket_id) VALUES (@outbox, @ticket)`,
		pgx.NamedArgs{"outbox": outboxID, "ticket": ticketID})
	if err != nil {
		return fmt.Errorf("remember a prompt of ticket %d: %w", ticketID, err)
	}
	return nil
}

// ArticlePromptAt returns the ticket that the message with the outbox id asks for.
func (t *Tx) ArticlePromptAt(ctx context.Context, outboxID int64) (int64, error) {
	id, err := one(ctx, t, pgx.RowTo[int64], `SELECT ticket_id FROM article_prompts WHERE outbox_id = @outbox`,
		pgx.NamedArgs{"outbox": outboxID})
	if err != nil {
		return 0, fmt.Errorf("prompt for an article: %w", err)
	}
	return id, nil
}
