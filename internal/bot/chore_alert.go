package bot

import (
	"cmp"
	"context"
	"errors"
	"slices"

	"github.com/chatbotsmanagers/faqbot/internal/helpdesk"
)

const (
	maxAlerts     = 3  // of which a person is told one by one; more come in one message
	maxAlertLines = 10 // tickets that such a message names, the latest of all first
)

// late is an alert with the ticket that it is about.
type late struct {
	helpdesk.Alert
	event  helpdesk.EventKind // that it left in the history
	ticket helpdesk.Ticket
}

// alert warns of a target that is soon missed, and tells the administrators of one that was.
func (b *Bot) alert(ctx context.Context, s Store, id int64) error {
	return b.alertAll(ctx, s, []int64{id})
}

// alertAll does so for several tickets. After a night or a weekend there may be many of them, which nobody could read one
// by one.
func (b *Bot) alertAll(ctx context.Context, s Store, ids []int64) error {
	t := &turn{Bot: b, store: s, now: b.Now().In(b.Location)}
	var all []late
	for _, id := range slices.Sorted(slices.Values(ids)) { // one order of locks
		alerts, err := t.noteAlerts(ctx, id)
		if err != nil {
			return err
		}
		all = append(all, alerts...)
	}
	if len(all) == 0 {
		return nil
	}
	staff, err := s.Managers(ctx)
	if err != nil {
		return err
	}
	routing, err := s.Routing(ctx)
	if err != nil {
		return err
	}
	for _, m := range staff {
		mine := slices.DeleteFunc(slices.Clone(all), func(l late) bool { return !concerns(l, m, staff, routing) })
		if err := t.tellOfAlerts(ctx, m, mine); err != nil {
			return err
		}
	}
	return nil
}

// noteAlerts notes in the history of a ticket what is to be said of it, and returns it.
func (t *turn) noteAlerts(ctx context.Context, id int64) ([]late, error) {
	ticket, err := t.store.LockTicket(ctx, id)
	if errors.Is(err, helpdesk.ErrNotFound) {
		return nil, nil // deleted meanwhile
	}
	if err != nil {
		return nil, err
	}
	history, err := t.store.Events(ctx, id)
	if err != nil {
		return nil, err
	}
	var noted []late
	for _, a := range t.SLA.Alerts(t.Calendar, &ticket, history, t.now) {
		event := ticket.Alert(a, t.now)
		if err := t.change(ctx, ticket, event); err != nil {
			return nil, err
		}
		noted = append(noted, late{a, event.Kind, ticket})
	}
	return noted, nil
}

// concerns tells whether a member of the staff hears of an alert: who has the ticket does, and when nobody has it, those
// who take its topic. Of a breach the administrators hear in any case.
func concerns(l late, m helpdesk.Manager, staff []helpdesk.Manager, routing helpdesk.Routing) bool {
	switch {
	case l.Over && m.Role == helpdesk.RoleAdministrator:
		return true
	case l.ticket.AssigneeID == 0:
		told := routing.Audience(l.ticket.Topic, helpdesk.Others(staff, l.ticket.CustomerID), 0)
		return slices.ContainsFunc(told, func(o helpdesk.Manager) bool { return o.ID == m.ID })
	}
	return m.ID == l.ticket.AssigneeID
}

// tellOfAlerts tells somebody of alerts: of a few one by one, of more in one message.
func (t *turn) tellOfAlerts(ctx context.Context, m helpdesk.Manager, alerts []late) error {
	if len(alerts) > maxAlerts {
		return t.tellOfMany(ctx, m, alerts)
	}
	for _, l := range alerts {
		if err := t.tellOfAlert(ctx, m, l); err != nil {
			return err
		}
	}
	return nil
}

// tellOfAlert tells somebody of one alert, with what there is to know of the ticket.
func (t *turn) tellOfAlert(ctx context.Context, m helpdesk.Manager, l late) error {
	customer, err := t.store.Customer(ctx, l.ticket.CustomerID)
	if err != nil {
		return err
	}
	beginning, err := t.beginning(ctx, l.ticket)
	if err != nil {
		return err
	}
	words := t.texts.in(m.Language)
	text := words.say("manager."+string(l.event)+"."+string(l.Target), args{"Ticket": l.ticket.ID, "Due": t.clock(l.Due)})
	who := words.say("manager.alert.nobody")
	if l.ticket.AssigneeID != 0 {
		name, err := t.managerName(ctx, words, l.ticket.AssigneeID)
		if err != nil {
			return err
		}
		who = words.say("manager.alert.manager", args{"Name": name})
	}
	choices := row(button(words.label("manager.button.card"), data(verbCard, l.ticket.ID)))
	if l.ticket.AssigneeID == 0 && m.Works() && m.ID != l.ticket.CustomerID {
		choices = append(row(button(words.label("manager.button.take"), data(verbTake, l.ticket.ID))), choices...)
	}
	text += "\n" + who + "\n" + gist(words, l.ticket, customer, beginning)
	return t.tell(ctx, m.ID, text, buttons(inline(choices)), about(l.ticket.ID))
}

// tellOfMany tells somebody of many alerts: how many, and the tickets that are due the longest. A ticket is named once.
func (t *turn) tellOfMany(ctx context.Context, m helpdesk.Manager, alerts []late) error {
	slices.SortStableFunc(alerts, func(a, b late) int { return cmp.Or(a.Due.Compare(b.Due), cmp.Compare(a.ticket.ID, b.ticket.ID)) })
	over, seen := 0, map[int64]bool{}
	var tickets []late
	for _, l := range alerts {
		if seen[l.ticket.ID] {
			continue
		}
		seen[l.ticket.ID] = true
		tickets = append(tickets, l)
		if l.Over {
			over++
		}
	}
	words := t.texts.in(m.Language)
	var text html
	if over > 0 {
		text = words.say("manager.alerts.over", args{"N": over})
	}
	if soon := len(tickets) - over; soon > 0 {
		text = join(text, words.say("manager.alerts.soon", args{"N": soon}))
	}
	for _, l := range tickets[:min(len(tickets), maxAlertLines)] {
		line, err := t.alertLine(ctx, words, l)
		if err != nil {
			return err
		}
		text += "\n\n" + line
	}
	if left := len(tickets) - maxAlertLines; left > 0 {
		text += "\n\n" + words.say("manager.alerts.more", args{"N": left})
	}
	queue := button(words.label("manager.key.queue"), data(verbQueue, 0))
	return t.tell(ctx, m.ID, text, buttons(inline(row(queue))))
}

// alertLine is a ticket in a list of those that are late: when it is due, who has it, and what it is about.
func (t *turn) alertLine(ctx context.Context, words localizer, l late) (html, error) {
	customer, err := t.store.Customer(ctx, l.ticket.CustomerID)
	if err != nil {
		return "", err
	}
	a := args{"Ticket": l.ticket.ID, "Due": t.clock(l.Due), "Name": ""}
	if l.ticket.AssigneeID != 0 {
		if a["Name"], err = t.managerName(ctx, words, l.ticket.AssigneeID); err != nil {
			return "", err
		}
	}
	key := "manager.alerts.line.soon"
	if l.Over {
		key = "manager.alerts.line.over"
	}
	return words.say(key, a) + "\n" + gistLine(words, l.ticket, customer), nil
}
