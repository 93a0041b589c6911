package postgres

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/chatbotsmanagers/faqbot/internal/delivery"
	"github.com/chatbotsmanagers/faqbot/internal/helpdesk"
)

// DeleteMessage forgets what a message said, also where it was a question to the bot, and in what brought it to the other
// side; edits of it that wait no longer go out. That there was one stays known.
func (t *Tx) DeleteMessage(ctx context.Context, id int64, at time.Time) error {
	tag, err := t.tx.Exec(ctx, `UPDATE ticket_messages SET text = '', html = '', file_id = '', piece = NULL, deleted_at = @at WHERE id = @id`,
		pgx.NamedArgs{"id": id, "at": at})
	if err == nil && tag.RowsAffected() == 0 {
		err = helpdesk.ErrNotFound
	}
	if err != nil {
		return fmt.Errorf("delete message %d: %w", id, err)
	}
	b := &pgx.Batch{}
	b.Queue(`
		UPDATE outcomes AS o SET question = '' FROM ticket_messages AS m
		WHERE m.id = @id AND m.author = 'customer' AND m.telegram_id <> 0
			AND o.customer_id = m.chat_id AND o.telegram_id = m.telegram_id`, pgx.NamedArgs{"id": id})
	b.Queue(forgetParts, pgx.NamedArgs{"id": id, "kept": []int32{}})
	b.Queue(`DELETE FROM message_parts WHERE message_id = @id`, pgx.NamedArgs{"id": id})
	b.Queue(`UPDATE outbox SET params = '{}', media = NULL WHERE message_id = @id AND (sent_at IS NOT NULL OR refused_at IS NOT NULL)`,
		pgx.NamedArgs{"id": id})
	b.Queue(recallEdits, pgx.NamedArgs{"id": id, "refusal": delivery.RefusedRecalled})
	b.Queue(unteach, pgx.NamedArgs{"id": id})
	if err := t.run(ctx, b); err != nil {
		return fmt.Errorf("forget what message %d said: %w", id, err)
	}
	return nil
}

// recallEdits keeps edits of a message that wait from going out. What is being settled this moment is as good as gone; waiting
// for it here could wait for ever, since a refusal waits for the ticket.
const recallEdits = `
	UPDATE outbox SET params = '{}', refused_at = now(), refusal = @refusal
	WHERE id IN (
		SELECT id FROM outbox
		WHERE message_id = @id AND about IS NOT NULL AND sent_at IS NULL AND refused_at IS NULL
		FOR UPDATE SKIP LOCKED)`

// unteach has an article that answered a ticket, and was taken back, not stand for the right answer to its question. The
// message may have moved to another ticket since; the event stays, and is known by who answered when.
const unteach = `
	UPDATE ticket_events AS e SET note = '' FROM ticket_messages AS m
	WHERE m.id = @id AND m.author = 'manager' AND e.kind = 'answered'
		AND e.actor_id = m.author_id AND e.at = m.created_at`

// MoveMessage puts a message into another ticket; replies to its copies follow it.
func (t *Tx) MoveMessage(ctx context.Context, id, ticketID int64) error {
	b := &pgx.Batch{}
	args := pgx.NamedArgs{"id": id, "ticket": ticketID}
	b.Queue(`UPDATE ticket_messages SET ticket_id = @ticket WHERE id = @id`, args)
	b.Queue(`UPDATE outbox SET ticket_id = @ticket WHERE message_id = @id`, args)
	if err := t.run(ctx, b); err != nil {
		return fmt.Errorf("move message %d to ticket %d: %w", id, ticketID, err)
	}
	return nil
}

// MoveMessages puts all messages of a ticket into another one.
func (t *Tx) MoveMessages(ctx context.Context, from, into int64) error {
	_, err := t.tx.Exec(ctx, `UPDATE ticket_messages SET ticket_id = @into WHERE ticket_id = @from`,
		pgx.NamedArgs{"from": from, "into": into})
	if err != nil {
		return fmt.Errorf("move the messages of ticket %d to ticket %d: %w", from, into, err)
	}
	return nil
}
