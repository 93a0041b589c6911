package postgres

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/chatbotsmanagers/faqbot/internal/helpdesk"
)

// mostStretches bounds how much a median is taken of: the latest tell most.
const mostStretches = 5000

// Work returns what a manager did since each of the times, or with 0 what all did with the bot; the last time is the
// earliest.
func (t *Tx) Work(ctx context.Context, managerID int64, since []time.Time) (w helpdesk.Work, err error) {
	args := pgx.NamedArgs{"manager": managerID, "since": since, "earliest": since[len(since)-1], "most": mostStretches}
	// Each condition stands in the words of its index.
	did, got, closed := ``, ``, ``
	if managerID != 0 {
		did, got, closed = ` AND e.actor_id = @manager`, ` AND e.other_id = @manager`, ` AND d.actor_id = @manager`
	}
	for _, count := range []struct {
		into *[]int
		sql  string
	}{
		{&w.Taken, `
			SELECT e.ticket_id, e.at FROM ticket_events AS e WHERE e.kind = 'taken' AND e.at >= @earliest` + did + `
			UNION ALL
			SELECT e.ticket_id, e.at FROM ticket_events AS e WHERE e.kind IN ('assigned', 'transferred') AND e.at >= @earliest` + got},
		{&w.Answered, `SELECT e.ticket_id, e.at FROM ticket_events AS e WHERE e.kind = 'answered' AND e.at >= @earliest` + did},
		{&w.Closed, `SELECT e.ticket_id, e.at FROM ticket_events AS e WHERE e.kind = 'resolved' AND e.at >= @earliest` + did},
		{&w.Reopened, `
			SELECT e.ticket_id, e.at FROM ticket_events AS e
			CROSS JOIN LATERAL (
				SELECT r.actor_id FROM ticket_events AS r
				WHERE r.ticket_id = e.ticket_id AND r.id < e.id AND r.kind = 'resolved' ORDER BY r.id DESC LIMIT 1
			) AS d
			WHERE e.kind = 'reopened' AND e.at >= @earliest` + closed},
	} {
		if *count.into, err = t.countSince(ctx, count.sql, args); err != nil {
			return w, err
		}
	}
	if w.Scores, err = t.scoresSince(ctx, managerID, args); err != nil {
		return w, err
	}
	w.FirstAnswers, err = t.stretches(ctx, `e.kind = 'answered'`+did,
		`SELECT t.created_at, false FROM tickets AS t WHERE t.id = e.ticket_id AND t.first_response_at = e.at`, args)
	if err != nil {
		return w, err
	}
	w.Resolutions, err = t.stretches(ctx, `e.kind = 'resolved'`+did, `
		SELECT t.created_at, EXISTS (
			SELECT FROM ticket_events AS b WHERE b.ticket_id = e.ticket_id AND b.kind = 'breached' AND b.id < e.id)
		FROM tickets AS t WHERE t.id = e.ticket_id`, args)
	return w, err
}

// countSince counts the tickets of events since each of the times.
func (t *Tx) countSince(ctx context.Context, events string, args pgx.NamedArgs) ([]int, error) {
	counts, err := all(ctx, t, pgx.RowTo[int], `
		WITH latest AS MATERIALIZED (SELECT ticket_id, max(at) AS at FROM (`+events+`) AS e GROUP BY ticket_id)
		SELECT (SELECT count(*) FROM latest WHERE at >= s.since)
		FROM unnest(@since::timestamptz[]) WITH ORDINALITY AS s (since, n) ORDER BY n`, args)
	if err != nil {
		return nil, fmt.Errorf("work of managers: %w", err)
	}
	return counts, nil
}

// scoresSince counts the scores of customers since each of the times.
func (t *Tx) scoresSince(ctx context.Context, managerID int64, args pgx.NamedArgs) ([]helpdesk.Scores, error) {
	of := ``
	if managerID != 0 {
		of = ` AND manager_id = @manager`
	}
	scores, err := all(ctx, t, pgx.RowToStructByPos[helpdesk.Scores], `
		WITH given AS MATERIALIZED (SELECT score, rated_at FROM ratings WHERE rated_at >= @earliest`+of+`)
		SELECT count(g.score), coalesce(avg(g.score), 0)::float8
		FROM unnest(@since::timestamptz[]) WITH ORDINALITY AS s (since, n)
		LEFT JOIN given AS g ON g.rated_at >= s.since GROUP BY s.n ORDER BY s.n`, args)
	if err != nil {
		return nil, fmt.Errorf("scores of managers: %w", err)
	}
	return scores, nil
}

// stretches returns since when the latest of some events were waited for, and whether late: the ticket of each says so. It
// is looked up by its number (OFFSET 0 keeps the two apart), lest the planner reads all tickets for a month of events.
func (t *Tx) stretches(ctx context.Context, events, ticket string, args pgx.NamedArgs) ([]helpdesk.Stretch, error) {
	stretches, err := all(ctx, t, pgx.RowToStructByPos[helpdesk.Stretch], `
		SELECT s.since, e.at, s.late
		FROM (
			SELECT e.id, e.ticket_id, e.at FROM ticket_events AS e
			WHERE `+events+` AND e.at >= @earliest ORDER BY e.at DESC LIMIT @most
		) AS e
		CROSS JOIN LATERAL (`+ticket+` OFFSET 0) AS s (since, late)`, args)
	if err != nil {
		return nil, fmt.Errorf("work of managers: %w", err)
	}
	return stretches, nil
}
