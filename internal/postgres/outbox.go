package postgres

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgtype/zeronull"

	"github.com/chatbotsmanagers/faqbot/internal/delivery"
)

const (
	callColumns     = `id, chat_id, method, params, about, ticket_id, message_id, mention, album, attempts`
	outgoingColumns = callColumns + `, telegram_id`
)

func callFields(o *delivery.Outgoing) []any {
	return []any{
		&o.ID, &o.ChatID, &o.Method, &o.Params,
		(*zeronull.Int8)(&o.About), (*zeronull.Int8)(&o.TicketID), (*zeronull.Int8)(&o.MessageID), &o.Mention,
		(*zeronull.Text)(&o.Album), &o.Attempts,
	}
}

func scanOutgoing(row pgx.CollectableRow) (o delivery.Outgoing, err error) {
	var telegramID zeronull.Int4
	err = row.Scan(append(callFields(&o), &telegramID)...)
	o.TelegramID = int(telegramID)
	return o, err
}

// Send puts a call at the end of its chat's queue and returns its outbox id.
//
// The place in the queue must be the order of commits: a sender that has seen place 7 will never look for a place 6
// that commits later. So it is given under a lock of the chat that is held until the commit. Taken here, those locks
// would be held while the handler works, and two handlers that write to two chats in opposite order would wait for
// each other for ever. So Send only draws the id; flush, the last thing before the commit, takes the locks of all
// chats in one order and inserts the rows.
func (t *Tx) Send(ctx context.Context, o delivery.Outgoing) (int64, error) {
	if err := t.tx.QueryRow(ctx, `SELECT nextval(pg_get_serial_sequence('outbox', 'id'))`).Scan(&o.ID); err != nil {
		return 0, fmt.Errorf("send %s: %w", o.Method, err)
	}
	t.outgoing = append(t.outgoing, o)
	return o.ID, nil
}

// replaceWaiting gives what waits its latest state: the last edit of the message, else the message itself. What is on its
// way this moment is changed too, which [Outbox.Settle] notices by the revision; what is being settled is as good as gone,
// and waiting for it here could wait for ever.
const replaceWaiting = `
	WITH replaced AS (
		UPDATE outbox SET params = @params, revision = revision + 1, album = NULL, media = NULL
		WHERE id = (
			SELECT id FROM outbox
			WHERE chat_id = @chat AND (id = @about OR about = @about) AND sent_at IS NULL AND refused_at IS NULL
			ORDER BY place DESC LIMIT 1 FOR UPDATE SKIP LOCKED)
		RETURNING id
	)`

// replaceWaitingEdit gives the last edit of a message that waits its latest state, if it changes the same of it. A piece of an
// album that waits itself goes out apart from now on: alone it is copied as it stands there at that moment.
const replaceWaitingEdit = `
	WITH apart AS (
		UPDATE outbox SET album = NULL, media = NULL
		WHERE id = (
			SELECT id FROM outbox
			WHERE id = @about AND album IS NOT NULL AND sent_at IS NULL AND refused_at IS NULL FOR UPDATE SKIP LOCKED)
	), replaced AS (
		UPDATE outbox SET params = @params, revision = revision + 1
		WHERE method = @method AND id = (
			SELECT id FROM outbox
			WHERE chat_id = @chat AND about = @about AND sent_at IS NULL AND refused_at IS NULL
			ORDER BY place DESC LIMIT 1 FOR UPDATE SKIP LOCKED)
		RETURNING id
	)`

const insertOutgoing = `
	INSERT INTO outbox (id, chat_id, method, params, about, ticket_id, message_id, mention, album, media, not_before)
	SELECT @id, @chat, @method, @params, @about, @ticket, @message, @mention, @album, @media,
		CASE WHEN @delay > interval '0' THEN now() + @delay ELSE '-infinity' END`

const unlessReplaced = ` WHERE NOT EXISTS (SELECT FROM replaced)`

// flush runs the batch and inserts what Send has taken. Nothing that could wait for another transaction may follow.
func (t *Tx) flush(ctx context.Context, b *pgx.Batch) error {
	chats := make([]int64, len(t.outgoing))
	for i := range t.outgoing {
		chats[i] = t.outgoing[i].ChatID
	}
	lockChats(b, lockOutbox, chats)
	for i := range t.outgoing {
		o := &t.outgoing[i]
		sql := insertOutgoing
		switch {
		case o.Latest:
			sql = replaceWaiting + insertOutgoing + unlessReplaced
		case o.LatestEdit:
			sql = replaceWaitingEdit + insertOutgoing + unlessReplaced
		}
		b.Queue(sql,
			pgx.NamedArgs{
				"id": o.ID, "chat": o.ChatID, "method": o.Method, "params": o.Params, "about": zeronull.Int8(o.About),
				"ticket": zeronull.Int8(o.TicketID), "message": zeronull.Int8(o.MessageID),
				"mention": o.Mention, "album": zeronull.Text(o.Album), "media": o.Media, "delay": o.Delay,
			})
		if f := o.File; f != nil {
			b.Queue(insertFile, pgx.NamedArgs{"id": o.ID, "field": f.Field, "name": f.Name, "content": f.Content})
		}
	}
	if err := t.run(ctx, b); err != nil {
		return fmt.Errorf("queue %d messages: %w", len(t.outgoing), err)
	}
	return nil
}

// SentAt returns the outgoing message that stands at a place in a chat. When the message was edited since, the call
// that last named a ticket is meant.
func (t *Tx) SentAt(ctx context.Context, chatID int64, telegramID int) (delivery.Outgoing, error) {
	o, err := one(ctx, t, scanOutgoing, `
		SELECT `+outgoingColumns+` FROM outbox WHERE chat_id = @chat AND telegram_id = @telegram_id
		ORDER BY (ticket_id IS NULL), place DESC LIMIT 1`,
		pgx.NamedArgs{"chat": chatID, "telegram_id": telegramID})
	if err != nil {
		return o, fmt.Errorf("sent message at place %d of a chat: %w", telegramID, err)
	}
	return o, nil
}

// SentAfter returns the first outgoing message of a chat that stands behind a place, or is yet to come there; or at the
// place itself, when that was recorded a moment ago: a quick reply overtakes the record. Over a crash
// a message may go out twice, of which only the second place is known here: then it is this one.
func (t *Tx) SentAfter(ctx context.Context, chatID int64, telegramID int) (delivery.Outgoing, error) {
	o, err := one(ctx, t, scanOutgoing, `
		SELECT `+outgoingColumns+` FROM outbox
		WHERE chat_id = @chat AND about IS NULL
			AND (telegram_id >= @telegram_id OR sent_at IS NULL AND refused_at IS NULL)
		ORDER BY telegram_id NULLS LAST, place LIMIT 1`,
		pgx.NamedArgs{"chat": chatID, "telegram_id": telegramID})
	if err != nil {
		return o, fmt.Errorf("message sent after place %d of a chat: %w", telegramID, err)
	}
	return o, nil
}

// Carriers returns the outgoing messages that carry a ticket message to the other side, oldest first, but no edits of
// them.
func (t *Tx) Carriers(ctx context.Context, messageID int64) ([]delivery.Outgoing, error) {
	carriers, err := all(ctx, t, scanOutgoing, `
		SELECT `+outgoingColumns+` FROM outbox WHERE message_id = @message AND about IS NULL ORDER BY place`,
		pgx.NamedArgs{"message": messageID})
	if err != nil {
		return nil, fmt.Errorf("carriers of message %d: %w", messageID, err)
	}
	for _, o := range t.outgoing { // of this transaction, not inserted yet
		if o.MessageID == messageID && o.About == 0 {
			carriers = append(carriers, o)
		}
	}
	return carriers, nil
}

// RecallWaiting keeps from going out whatever still waits for a chat, but for words taken back: those are to be gone from
// there all the same.
func (t *Tx) RecallWaiting(ctx context.Context, chatID int64) error {
	_, err := t.tx.Exec(ctx, `
		WITH recalled AS (
			UPDATE outbox SET refused_at = now(), refusal = @refusal
			WHERE chat_id = @chat AND method <> 'deleteMessage' AND sent_at IS NULL AND refused_at IS NULL
			RETURNING id
		)
		DELETE FROM outbox_files USING recalled WHERE outbox_id = recalled.id`,
		pgx.NamedArgs{"chat": chatID, "refusal": delivery.RefusedRecalled})
	if err != nil {
		return fmt.Errorf("recall what waits for a chat: %w", err)
	}
	return nil
}
