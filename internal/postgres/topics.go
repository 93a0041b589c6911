package postgres

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"github.com/jackc/pgx/v5"

	"github.com/chatbotsmanagers/faqbot/internal/helpdesk"
)

// SeeTopics remembers what the topics of the knowledge base are called, by their folders. The routes, the groups and the live
// tickets of a topic that was called otherwise follow it. It returns the former titles with the ones of today. A title that
// several topics had names none of them, and changes nothing.
func (t *Tx) SeeTopics(ctx context.Context, titles map[string]string) (map[string]string, error) {
	type topic struct{ Folder, Title string }
	known, err := all(ctx, t, pgx.RowToStructByPos[topic], `SELECT folder, title FROM topics ORDER BY folder FOR UPDATE`, nil)
	if err != nil {
		return nil, fmt.Errorf("topics: %w", err)
	}
	called := map[string]int{}
	for _, k := range known {
		if _, ok := titles[k.Folder]; ok { // one that is gone, as after its renaming, has no title
			called[k.Title]++
		}
	}
	renamed := map[string]string{}
	for _, k := range known {
		if now, ok := titles[k.Folder]; ok && now != k.Title && called[k.Title] == 1 {
			renamed[k.Title] = now
		}
	}
	if err := t.renameTopics(ctx, renamed); err != nil {
		return nil, err
	}
	folders := slices.Sorted(maps.Keys(titles)) // one order of locks
	now := make([]string, len(folders))
	for i, f := range folders {
		now[i] = titles[f]
	}
	_, err = t.tx.Exec(ctx, `
		INSERT INTO topics (folder, title) SELECT * FROM unnest(@folders::text[], @titles::text[])
		ON CONFLICT (folder) DO UPDATE SET title = excluded.title`,
		pgx.NamedArgs{"folders": folders, "titles": now})
	if err != nil {
		return nil, fmt.Errorf("remember the topics: %w", err)
	}
	return renamed, nil
}

// renameTopics renames topics, all at once, since one may get the title that another had.
func (t *Tx) renameTopics(ctx context.Context, renamed map[string]string) error {
	if len(renamed) == 0 {
		return nil
	}
	was := slices.Sorted(maps.Keys(renamed))
	now := make([]string, len(was))
	for i, title := range was {
		now[i] = renamed[title]
	}
	args := pgx.NamedArgs{"was": was, "now": now}
	routes, err := all(ctx, t, pgx.RowToStructByPos[helpdesk.Route],
		`DELETE FROM routes WHERE topic = ANY (@was) RETURNING topic, team`, args)
	for _, r := range routes {
		if err != nil {
			break
		}
		_, err = t.tx.Exec(ctx, `INSERT INTO routes (topic, team) VALUES (@topic, @team) ON CONFLICT (topic) DO NOTHING`,
			pgx.NamedArgs{"topic": renamed[r.Topic], "team": r.Team})
	}
	if err == nil {
		_, err = t.tx.Exec(ctx, `
			UPDATE group_chats SET topic = renamed.now FROM unnest(@was::text[], @now::text[]) AS renamed (was, now)
			WHERE topic = renamed.was`, args)
	}
	if err == nil {
		_, err = t.tx.Exec(ctx, `
			WITH renamed AS MATERIALIZED (
				SELECT id, r.now FROM tickets JOIN unnest(@was::text[], @now::text[]) AS r (was, now) ON topic = r.was
				WHERE `+isLive+` ORDER BY id FOR NO KEY UPDATE OF tickets -- in the order in which everybody locks several
			)
			UPDATE tickets SET topic = renamed.now FROM renamed WHERE tickets.id = renamed.id`, args)
	}
	if err != nil {
		return fmt.Errorf("rename topics: %w", err)
	}
	return nil
}
