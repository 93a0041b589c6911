package postgres

import (
	"context"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgtype/zeronull"

	"github.com/chatbotsmanagers/faqbot/internal/helpdesk"
)

func scanDialogue(row pgx.CollectableRow) (d helpdesk.Dialogue, err error) {
	err = row.Scan(&d.UserID, &d.Step, &d.Data,
		(*zeronull.Int8)(&d.LastOutcomeID), (*zeronull.Int8)(&d.TicketID), &d.TouchedAt,
		&d.Pace.Level, (*zeronull.Timestamptz)(&d.Pace.At), &d.Pace.Flooded)
	return d, err
}

// Dialogue returns where a person's talk with the bot stands, an empty one for a person who never talked.
func (t *Tx) Dialogue(ctx context.Context, userID int64) (helpdesk.Dialogue, error) {
	d, err := one(ctx, t, scanDialogue, `
		SELECT user_id, step, data, last_outcome_id, ticket_id, touched_at, pace_level, pace_at, flooded
		FROM dialogues WHERE user_id = @user`,
		pgx.NamedArgs{"user": userID})
	if errors.Is(err, helpdesk.ErrNotFound) {
		return helpdesk.Dialogue{UserID: userID}, nil
	}
	if err != nil {
		return d, fmt.Errorf("dialogue: %w", err)
	}
	return d, nil
}

// SaveDialogue stores where a person's talk with the bot stands.
func (t *Tx) SaveDialogue(ctx context.Context, d helpdesk.Dialogue) error {
	if d.Data == nil {
		d.Data = map[string]string{}
	}
	_, err := t.tx.Exec(ctx, `
		INSERT INTO dialogues (user_id, step, data, last_outcome_id, ticket_id, touched_at, pace_level, pace_at, flooded)
		VALUES (@user, @step, @data, @last_outcome, @ticket, @touched_at, @pace_level, @pace_at, @flooded)
		ON CONFLICT (user_id) DO UPDATE SET
			step = excluded.step, data = excluded.data, last_outcome_id = excluded.last_outcome_id,
			ticket_id = excluded.ticket_id, touched_at = excluded.touched_at,
			pace_level = excluded.pace_level, pace_at = excluded.pace_at, flooded = excluded.flooded`,
		pgx.NamedArgs{
			"user": d.UserID, "step": d.Step, "data": d.Data, "last_outcome": zeronull.Int8(d.LastOutcomeID),
			"ticket": zeronull.Int8(d.TicketID), "touched_at": orNow(d.TouchedAt),
			"pace_level": d.Pace.Level, "pace_at": zeronull.Timestamptz(d.Pace.At), "flooded": d.Pace.Flooded,
		})
	if err != nil {
		return fmt.Errorf("save dialogue: %w", err)
	}
	return nil
}
