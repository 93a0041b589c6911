package postgres

import (
	"context"
	"errors"

	"github.com/jackc/pgx/v5"

	"github.com/chatbotsmanagers/faqbot/internal/delivery"
)

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
// overtake.
func (t *Tx) claim(ctx context.Context, botID int64) (waitingUpdate, error) {
	u, err := t.claimBy(ctx, botID, claimOldest)
	if errors.Is(err, pgx.ErrNoRows) {
		u, err = t.claimBy(ctx, botID, claimAnyChat)
	}
	return u, err
}

func (t *Tx) claimBy(ctx context.Context, botID int64, sql string) (u waitingUpdate, err error) {
	err = t.tx.QueryRow(ctx, sql, pgx.NamedArgs{"bot": botID}).
		Scan(&u.seq, &u.ID, &u.ChatID, &u.Kind, &u.Raw, &u.Answered, &u.ReceivedAt, &u.attempts)
	return u, err
}

// The lateral subqueries that lock keep these queries what they look like, one index probe for each step, whatever the
// planner thinks of a table that is empty at one moment and full at the next.
const (
	// claimOldest looks among the oldest waiting updates, which nearly always have a head that is free.
	claimOldest = `
		SELECT u.* FROM (
			SELECT seq, chat_id FROM inbox WHERE bot_id = @bot AND handled_at IS NULL AND failed_at IS NULL
			ORDER BY seq LIMIT 50
		) AS oldest
		CROSS JOIN LATERAL (
			SELECT seq, update_id, chat_id, kind, raw, answered, received_at, attempts FROM inbox
			WHERE seq = oldest.seq AND handled_at IS NULL AND failed_at IS NULL AND not_before <= now()
				AND seq = (
					SELECT min(e.seq) FROM inbox AS e
					WHERE e.bot_id = @bot AND e.chat_id = oldest.chat_id AND e.handled_at IS NULL AND e.failed_at IS NULL)
			FOR NO KEY UPDATE SKIP LOCKED
		) AS u
		LIMIT 1`

	// claimAnyChat goes from chat to chat. It is for the time when a few chats have filled the inbox, and looking at
	// each of their updates would cost more than all others together.
	claimAnyChat = `
		WITH RECURSIVE heads AS (
			(SELECT chat_id, seq FROM inbox WHERE bot_id = @bot AND handled_at IS NULL AND failed_at IS NULL
				ORDER BY chat_id, seq LIMIT 1)
			UNION ALL
			SELECT next.chat_id, next.seq FROM heads CROSS JOIN LATERAL (
				SELECT chat_id, seq FROM inbox
				WHERE bot_id = @bot AND handled_at IS NULL AND failed_at IS NULL AND chat_id > heads.chat_id
				ORDER BY chat_id, seq LIMIT 1
			) AS next
		)
		SELECT u.* FROM heads
		CROSS JOIN LATERAL (
			SELECT seq, update_id, chat_id, kind, raw, answered, received_at, attempts FROM inbox
			WHERE seq = heads.seq AND handled_at IS NULL AND failed_at IS NULL AND not_before <= now()
			FOR NO KEY UPDATE SKIP LOCKED
		) AS u
		LIMIT 1`
)
