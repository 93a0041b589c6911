package bot

import (
	"cmp"
	"context"
	"slices"
	"time"

	"github.com/chatbotsmanagers/faqbot/internal/bot/markup"
	"github.com/chatbotsmanagers/faqbot/internal/helpdesk"
)

// maxHistory is how many messages of a ticket are shown at all.
const maxHistory = 1000

// entry is one line of a ticket's history.
type entry struct {
	at   time.Time
	rank int    // among what happened at once
	head html   // when, who, what
	text string // what was said, as plain text
	html string // the same with its formatting
}

// line is the entry on a card, the text cut to limit characters.
func (e entry) line(limit int) html {
	if e.text == "" {
		return e.head
	}
	return e.head + " " + html(markup.Escape(shorten(e.text, limit)))
}

// whole is the entry with all its text and formatting.
func (e entry) whole() html {
	if e.html == "" {
		return e.head
	}
	return e.head + "\n" + html(e.html)
}

// chronicle returns what was said and done in a ticket, in order of time. more tells that there was more than limit
// messages.
func (m *managerTurn) chronicle(ctx context.Context, ticket helpdesk.Ticket, limit int) (entries []entry, more bool, err error) {
	names, err := m.names(ctx, ticket)
	if err != nil {
		return nil, false, err
	}
	messages, err := m.store.Messages(ctx, ticket.ID, limit+1)
	if err != nil {
		return nil, false, err
	}
	if more = len(messages) > limit; more {
		messages = messages[1:]
	}
	events, err := m.store.Events(ctx, ticket.ID)
	if err != nil {
		return nil, false, err
	}
	for _, e := range events {
		if slices.Contains(untold, e.Kind) {
			continue
		}
		key := "manager.event." + string(e.Kind)
		head := m.text.say(key, args{"Time": m.clock(e.At), "Name": names[e.ActorID]})
		rank := 2
		if e.Kind == helpdesk.EventTaken || e.Kind == helpdesk.EventReopened { // before what is said then
			rank = 0
		}
		entries = append(entries, entry{at: e.At, rank: rank, head: head})
	}
	for _, said := range messages {
		if said.Author == helpdesk.AuthorCustomer && said.Text == ticket.Question && said.Kind == kindText {
			continue // it stands above as the question
		}
		entries = append(entries, m.saidEntry(said, names))
	}
	slices.SortStableFunc(entries, func(a, b entry) int {
		return cmp.Or(cmp.Compare(a.at.UnixMicro(), b.at.UnixMicro()), cmp.Compare(a.rank, b.rank))
	})
	return entries, more, nil
}

// untold are the events that the messages themselves tell.
var untold = []helpdesk.EventKind{helpdesk.EventCreated, helpdesk.EventAnswered, helpdesk.EventNoted}

func (m *managerTurn) saidEntry(said helpdesk.Message, names map[int64]string) entry {
	a := args{"Time": m.clock(said.CreatedAt), "Name": names[said.AuthorID]}
	head := m.text.say("manager.said."+string(said.Author), a)
	if said.Kind != kindText {
		head += " " + m.text.say("manager.kind."+said.Kind)
	}
	if !said.EditedAt.IsZero() {
		head += " " + m.text.say("manager.said.edited")
	}
	return entry{at: said.CreatedAt, rank: 1, head: head, text: said.Text, html: said.HTML}
}

// names returns how those who act in a ticket are called. Nobody, who is 0, is the bot.
func (m *managerTurn) names(ctx context.Context, ticket helpdesk.Ticket) (map[int64]string, error) {
	managers, err := m.store.Managers(ctx)
	if err != nil {
		return nil, err
	}
	names := map[int64]string{0: m.text.label("manager.the_bot")}
	for _, manager := range managers {
		names[manager.ID] = cmp.Or(manager.Name, m.text.label("manager.nameless"))
	}
	customer, err := m.store.Customer(ctx, ticket.CustomerID)
	if err != nil {
		return nil, err
	}
	names[customer.ID] = customerName(m.text, customer)
	return names, nil
}

// clock is a time as people read it: today's without the date.
func (m *managerTurn) clock(at time.Time) string {
	at = at.In(m.Location)
	if y, d := at.Year(), at.YearDay(); y == m.now.Year() && d == m.now.YearDay() {
		return at.Format("15:04")
	}
	return at.Format("02.01 15:04")
}

// history sends the whole history of a ticket with all its formatting, in as many messages as it takes.
func (m *managerTurn) history(ctx context.Context, id int64) error {
	ticket, err := m.found(ctx, id, m.store.Ticket)
	if err != nil || ticket == nil {
		return err
	}
	entries, _, err := m.chronicle(ctx, *ticket, maxHistory)
	if err != nil {
		return err
	}
	page := m.text.say("manager.history", args{"Ticket": id})
	if ticket.Question != "" {
		page += "\n\n" + m.text.say("manager.quote", args{"Text": shorten(ticket.Question, cardQuestion)})
	}
	for _, e := range entries {
		whole := e.whole()
		if markup.Len(string(page+"\n\n"+whole)) <= maxMessage {
			page += "\n\n" + whole
			continue
		}
		if err := m.say(ctx, page, about(id)); err != nil {
			return err
		}
		parts := markup.Split(string(whole), maxMessage) // an article may be longer than one message
		for _, part := range parts[:len(parts)-1] {
			if err := m.say(ctx, html(part), about(id)); err != nil {
				return err
			}
		}
		page = html(parts[len(parts)-1])
	}
	return m.say(ctx, page, about(id))
}
