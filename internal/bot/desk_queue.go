package bot

import (
	"context"
	"time"

	"github.com/mymmrac/telego"

	"github.com/chatbotsmanagers/faqbot/internal/helpdesk"
)

const (
	queuePage   = 8   // tickets on a page of the queue
	lineExcerpt = 120 // characters of a question in a list
)

// queueList shows the queue from its top.
func (m *managerTurn) queueList(ctx context.Context) error {
	text, keyboard, err := m.queueAt(ctx, 0)
	if err != nil {
		return err
	}
	return m.say(ctx, text, buttons(keyboard))
}

// turnQueue turns the list of the queue, in its own message, to another page.
func (m *managerTurn) turnQueue(ctx context.Context, offset int) error {
	text, keyboard, err := m.queueAt(ctx, max(0, offset))
	if err != nil {
		return err
	}
	return m.replace(ctx, text, keyboard)
}

// queueAt returns a page of the queue: what waits, for how long, and about what.
func (m *managerTurn) queueAt(ctx context.Context, offset int) (html, telego.ReplyMarkup, error) {
	elsewhere, err := m.elsewhere(ctx)
	if err != nil {
		return "", nil, err
	}
	tickets, total, err := m.store.QueueFor(ctx, elsewhere, queuePage, offset)
	if err != nil {
		return "", nil, err
	}
	if len(tickets) == 0 && offset > 0 { // the queue became shorter meanwhile
		offset = 0
		if tickets, total, err = m.store.QueueFor(ctx, elsewhere, queuePage, 0); err != nil {
			return "", nil, err
		}
	}
	if total == 0 {
		return m.text.say("manager.queue.empty"), nil, nil
	}
	text := m.text.say("manager.queue", args{"N": total})
	var rows [][]telego.InlineKeyboardButton
	for _, ticket := range tickets {
		line, err := m.line(ctx, ticket, "manager.queue.line", ticket.WaitingSince)
		if err != nil {
			return "", nil, err
		}
		if isAmong(elsewhere, ticket.Topic) {
			team, err := m.teamLine(ctx, m.text, ticket.Topic)
			if err != nil {
				return "", nil, err
			}
			line += team
		}
		text += "\n\n" + line
		rows = append(rows, m.queueRow(ticket))
	}
	var pages []telego.InlineKeyboardButton
	if offset > 0 {
		pages = append(pages, m.button("manager.button.older", verbQueue, max(0, offset-queuePage)))
	}
	if offset+len(tickets) < total {
		pages = append(pages, m.button("manager.button.newer", verbQueue, offset+queuePage))
	}
	return text, inline(append(rows, pages)...), nil
}

// queueRow is the buttons of a ticket in the queue. Where it cannot be taken, as by observers, the only one says which ticket it
// opens; one's own has none.
func (m *managerTurn) queueRow(ticket helpdesk.Ticket) []telego.InlineKeyboardButton {
	a := args{"Ticket": ticket.ID}
	if ticket.CustomerID == m.manager.ID {
		return nil
	}
	if !m.manager.Works() {
		return row(button(m.text.label("manager.button.card_number", a), data(verbCard, ticket.ID)))
	}
	return row(
		button(m.text.label("manager.button.take_number", a), data(verbTake, ticket.ID)),
		button(m.text.label("manager.button.card"), data(verbCard, ticket.ID)),
	)
}

// mine shows what the manager has in hand, the ticket that plain text goes to first in bold.
func (m *managerTurn) mine(ctx context.Context) error {
	tickets, err := m.store.InHand(ctx, m.manager.ID)
	if err != nil {
		return err
	}
	if len(tickets) == 0 {
		return m.say(ctx, m.text.say("manager.mine.empty"), m.choice("manager.button.next", verbTakeNext))
	}
	text := m.text.say("manager.mine", args{"N": len(tickets)})
	now := currentOf(m.manager, tickets)
	var rows [][]telego.InlineKeyboardButton
	for i, ticket := range tickets[:min(len(tickets), maxInHand)] {
		key := "manager.mine.line"
		if ticket.State == helpdesk.StateWaitingCustomer {
			key = "manager.mine.answered"
		}
		line, err := m.line(ctx, ticket, key, ticket.CreatedAt)
		if err != nil {
			return err
		}
		if i == now {
			line += "\n" + m.text.say("manager.mine.current")
		}
		text += "\n\n" + line
		rows = append(rows, row(
			button(m.text.label("manager.button.go_on", args{"Ticket": ticket.ID}), data(verbTake, ticket.ID)),
			button(m.text.label("manager.button.close"), data(verbClose, ticket.ID)),
		))
	}
	return m.say(ctx, text, buttons(inline(rows...)))
}

// maxInHand is how many tickets in hand a list shows.
const maxInHand = 12

// line is a ticket in a list: its number, since when it waits or is there, who asks, and what.
func (m *managerTurn) line(ctx context.Context, ticket helpdesk.Ticket, key string, since time.Time) (html, error) {
	customer, err := m.store.Customer(ctx, ticket.CustomerID)
	if err != nil {
		return "", err
	}
	head := m.text.say(key, args{"Ticket": ticket.ID, "Wait": waited(m.text, m.now.Sub(since))})
	if ticket.Priority != helpdesk.PriorityNormal {
		head = m.text.say("manager.mark."+string(ticket.Priority)) + " " + head
	}
	return head + "\n" + gistLine(m.text, ticket, customer), nil
}

// gistLine is who asks about what and the question, short enough for a list.
func gistLine(words localizer, ticket helpdesk.Ticket, customer helpdesk.Customer) html {
	a := args{
		"Name": customerName(words, customer), "Topic": ticket.Topic, "Text": questionOf(words, ticket, lineExcerpt),
	}
	if ticket.Topic == "" {
		return words.say("manager.line", a)
	}
	return words.say("manager.line.topic", a)
}

// waited says in words how long something takes: minutes up to two hours, then hours up to two days, then days.
func waited(words localizer, d time.Duration) string {
	switch {
	case d < time.Minute:
		return words.label("manager.wait.moment")
	case d < 2*time.Hour:
		return words.label("manager.wait.minutes", args{"N": int(d.Minutes())})
	case d < 48*time.Hour:
		return words.label("manager.wait.hours", args{"N": int(d.Hours())})
	}
	return words.label("manager.wait.days", args{"N": int(d.Hours() / 24)})
}
