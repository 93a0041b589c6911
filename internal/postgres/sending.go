package postgres

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgtype"
	"github.com/jackc/pgx/v5/pgtype/zeronull"

	"github.com/chatbotsmanagers/faqbot/internal/delivery"
)

// Outbox is the sender's side of the queue of outgoing messages.
type Outbox struct {
	db      *DB
	refused func(context.Context, *Tx, delivery.Outgoing, delivery.Refusal) error
}

// Outbox returns the sender's side of the queue. What follows from a refusal, such as telling the author of the
// message, is done by refused in the transaction that records it.
func (db *DB) Outbox(refused func(context.Context, *Tx, delivery.Outgoing, delivery.Refusal) error) *Outbox {
	return &Outbox{db: db, refused: refused}
}

// Heads returns the first waiting message of each chat whose time has come, oldest first, save for the chats named.
func (o *Outbox) Heads(ctx context.Context, except []int64, limit int) ([]delivery.Head, error) {
	heads, err := o.headsBy(ctx, oldestHeads, except, limit)
	if err == nil && len(heads) == 0 {
		heads, err = o.headsBy(ctx, headsOfAnyChat, except, limit)
	}
	if err == nil {
		err = o.loadFiles(ctx, heads)
	}
	if err == nil {
		err = o.loadAlbums(ctx, heads)
	}
	if err != nil {
		return nil, fmt.Errorf("read the outbox: %w", err)
	}
	return heads, nil
}

const (
	// oldestHeads looks among the oldest waiting messages.
	oldestHeads = `
		SELECT o.*, (SELECT a.telegram_id FROM outbox AS a WHERE a.id = o.about) FROM (
			SELECT ` + callColumns + `, revision, place, not_before FROM outbox
			WHERE sent_at IS NULL AND refused_at IS NULL AND chat_id <> ALL (@except)
			ORDER BY place LIMIT 1000
		) AS o
		WHERE o.not_before <= now() AND o.place = (
			SELECT min(e.place) FROM outbox AS e
			WHERE e.chat_id = o.chat_id AND e.sent_at IS NULL AND e.refused_at IS NULL)
		ORDER BY o.place LIMIT @limit`

	// headsOfAnyChat goes from chat to chat, for the time when chats that must wait have filled the outbox.
	headsOfAnyChat = `
		WITH RECURSIVE heads AS (
			(SELECT chat_id, place FROM outbox WHERE sent_at IS NULL AND refused_at IS NULL
				ORDER BY chat_id, place LIMIT 1)
			UNION ALL
			SELECT next.chat_id, next.place FROM heads CROSS JOIN LATERAL (
				SELECT chat_id, place FROM outbox
				WHERE sent_at IS NULL AND refused_at IS NULL AND chat_id > heads.chat_id
				ORDER BY chat_id, place LIMIT 1
			) AS next
		)
		SELECT o.*, (SELECT a.telegram_id FROM outbox AS a WHERE a.id = o.about) FROM heads
		CROSS JOIN LATERAL (
			SELECT ` + callColumns + `, revision, place, not_before FROM outbox
			WHERE chat_id = heads.chat_id AND place = heads.place AND sent_at IS NULL AND refused_at IS NULL
				AND not_before <= now()
			LIMIT 1
		) AS o
		WHERE heads.chat_id <> ALL (@except)
		LIMIT @limit`
)

func (o *Outbox) headsBy(ctx context.Context, sql string, except []int64, limit int) ([]delivery.Head, error) {
	if except == nil {
		except = []int64{}
	}
	rows, err := o.db.pool.Query(ctx, sql, pgx.NamedArgs{"except": except, "limit": limit})
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, func(row pgx.CollectableRow) (h delivery.Head, err error) {
		var about zeronull.Int4
		var place int64
		var notBefore pgtype.Timestamptz // it may be -infinity, and has come
		err = row.Scan(append(callFields(&h.Outgoing), &h.Revision, &place, &notBefore, &about)...)
		h.AboutTelegramID = int(about)
		return h, err
	})
}

// Settle records what became of the messages of one call, of all or of none. Settling them again changes nothing.
func (o *Outbox) Settle(ctx context.Context, results ...delivery.Result) error {
	var err error
	if r := results[0]; r.Refusal != "" { // what follows from it makes it come alone
		err = o.settleRefused(ctx, r)
	} else {
		b := &pgx.Batch{} // which is a transaction
		for _, r := range results {
			switch {
			case r.Sent:
				settleSent(b, r)
			case r.Apart:
				settleApart(b, r)
			default:
				settleRetry(b, r)
			}
		}
		err = o.db.pool.SendBatch(ctx, b).Close()
	}
	if err != nil {
		return fmt.Errorf("settle outgoing message %d: %w", results[0].Outgoing.ID, err)
	}
	return nil
}

// settleSent records that a message went out. When a newer state took its place meanwhile, an edit waits on and goes out
// again with that state; a new message is followed by an edit that brings it.
func settleSent(b *pgx.Batch, r delivery.Result) {
	b.Queue(`
		WITH sent AS (
			UPDATE outbox SET sent_at = now(), telegram_id = @telegram_id, album = CASE WHEN @joined THEN album END, media = NULL
			WHERE id = @id AND sent_at IS NULL AND refused_at IS NULL AND (about IS NULL OR revision = @revision)
			RETURNING id, chat_id, params, revision, message_id, mention
		), dropped AS (
			DELETE FROM outbox_files USING sent WHERE outbox_id = sent.id
		)
		INSERT INTO outbox (chat_id, method, params, about, message_id, mention)
		SELECT chat_id, 'editMessageText', params, id, message_id, mention FROM sent WHERE revision <> @revision`,
		pgx.NamedArgs{
			"id": r.Outgoing.ID, "revision": r.Outgoing.Revision, "joined": r.Joined,
			"telegram_id": zeronull.Int4(r.TelegramID), // Telegram's message ids have 32 bits
		})
}

func settleRetry(b *pgx.Batch, r delivery.Result) {
	b.Queue(`
		UPDATE outbox SET attempts = attempts + 1, not_before = @at
		WHERE id = @id AND sent_at IS NULL AND refused_at IS NULL`,
		pgx.NamedArgs{"id": r.Outgoing.ID, "at": r.RetryAt})
}

// settleApart has a piece of an album go out alone.
func settleApart(b *pgx.Batch, r delivery.Result) {
	b.Queue(`UPDATE outbox SET album = NULL, media = NULL WHERE id = @id AND sent_at IS NULL AND refused_at IS NULL`,
		pgx.NamedArgs{"id": r.Outgoing.ID})
}

// settleRefused records a refusal together with what follows from it. If that fails, the refusal alone is recorded:
// a chat must not stand still because its news could not be told. When a newer state took its place meanwhile, that one is
// still to be tried, save for somebody whom nothing reaches.
func (o *Outbox) settleRefused(ctx context.Context, r delivery.Result) error {
	record := func(ctx context.Context, t *Tx) (bool, error) {
		tag, err := t.tx.Exec(ctx, `
			WITH refused AS (
				UPDATE outbox SET refused_at = now(), refusal = @refusal
				WHERE id = @id AND sent_at IS NULL AND refused_at IS NULL AND (revision = @revision OR @unreachable)
				RETURNING id
			), dropped AS (
				DELETE FROM outbox_files USING refused WHERE outbox_id = refused.id
			)
			SELECT FROM refused`,
			pgx.NamedArgs{
				"id": r.Outgoing.ID, "revision": r.Outgoing.Revision,
				"refusal": r.Refusal, "unreachable": r.Refusal.Unreachable(),
			})
		return tag.RowsAffected() == 1, err
	}
	err := o.db.InTx(ctx, func(ctx context.Context, t *Tx) error {
		if err := t.KeepStaff(ctx); err != nil { // before the row, which is wanted by who takes somebody off the staff
			return err
		}
		first, err := record(ctx, t)
		if err != nil || !first || o.refused == nil {
			return err
		}
		return o.refused(ctx, t, r.Outgoing, r.Refusal)
	})
	if err == nil || passing(err) || ctx.Err() != nil {
		return err
	}
	o.db.log.ErrorContext(ctx, "refusal could not be told", "outbox_id", r.Outgoing.ID, "refusal", r.Refusal, "error", err)
	return o.db.InTx(ctx, func(ctx context.Context, t *Tx) error {
		_, err := record(ctx, t)
		return err
	})
}
