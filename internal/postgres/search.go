package postgres

import (
	"context"
	"fmt"
	"strings"

	"github.com/jackc/pgx/v5"

	"github.com/chatbotsmanagers/faqbot/internal/helpdesk"
)

// What stands around the words of an excerpt that were looked for. Nobody types them, and from the text they are taken out.
const (
	wantedBegins = "\x02"
	wantedEnds   = "\x03"
)

// legible is the text of a ticket for an excerpt. Where the locale of the database keeps Postgres from seeing that «Доставка»
// is «доставка», it would not find the words in it, and is given lower case.
const legible = `(
	SELECT CASE WHEN lower('Ё') = 'ё' THEN t ELSE folded(t) END FROM translate(ticket_text(id, 20000), @marks, '') AS t)`

// recentTickets is how many of the newest tickets a search looks through one by one.
const recentTickets = 2000

// SearchTickets returns the tickets in which the words were said, newest first: at most limit after the first offset. The
// words may be quoted, joined by "or", and excluded by a minus. The ticket with the number, if there is one, comes first.
//
// A word that is said everywhere fills the page from the newest tickets, and the index would have to name every ticket.
// Only when they do not is the index asked, for what is rare. Both are materialized, lest the planner goes through all
// tickets for a word that none has.
func (t *Tx) SearchTickets(ctx context.Context, words string, number int64, limit, offset int) ([]helpdesk.Found, error) {
	found, err := all(ctx, t, func(row pgx.CollectableRow) (f helpdesk.Found, err error) {
		var excerpt string
		err = row.Scan(append(ticketFields(&f.Ticket), &excerpt)...)
		f.Excerpt = fragments(excerpt)
		return f, err
	}, `
		WITH wanted AS (
			SELECT websearch_to_tsquery('russian', folded(translate(@words, 'ёЁ', 'еЕ'))) AS words
		), recent AS MATERIALIZED (
			SELECT ticket_id AS id FROM (SELECT * FROM ticket_words ORDER BY ticket_id DESC LIMIT @recent) AS newest
			WHERE words @@ (SELECT words FROM wanted) AND ticket_id <> @number
			ORDER BY id DESC LIMIT @reach
		), found AS MATERIALIZED (
			SELECT id FROM recent WHERE (SELECT count(*) FROM recent) = @reach::bigint
			UNION ALL
			SELECT ticket_id FROM ticket_words
			WHERE words @@ (SELECT words FROM wanted) AND ticket_id <> @number
				AND (SELECT count(*) FROM recent) < @reach::bigint
			UNION ALL
			SELECT id FROM tickets WHERE id = @number
		), page AS (
			SELECT id FROM found ORDER BY id <> @number, id DESC LIMIT @limit OFFSET @offset
		)
		SELECT `+ticketColumns+`, ts_headline('russian', `+legible+`, (SELECT words FROM wanted),
			'MaxFragments=2, MaxWords=14, MinWords=7, FragmentDelimiter=" … ", StartSel=`+wantedBegins+`, StopSel=`+wantedEnds+`')
		FROM page JOIN tickets USING (id) ORDER BY id <> @number, id DESC`,
		pgx.NamedArgs{
			"words": words, "number": number, "limit": limit, "offset": offset, "reach": limit + offset,
			"recent": recentTickets,
			"marks":  wantedBegins + wantedEnds,
		})
	if err != nil {
		return nil, fmt.Errorf("search in tickets: %w", err)
	}
	return found, nil
}

// fragments cuts an excerpt at the marks around the words that were looked for.
func fragments(excerpt string) []helpdesk.Fragment {
	var cut []helpdesk.Fragment
	add := func(text string, wanted bool) {
		if text != "" {
			cut = append(cut, helpdesk.Fragment{Text: text, Wanted: wanted})
		}
	}
	for excerpt != "" {
		before, rest, _ := strings.Cut(excerpt, wantedBegins)
		word, after, _ := strings.Cut(rest, wantedEnds)
		add(before, false)
		add(word, true)
		excerpt = after
	}
	return cut
}
