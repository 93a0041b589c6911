package postgres

import (
	"bytes"
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"

	"github.com/chatbotsmanagers/faqbot/internal/delivery"
)

// Receive stores updates in the order given, all or none, and returns how many of them were new. Receiving an update
// again changes nothing, except that a note that it was answered is kept while it is not handled.
//
// The chats' locks make the order of arrival the order of seq within a chat: without them a later update of the chat,
// posted at the same moment, could get a higher seq and yet be seen, and handled, first.
func (db *DB) Receive(ctx context.Context, botID int64, updates []delivery.Update) (int, error) {
	if len(updates) == 0 {
		return 0, nil
	}
	fresh := 0
	err := db.once(ctx, func(ctx context.Context, t *Tx) error {
		b := &pgx.Batch{}
		chats := make([]int64, len(updates))
		for i := range updates {
			chats[i] = updates[i].ChatID
		}
		lockChats(b, lockInbox, chats)
		for i := range updates {
			u := &updates[i]
			b.Queue(`
				INSERT INTO inbox (bot_id, update_id, chat_id, kind, raw, answered, received_at)
				VALUES (@bot, @update, @chat, @kind, @raw, @answered, @received_at)
				ON CONFLICT (bot_id, update_id) DO UPDATE SET answered = true
				WHERE excluded.answered AND NOT inbox.answered AND inbox.handled_at IS NULL
				RETURNING xmax = 0`, // xmax is 0 in a row that this statement made
				pgx.NamedArgs{
					"bot": botID, "update": u.ID, "chat": u.ChatID, "kind": u.Kind,
					"raw":      bytes.ToValidUTF8(u.Raw, []byte("\uFFFD")), // Postgres takes nothing else
					"answered": u.Answered, "received_at": orNow(u.ReceivedAt),
				}).Query(func(rows pgx.Rows) error {
				made, err := pgx.CollectRows(rows, pgx.RowTo[bool])
				if len(made) == 1 && made[0] {
					fresh++
				}
				return err
			})
		}
		return t.run(ctx, b)
	})
	if err != nil {
		return 0, fmt.Errorf("receive %d updates: %w", len(updates), err)
	}
	return fresh, nil
}

// waitingUpdate is an update that a worker has claimed.
type waitingUpdate struct {
	delivery.Update
	seq      int64
	attempts int
}

// claim locks the head of some chat's waiting updates, or finds none (pgx.ErrNoRows).
//
// Only the earliest unhandled update of a chat is a candidate, and one that another worker has is skipped, so a chat
// is never handled twice at a time. When the other commits between our snapshot and our lock, Postgres reads the row
// again, finds it handled and drops it; the next of the chat is not yet a candidate in that snapshot, so it cannot
// overtake. The minimum is a subquery rather than a join so that it stays one index probe for each candidate,
// whatever the planner thinks of a table that is empty at one moment and full at the next.
func (t *Tx) claim(ctx context.Context, botID int64) (u waitingUpdate, err error) {
	err = t.tx.QueryRow(ctx, `
		SELECT seq, update_id, chat_id, kind, raw, answered, received_at, attempts
		FROM inbox AS i
		WHERE bot_id = @bot AND handled_at IS NULL AND failed_at IS NULL AND not_before <= now()
			AND seq = (
				SELECT min(e.seq) FROM inbox AS e
				WHERE e.bot_id = @bot AND e.chat_id = i.chat_id AND e.handled_at IS NULL AND e.failed_at IS NULL)
		ORDER BY seq LIMIT 1
		FOR NO KEY UPDATE SKIP LOCKED`, pgx.NamedArgs{"bot": botID}).
		Scan(&u.seq, &u.ID, &u.ChatID, &u.Kind, &u.Raw, &u.Answered, &u.ReceivedAt, &u.attempts)
	return u, err
}
