package postgres

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"

	"github.com/chatbotsmanagers/faqbot/internal/helpdesk"
)

// Routing returns which managers take the tickets of which topics.
func (t *Tx) Routing(ctx context.Context) (helpdesk.Routing, error) {
	r := helpdesk.Routing{Teams: map[string][]int64{}}
	rows, err := t.tx.Query(ctx, `SELECT team, manager_id FROM team_members ORDER BY team, manager_id`)
	if err == nil {
		var team string
		var member int64
		_, err = pgx.ForEachRow(rows, []any{&team, &member}, func() error {
			r.Teams[team] = append(r.Teams[team], member)
			return nil
		})
	}
	if err != nil {
		return r, fmt.Errorf("teams: %w", err)
	}
	r.Routes, err = all(ctx, t, pgx.RowToStructByPos[helpdesk.Route], `SELECT topic, team FROM routes ORDER BY topic`, nil)
	if err != nil {
		return r, fmt.Errorf("routes: %w", err)
	}
	return r, nil
}

// JoinTeam makes a manager a member of a team, which comes to be with its first one; it returns false for one who is.
func (t *Tx) JoinTeam(ctx context.Context, team string, managerID int64) (bool, error) {
	tag, err := t.tx.Exec(ctx, `INSERT INTO team_members (team, manager_id) VALUES (@team, @manager) ON CONFLICT DO NOTHING`,
		pgx.NamedArgs{"team": team, "manager": managerID})
	if err != nil {
		return false, fmt.Errorf("join a team: %w", err)
	}
	return tag.RowsAffected() == 1, nil
}

// LeaveTeam ends a membership, every one of the manager's for no name; it returns false when there is none.
func (t *Tx) LeaveTeam(ctx context.Context, team string, managerID int64) (bool, error) {
	tag, err := t.tx.Exec(ctx, `DELETE FROM team_members WHERE manager_id = @manager AND (team = @team OR @team = '')`,
		pgx.NamedArgs{"team": team, "manager": managerID})
	if err != nil {
		return false, fmt.Errorf("leave a team: %w", err)
	}
	return tag.RowsAffected() > 0, nil
}

// SaveRoute routes a topic to a team, or to everybody when the team has no name.
func (t *Tx) SaveRoute(ctx context.Context, r helpdesk.Route) error {
	args := pgx.NamedArgs{"topic": r.Topic, "team": r.Team}
	_, err := t.tx.Exec(ctx, `DELETE FROM routes WHERE folded(topic) = folded(@topic)`, args) // its title may have been written otherwise
	if err == nil && r.Team != "" {
		_, err = t.tx.Exec(ctx, `INSERT INTO routes (topic, team) VALUES (@topic, @team) ON CONFLICT (topic) DO UPDATE SET team = excluded.team`, args)
	}
	if err != nil {
		return fmt.Errorf("route a topic: %w", err)
	}
	return nil
}

// isOfTopics is whether a ticket's topic is one of several, in any case, as [helpdesk.Routing.TeamOf] compares them.
const isOfTopics = `folded(topic) = ANY (SELECT folded(t) FROM unnest(@topics::text[]) AS t)`

// QueueFor returns the queue as Queue does, with the tickets of the topics that others take behind all other ones.
func (t *Tx) QueueFor(ctx context.Context, elsewhere []string, limit, offset int) ([]helpdesk.Ticket, int, error) {
	if len(elsewhere) == 0 {
		return t.Queue(ctx, limit, offset)
	}
	tickets, err := all(ctx, t, scanTicket, `
		SELECT `+ticketColumns+` FROM tickets WHERE state = 'new'
		ORDER BY `+isOfTopics+`, priority DESC, waiting_since, id LIMIT @limit OFFSET @offset`,
		pgx.NamedArgs{"topics": elsewhere, "limit": limit, "offset": offset})
	if err != nil {
		return nil, 0, fmt.Errorf("queue: %w", err)
	}
	total, err := t.queueLength(ctx)
	return tickets, total, err
}

// LockNextOf returns the first ticket of the queue of QueueFor that no other transaction has locked and that is of another
// customer than one, and locks it.
func (t *Tx) LockNextOf(ctx context.Context, elsewhere []string, notOf int64) (helpdesk.Ticket, error) {
	order := `priority DESC, waiting_since, id`
	if len(elsewhere) > 0 {
		order = isOfTopics + `, ` + order
	}
	next, err := one(ctx, t, scanTicket, `
		SELECT `+ticketColumns+` FROM tickets WHERE state = 'new' AND customer_id <> @not_of
		ORDER BY `+order+` LIMIT 1 FOR NO KEY UPDATE SKIP LOCKED`,
		pgx.NamedArgs{"topics": elsewhere, "not_of": notOf})
	if err != nil {
		return next, fmt.Errorf("next of the queue: %w", err)
	}
	return next, nil
}

// QueueOf returns the tickets of a topic that nobody has, in the order of the queue; of all topics for none.
func (t *Tx) QueueOf(ctx context.Context, topic string, limit int) ([]helpdesk.Ticket, error) {
	tickets, err := all(ctx, t, scanTicket, `
		SELECT `+ticketColumns+` FROM tickets WHERE state = 'new' AND (folded(topic) = folded(@topic) OR @topic = '')
		ORDER BY priority DESC, waiting_since, id LIMIT @limit`,
		pgx.NamedArgs{"topic": topic, "limit": limit})
	if err != nil {
		return nil, fmt.Errorf("queue of a topic: %w", err)
	}
	return tickets, nil
}

// CountQueueOf returns how many tickets of several topics nobody has.
func (t *Tx) CountQueueOf(ctx context.Context, topics []string) (n int, err error) {
	err = t.tx.QueryRow(ctx, `SELECT count(*) FROM tickets WHERE state = 'new' AND `+isOfTopics, pgx.NamedArgs{"topics": topics}).Scan(&n)
	if err != nil {
		return 0, fmt.Errorf("length of the queue of %d topics: %w", len(topics), err)
	}
	return n, nil
}
