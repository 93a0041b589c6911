package postgres

import (
	"context"
	"slices"

	"github.com/jackc/pgx/v5"

	"github.com/chatbotsmanagers/faqbot/internal/delivery"
)

// maxAlbum is how many pieces Telegram takes in one album.
const maxAlbum = 10

// loadAlbums gives those of the messages that are pieces of an album the others of it that wait right behind them. Whatever
// stands in between parts them, since a chat's order is kept.
func (o *Outbox) loadAlbums(ctx context.Context, heads []delivery.Head) error {
	var chats, first []int64
	for i := range heads {
		if heads[i].Album != "" {
			chats, first = append(chats, heads[i].ChatID), append(first, heads[i].ID)
		}
	}
	if len(chats) == 0 {
		return nil
	}
	rows, err := o.db.pool.Query(ctx, `
		SELECT `+callColumns+`, revision, media FROM unnest(@chats::bigint[], @first::bigint[]) AS head (chat, first)
		CROSS JOIN LATERAL (
			SELECT * FROM outbox
			WHERE chat_id = head.chat AND sent_at IS NULL AND refused_at IS NULL
				AND place >= (SELECT place FROM outbox WHERE id = head.first)
			ORDER BY place LIMIT @max
		) AS waiting
		ORDER BY chat_id, place`,
		pgx.NamedArgs{"chats": chats, "first": first, "max": maxAlbum})
	if err != nil {
		return err
	}
	waiting, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (p delivery.Outgoing, err error) {
		err = row.Scan(append(callFields(&p), &p.Revision, &p.Media)...)
		return p, err
	})
	if err != nil {
		return err
	}
	for i := range heads {
		heads[i].Pieces = piecesOf(&heads[i], waiting)
	}
	return nil
}

// piecesOf returns the pieces of the message's album that wait one behind the other in its chat.
func piecesOf(head *delivery.Head, waiting []delivery.Outgoing) []delivery.Outgoing {
	if head.Album == "" {
		return nil
	}
	begin := slices.IndexFunc(waiting, func(p delivery.Outgoing) bool { return p.ID == head.ID })
	if begin < 0 { // recalled since
		return nil
	}
	waiting = waiting[begin:]
	end := slices.IndexFunc(waiting, func(p delivery.Outgoing) bool { return p.ChatID != head.ChatID || p.Album != head.Album })
	if end < 0 {
		end = len(waiting)
	}
	return waiting[:end]
}
