package bot

import (
	"cmp"
	"context"
	"errors"
	"math"
	"slices"
	"time"

	"github.com/chatbotsmanagers/faqbot/internal/bot/markup"
	"github.com/chatbotsmanagers/faqbot/internal/helpdesk"
)

const (
	historyMessages = 50             // of a ticket at most on a page of its history
	historyRoom     = 4 * maxMessage // characters that such a page takes at most, if a single message does not
)

// entry is one line of a ticket's history.
type entry struct {
	at   time.Time
	rank int    // among what happened at once
	head html   // when, who, what
	text string // what was said, as plain text
	html string // the same with its formatting

	question bool // it is the question that the ticket begins with
}

// room is how many characters of what was said a card shows.
func (e entry) room() int {
	if e.question {
		return cardQuestion
	}
	return cardEntry
}

// line is the entry on a card: what was said cut short, on one line and without formatting.
func (e entry) line() html {
	if e.text == "" {
		return e.head
	}
	return e.head + " " + html(markup.Escape(shorten(e.text, e.room())))
}

// fits tells whether a card shows what was said just as it was written.
func (e entry) fits() bool { return markup.Escape(shorten(e.text, e.room())) == e.html }

// whole is the entry with all its text and formatting.
func (e entry) whole() html {
	if e.html == "" {
		return e.head
	}
	return e.head + "\n" + html(e.html)
}

// theEnd stands behind all messages of a ticket.
var theEnd = helpdesk.Message{ID: math.MaxInt64}

// chronicle returns what was said and done in a ticket before one of its messages, in order of time: the latest messages,
// at most limit and with at most room characters, and the events since the first of them. earlier is the id of that first
// message if there were others before it, else 0.
func (m *managerTurn) chronicle(ctx context.Context, ticket helpdesk.Ticket, end helpdesk.Message, limit, room int) (entries []entry, earlier int64, err error) {
	names, err := m.names(ctx, ticket)
	if err != nil {
		return nil, 0, err
	}
	messages, err := m.store.MessagesBefore(ctx, ticket.ID, end.ID, limit+1)
	if err != nil {
		return nil, 0, err
	}
	if page := latest(messages, limit, room); len(page) < len(messages) {
		messages, earlier = page, page[0].ID
	}
	events, err := m.store.Events(ctx, ticket.ID)
	if err != nil {
		return nil, 0, err
	}
	for _, e := range events {
		before := earlier != 0 && e.At.Before(messages[0].CreatedAt)
		after := !end.CreatedAt.IsZero() && !e.At.Before(end.CreatedAt)
		if before || after || slices.Contains(untold, e.Kind) {
			continue
		}
		key := "manager.event." + string(e.Kind)
		head := m.text.say(key, args{
			"Time": m.clock(e.At), "Name": names[e.ActorID], "Other": names[e.OtherID], "Ticket": e.OtherID, "Note": m.noteOf(e),
		})
		rank := 2
		if slices.Contains(opens, e.Kind) { // before what is said then
			rank = 0
		}
		told := entry{at: e.At, rank: rank, head: head}
		if e.Kind == helpdesk.EventRatingExplained {
			told.text, told.html = e.Note, markup.Escape(e.Note)
		}
		entries = append(entries, told)
	}
	for _, said := range messages {
		e := m.saidEntry(said, names)
		e.question = said.Author == helpdesk.AuthorCustomer && said.Kind == kindText && said.Text == ticket.Question
		entries = append(entries, e)
	}
	slices.SortStableFunc(entries, func(a, b entry) int {
		return cmp.Or(cmp.Compare(a.at.UnixMicro(), b.at.UnixMicro()), cmp.Compare(a.rank, b.rank))
	})
	return entries, earlier, nil
}

// noteOf is the note of an event in words.
func (m *managerTurn) noteOf(e helpdesk.Event) string {
	if e.Kind == helpdesk.EventPrioritised {
		return m.level(helpdesk.Priority(e.Note))
	}
	return e.Note
}

// latest returns the last messages, at most limit and with at most room characters, but one at least.
func latest(messages []helpdesk.Message, limit, room int) []helpdesk.Message {
	first := len(messages)
	for first > 0 && len(messages)-first < limit {
		room -= markup.Len(messages[first-1].HTML)
		if room < 0 && first < len(messages) {
			break
		}
		first--
	}
	return messages[first:]
}

// untold are the events that the messages themselves tell.
var untold = []helpdesk.EventKind{
	helpdesk.EventCreated, helpdesk.EventAnswered, helpdesk.EventReplied, helpdesk.EventNoted, helpdesk.EventDeleted,
	helpdesk.EventUnanswered,
}

// opens are the events after which people speak.
var opens = []helpdesk.EventKind{
	helpdesk.EventTaken, helpdesk.EventAssigned, helpdesk.EventTransferred, helpdesk.EventReopened,
}

func (m *managerTurn) saidEntry(said helpdesk.Message, names map[int64]string) entry {
	a := args{"Time": m.clock(said.CreatedAt), "Name": names[said.AuthorID]}
	head := m.text.say("manager.said."+string(said.Author), a)
	if said.Kind != kindText {
		head += " " + m.text.say("manager.kind."+said.Kind)
	}
	switch {
	case !said.DeletedAt.IsZero():
		head += " " + m.text.say("manager.said.deleted")
	case !said.EditedAt.IsZero():
		head += " " + m.text.say("manager.said.edited")
	}
	return entry{at: said.CreatedAt, rank: 1, head: head, text: said.Text, html: said.HTML}
}

// names returns how those who act in a ticket are called. Nobody, who is 0, is the bot.
func (m *managerTurn) names(ctx context.Context, ticket helpdesk.Ticket) (map[int64]string, error) {
	names, err := m.staffNames(ctx)
	if err != nil {
		return nil, err
	}
	customer, err := m.store.Customer(ctx, ticket.CustomerID)
	if err != nil {
		return nil, err
	}
	names[customer.ID] = customerName(m.text, customer)
	return names, nil
}

// staffNames returns how all who ever were of the staff are called. Nobody, who is 0, is the bot.
func (m *managerTurn) staffNames(ctx context.Context) (map[int64]string, error) {
	names, err := m.store.StaffNames(ctx)
	if err != nil {
		return nil, err
	}
	for id, name := range names {
		names[id] = cmp.Or(name, m.text.label("manager.nameless"))
	}
	names[0] = m.text.label("manager.the_bot")
	return names, nil
}

// clock is a time as people read it: today's without the date.
func (t *turn) clock(at time.Time) string {
	at = at.In(t.Location)
	if y, d := at.Year(), at.YearDay(); y == t.now.Year() && d == t.now.YearDay() {
		return at.Format("15:04")
	}
	return t.date(at)
}

// date is a time with its day, which may be read on a later one, and with its year when that is another.
func (t *turn) date(at time.Time) string {
	at = at.In(t.Location)
	if at.Year() != t.now.Year() {
		return at.Format("02.01.2006 15:04")
	}
	return at.Format("02.01 15:04")
}

// history sends the history of a ticket before one of its messages, 0 for all of it, with all its formatting: a page of
// the latest of it, in as many messages as that takes, and a button to what was earlier.
func (m *managerTurn) history(ctx context.Context, id, before int64) error {
	ticket, err := m.found(ctx, id, m.store.Ticket)
	if err != nil || ticket == nil {
		return err
	}
	end := theEnd
	if before != 0 {
		end, err = m.store.Message(ctx, before)
		if errors.Is(err, helpdesk.ErrNotFound) || err == nil && end.TicketID != id {
			return m.refuse(ctx, "manager.stale", nil) // forged
		}
		if err != nil {
			return err
		}
	}
	entries, earlier, err := m.chronicle(ctx, *ticket, end, historyMessages, historyRoom)
	if err != nil {
		return err
	}
	page := m.text.say("manager.history", args{"Ticket": id})
	if earlier != 0 || before != 0 {
		page = m.text.say("manager.history.part", args{"Ticket": id})
	}
	said := slices.ContainsFunc(entries, func(e entry) bool { return e.question })
	if ticket.Question != "" && earlier == 0 && !said { // nobody typed it
		page += "\n\n" + m.text.say("manager.quote", args{"Text": ticket.Question})
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
	if earlier == 0 {
		return m.say(ctx, page, about(id))
	}
	return m.say(ctx, page, about(id), m.choice("manager.button.older", verbHistory, id, earlier))
}
