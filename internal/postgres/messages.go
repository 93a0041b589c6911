package postgres

import (
	"context"
	"fmt"
	"math"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgtype/zeronull"

	"github.com/chatbotsmanagers/faqbot/internal/helpdesk"
)

const messageColumns = `id, ticket_id, author, author_id, kind, text, html, chat_id, telegram_id, file_id, piece, created_at, edited_at, deleted_at`

func scanMessage(row pgx.CollectableRow) (m helpdesk.Message, err error) {
	err = row.Scan(&m.ID, &m.TicketID, &m.Author, &m.AuthorID, &m.Kind, &m.Text, &m.HTML, &m.ChatID, &m.TelegramID, &m.FileID,
		&m.Piece, &m.CreatedAt, (*zeronull.Timestamptz)(&m.EditedAt), (*zeronull.Timestamptz)(&m.DeletedAt))
	return m, err
}

func messageArgs(m *helpdesk.Message) pgx.NamedArgs {
	return pgx.NamedArgs{
		"id": m.ID, "ticket": m.TicketID, "author": m.Author, "author_id": m.AuthorID, "kind": m.Kind,
		"text": m.Text, "html": m.HTML, "chat": m.ChatID, "telegram_id": m.TelegramID, "file_id": m.FileID, "piece": m.Piece,
		"created_at": orNow(m.CreatedAt), "edited_at": zeronull.Timestamptz(m.EditedAt),
	}
}

// AddMessage stores the message and returns it with its id.
func (t *Tx) AddMessage(ctx context.Context, m helpdesk.Message) (helpdesk.Message, error) {
	added, err := one(ctx, t, scanMessage, `
		INSERT INTO ticket_messages (ticket_id, author, author_id, kind, text, html, chat_id, telegram_id, file_id, piece, created_at, edited_at)
		VALUES (@ticket, @author, @author_id, @kind, @text, @html, @chat, @telegram_id, @file_id, @piece, @created_at, @edited_at)
		RETURNING `+messageColumns, messageArgs(&m))
	if err != nil {
		return m, fmt.Errorf("add message to ticket %d: %w", m.TicketID, err)
	}
	return added, nil
}

// EditMessage stores the changed content of a message.
func (t *Tx) EditMessage(ctx context.Context, m helpdesk.Message) error {
	m.EditedAt = orNow(m.EditedAt)
	tag, err := t.tx.Exec(ctx, `
		UPDATE ticket_messages SET kind = @kind, text = @text, html = @html, file_id = @file_id, piece = @piece, edited_at = @edited_at
		WHERE id = @id`,
		messageArgs(&m))
	if err == nil && tag.RowsAffected() == 0 {
		err = helpdesk.ErrNotFound
	}
	if err != nil {
		return fmt.Errorf("edit message %d: %w", m.ID, err)
	}
	return nil
}

// MessageAt returns the ticket message whose original, or one of its parts, stands at a place in a chat.
func (t *Tx) MessageAt(ctx context.Context, chatID int64, telegramID int) (helpdesk.Message, error) {
	m, err := one(ctx, t, scanMessage, `
		SELECT `+messageColumns+` FROM ticket_messages WHERE id = (
			SELECT id FROM (
				SELECT id FROM ticket_messages WHERE chat_id = @chat AND telegram_id = @telegram_id
				UNION ALL
				SELECT message_id FROM message_parts WHERE chat_id = @chat AND telegram_id = @telegram_id
			) AS there ORDER BY id DESC LIMIT 1)`,
		pgx.NamedArgs{"chat": chatID, "telegram_id": telegramID})
	if err != nil {
		return m, fmt.Errorf("ticket message at place %d of a chat: %w", telegramID, err)
	}
	return m, nil
}

// Messages returns the last limit messages of a ticket, oldest first.
func (t *Tx) Messages(ctx context.Context, ticketID int64, limit int) ([]helpdesk.Message, error) {
	return t.MessagesBefore(ctx, ticketID, math.MaxInt64, limit)
}

// FirstMessages returns the first limit messages of a ticket, oldest first.
func (t *Tx) FirstMessages(ctx context.Context, ticketID int64, limit int) ([]helpdesk.Message, error) {
	messages, err := all(ctx, t, scanMessage, `
		SELECT `+messageColumns+` FROM ticket_messages WHERE ticket_id = @ticket ORDER BY id LIMIT @limit`,
		pgx.NamedArgs{"ticket": ticketID, "limit": limit})
	if err != nil {
		return nil, fmt.Errorf("first messages of ticket %d: %w", ticketID, err)
	}
	return messages, nil
}

// MessagesBefore returns the last limit messages of a ticket that came before the one with the id, oldest first.
func (t *Tx) MessagesBefore(ctx context.Context, ticketID, before int64, limit int) ([]helpdesk.Message, error) {
	messages, err := all(ctx, t, scanMessage, `
		SELECT * FROM (
			SELECT `+messageColumns+` FROM ticket_messages WHERE ticket_id = @ticket AND id < @before
			ORDER BY id DESC LIMIT @limit
		) AS last ORDER BY id`,
		pgx.NamedArgs{"ticket": ticketID, "before": before, "limit": limit})
	if err != nil {
		return nil, fmt.Errorf("messages of ticket %d: %w", ticketID, err)
	}
	return messages, nil
}

// Message returns a ticket message.
func (t *Tx) Message(ctx context.Context, id int64) (helpdesk.Message, error) {
	m, err := one(ctx, t, scanMessage, `SELECT `+messageColumns+` FROM ticket_messages WHERE id = @id`, pgx.NamedArgs{"id": id})
	if err != nil {
		return m, fmt.Errorf("message %d: %w", id, err)
	}
	return m, nil
}
