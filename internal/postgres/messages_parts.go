package postgres

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgtype/zeronull"

	"github.com/chatbotsmanagers/faqbot/internal/delivery"
	"github.com/chatbotsmanagers/faqbot/internal/helpdesk"
)

// Parts returns the messages of which a ticket message was made, in order, nothing for one that was sent as it is.
func (t *Tx) Parts(ctx context.Context, messageID int64) ([]helpdesk.Part, error) {
	parts, err := all(ctx, t, func(row pgx.CollectableRow) (p helpdesk.Part, err error) {
		err = row.Scan(&p.TelegramID, &p.Text, &p.HTML)
		return p, err
	}, `SELECT telegram_id, text, html FROM message_parts WHERE message_id = @message ORDER BY place`,
		pgx.NamedArgs{"message": messageID})
	if err != nil {
		return nil, fmt.Errorf("parts of message %d: %w", messageID, err)
	}
	return parts, nil
}

// forgetParts forgets the parts of a message that are not kept where they were questions to the bot.
const forgetParts = `
	UPDATE outcomes AS o SET question = '' FROM message_parts AS p
	WHERE p.message_id = @id AND p.telegram_id <> ALL (@kept::integer[])
		AND o.customer_id = p.chat_id AND o.telegram_id = p.telegram_id`

// ifPartsGo limits a change to a message that has parts which are not kept.
const ifPartsGo = ` AND EXISTS (SELECT FROM message_parts WHERE message_id = @id AND telegram_id <> ALL (@kept::integer[]))`

// SaveParts stores a message that consists of the parts from now on. What is no longer among them is forgotten, also where
// it was a question to the bot and in what brought it to the other side; edits that still have it no longer go out.
func (t *Tx) SaveParts(ctx context.Context, m helpdesk.Message, parts []helpdesk.Part) error {
	places, texts, htmls := make([]int32, len(parts)), make([]string, len(parts)), make([]string, len(parts))
	for i, p := range parts {
		places[i], texts[i], htmls[i] = int32(p.TelegramID), p.Text, p.HTML
	}
	b := &pgx.Batch{}
	b.Queue(forgetParts, pgx.NamedArgs{"id": m.ID, "kept": places})
	b.Queue(`
		UPDATE outbox SET params = '{}' WHERE message_id = @id AND (sent_at IS NOT NULL OR refused_at IS NOT NULL)`+ifPartsGo,
		pgx.NamedArgs{"id": m.ID, "kept": places})
	b.Queue(recallEdits+ifPartsGo, pgx.NamedArgs{"id": m.ID, "kept": places, "refusal": delivery.RefusedRecalled})
	b.Queue(`DELETE FROM message_parts WHERE message_id = @id`, pgx.NamedArgs{"id": m.ID})
	b.Queue(`
		INSERT INTO message_parts (message_id, place, chat_id, telegram_id, text, html)
		SELECT @id, part.place, @chat, part.telegram_id, part.text, part.html
		FROM unnest(@places::integer[], @texts::text[], @htmls::text[])
			WITH ORDINALITY AS part (telegram_id, text, html, place)`,
		pgx.NamedArgs{"id": m.ID, "chat": m.ChatID, "places": places, "texts": texts, "htmls": htmls})
	b.Queue(`UPDATE ticket_messages SET text = @text, html = @html, edited_at = @edited_at WHERE id = @id`,
		pgx.NamedArgs{"id": m.ID, "text": m.Text, "html": m.HTML, "edited_at": zeronull.Timestamptz(m.EditedAt)})
	if err := t.run(ctx, b); err != nil {
		return fmt.Errorf("parts of message %d: %w", m.ID, err)
	}
	return nil
}
