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
			again := `DO NOTHING`
			if u.Answered {
				// This one waits for a handler that has the update in hand; a plain repetition must not.
				again = `DO UPDATE SET answered = true WHERE NOT inbox.answered AND inbox.handled_at IS NULL`
			}
			b.Queue(`
				INSERT INTO inbox (bot_id, update_id, chat_id, kind, raw, answered, received_at)
				VALUES (@bot, @update, @chat, @kind, @raw, @answered, @received_at)
				ON CONFLICT (bot_id, update_id) `+again+`
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
