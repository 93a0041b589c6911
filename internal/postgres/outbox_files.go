package postgres

import (
	"context"

	"github.com/jackc/pgx/v5"

	"github.com/chatbotsmanagers/faqbot/internal/delivery"
)

// insertFile keeps the file of a call until the call is settled.
const insertFile = `
	INSERT INTO outbox_files (outbox_id, field, name, content) VALUES (@id, @field, @name, @content)`

// filesGoWith are the methods that bring files of our own; of the others none is looked for.
const filesGoWith = "sendDocument"

// loadFiles gives the messages their files.
func (o *Outbox) loadFiles(ctx context.Context, heads []delivery.Head) error {
	for i := range heads {
		if heads[i].Method != filesGoWith {
			continue
		}
		rows, err := o.db.pool.Query(ctx, `SELECT field, name, content FROM outbox_files WHERE outbox_id = @id`,
			pgx.NamedArgs{"id": heads[i].ID})
		if err != nil {
			return err
		}
		files, err := pgx.CollectRows(rows, pgx.RowToStructByPos[delivery.File])
		if err != nil {
			return err
		}
		if len(files) > 0 {
			heads[i].File = &files[0]
		}
	}
	return nil
}
