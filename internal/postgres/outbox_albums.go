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
	for i := range heads {
		if heads[i].Album == "" {
			continue
		}
		rows, err := o.db.pool.Query(ctx, `
			SELECT `+callColumns+`, revision, media FROM outbox
			WHERE chat_id = @chat AND sent_at IS NULL AND refused_at IS NULL
				AND place >= (SELECT place FROM outbox WHERE id = @id)
			ORDER BY place LIMIT @max`,
			pgx.NamedArgs{"chat": heads[i].ChatID, "id": heads[i].ID, "max": maxAlbum})
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
		end := slices.IndexFunc(waiting, func(p delivery.Outgoing) bool { return p.Album != heads[i].Album })
		if end < 0 {
			end = len(waiting)
		}
		heads[i].Pieces = waiting[:end]
	}
	return nil
}
