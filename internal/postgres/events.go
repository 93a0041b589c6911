package postgres

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgtype/zeronull"

	"github.com/chatbotsmanagers/faqbot/internal/helpdesk"
)

func scanEvent(row pgx.CollectableRow) (e helpdesk.Event, err error) {
	err = row.Scan(&e.TicketID, &e.Kind, (*zeronull.Int8)(&e.ActorID), (*zeronull.Int8)(&e.OtherID), &e.Note, &e.At)
	return e, err
}

func (t *Tx) addEvent(ctx context.Context, e *helpdesk.Event) error {
	_, err := t.tx.Exec(ctx, `
		INSERT INTO ticket_events (ticket_id, kind, actor_id, other_id, note, at)
		VALUES (@ticket, @kind, @actor, @other, @note, @at)`,
		pgx.NamedArgs{
			"ticket": e.TicketID, "kind": e.Kind, "actor": zeronull.Int8(e.ActorID), "other": zeronull.Int8(e.OtherID),
			"note": e.Note, "at": orNow(e.At),
		})
	if err != nil {
		return fmt.Errorf("event %s of ticket %d: %w", e.Kind, e.TicketID, err)
	}
	return nil
}

// Events returns a ticket's history, oldest first.
func (t *Tx) Events(ctx context.Context, ticketID int64) ([]helpdesk.Event, error) {
	events, err := all(ctx, t, scanEvent, `
		SELECT ticket_id, kind, actor_id, other_id, note, at FROM ticket_events WHERE ticket_id = @ticket ORDER BY id`,
		pgx.NamedArgs{"ticket": ticketID})
	if err != nil {
		return nil, fmt.Errorf("events of ticket %d: %w", ticketID, err)
	}
	return events, nil
}
