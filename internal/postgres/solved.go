package postgres

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"

	"github.com/chatbotsmanagers/faqbot/internal/helpdesk"
)

// Solved returns the last questions that an article turned out to answer, newest first, at most so many.
func (db *DB) Solved(ctx context.Context, most int) ([]helpdesk.Solved, error) {
	rows, err := db.pool.Query(ctx, `
		(SELECT question, article_id, asked_at AS at FROM outcomes
			WHERE verdict = 'helped' AND article_id <> '' AND (kind = 'answered' OR click > 0) AND question <> ''
			ORDER BY asked_at DESC LIMIT @most)
		UNION ALL
		(SELECT t.question, e.note, e.at FROM ticket_events e JOIN tickets t ON t.id = e.ticket_id
			WHERE e.kind = 'answered' AND e.note <> '' AND t.question <> ''
			ORDER BY e.at DESC LIMIT @most)
		ORDER BY at DESC LIMIT @most`, pgx.NamedArgs{"most": most})
	if err != nil {
		return nil, fmt.Errorf("solved questions: %w", err)
	}
	solved, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (s helpdesk.Solved, err error) {
		return s, row.Scan(&s.Question, &s.ArticleID, nil)
	})
	if err != nil {
		return nil, fmt.Errorf("solved questions: %w", err)
	}
	return solved, nil
}
