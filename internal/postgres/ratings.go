package postgres

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgtype/zeronull"

	"github.com/chatbotsmanagers/faqbot/internal/helpdesk"
)

func scanRating(row pgx.CollectableRow) (r helpdesk.Rating, err error) {
	var score zeronull.Int2
	err = row.Scan(&r.TicketID, (*zeronull.Int8)(&r.ManagerID), &score, &r.Comment, &r.AskedAt,
		(*zeronull.Timestamptz)(&r.RemindedAt), (*zeronull.Timestamptz)(&r.RatedAt))
	r.Score = int(score)
	return r, err
}

// Rating returns what a customer makes of the work on a ticket, or the request to say so.
func (t *Tx) Rating(ctx context.Context, ticketID int64) (helpdesk.Rating, error) {
	r, err := one(ctx, t, scanRating, `
		SELECT ticket_id, manager_id, score, comment, asked_at, reminded_at, rated_at FROM ratings WHERE ticket_id = @ticket`,
		pgx.NamedArgs{"ticket": ticketID})
	if err != nil {
		return r, fmt.Errorf("rating of ticket %d: %w", ticketID, err)
	}
	return r, nil
}

// SaveRating stores a new or changed rating.
func (t *Tx) SaveRating(ctx context.Context, r helpdesk.Rating) error {
	_, err := t.tx.Exec(ctx, `
		INSERT INTO ratings (ticket_id, manager_id, score, comment, asked_at, reminded_at, rated_at)
		VALUES (@ticket, @manager, @score, @comment, @asked_at, @reminded_at, @rated_at)
		ON CONFLICT (ticket_id) DO UPDATE SET
			manager_id = excluded.manager_id, score = excluded.score, comment = excluded.comment,
			asked_at = excluded.asked_at, reminded_at = excluded.reminded_at, rated_at = excluded.rated_at`,
		pgx.NamedArgs{
			"ticket": r.TicketID, "manager": zeronull.Int8(r.ManagerID), "score": zeronull.Int8(r.Score), "comment": r.Comment,
			"asked_at": r.AskedAt, "reminded_at": zeronull.Timestamptz(r.RemindedAt), "rated_at": zeronull.Timestamptz(r.RatedAt),
		})
	if err != nil {
		return fmt.Errorf("save rating of ticket %d: %w", r.TicketID, err)
	}
	return nil
}

// UnratedTickets returns the ended tickets whose customers were asked for a score at the given time or earlier, and have
// neither given one nor been reminded.
func (t *Tx) UnratedTickets(ctx context.Context, asked time.Time) ([]int64, error) {
	return t.due(ctx, "unrated tickets", `
		SELECT r.ticket_id FROM ratings r JOIN tickets t ON t.id = r.ticket_id
		WHERE r.reminded_at IS NULL AND (r.rated_at IS NULL OR r.rated_at < r.asked_at) AND r.asked_at <= @asked
			AND t.state IN ('resolved', 'closed')
		ORDER BY r.asked_at, r.ticket_id LIMIT @limit`,
		pgx.NamedArgs{"asked": asked})
}
