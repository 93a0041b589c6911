package bot

import (
	"context"
	"slices"

	"github.com/chatbotsmanagers/faqbot/internal/helpdesk"
)

// alert warns of a target that is soon missed, and tells the administrators of one that was.
func (t *turn) alert(ctx context.Context, ticket helpdesk.Ticket, history []helpdesk.Event) error {
	for _, a := range t.SLA.Alerts(t.Calendar, &ticket, history, t.now) {
		event := ticket.Alert(a, t.now)
		if err := t.change(ctx, ticket, event); err != nil {
			return err
		}
		if err := t.tellOfAlert(ctx, ticket, a, "manager."+string(event.Kind)+"."+string(a.Target)); err != nil {
			return err
		}
	}
	return nil
}

// tellOfAlert tells those whom an alert concerns, with what there is to know of the ticket.
func (t *turn) tellOfAlert(ctx context.Context, ticket helpdesk.Ticket, a helpdesk.Alert, key string) error {
	managers, err := t.store.Managers(ctx)
	if err != nil {
		return err
	}
	customer, err := t.store.Customer(ctx, ticket.CustomerID)
	if err != nil {
		return err
	}
	routing, err := t.store.Routing(ctx)
	if err != nil {
		return err
	}
	audience := routing.Audience(ticket.Topic, managers, 0)
	for _, m := range managers {
		if !concerns(a, ticket, m, audience) {
			continue
		}
		words := t.texts.in(m.Language)
		text := words.say(key, args{"Ticket": ticket.ID, "Due": t.clock(a.Due)})
		who := words.say("manager.alert.nobody")
		if ticket.AssigneeID != 0 {
			name, err := t.managerName(ctx, words, ticket.AssigneeID)
			if err != nil {
				return err
			}
			who = words.say("manager.alert.manager", args{"Name": name})
		}
		choices := row(button(words.label("manager.button.card"), data(verbCard, ticket.ID)))
		if ticket.AssigneeID == 0 {
			choices = append(row(button(words.label("manager.button.take"), data(verbTake, ticket.ID))), choices...)
		}
		text += "\n" + who + "\n" + gist(words, ticket, customer)
		if err := t.tell(ctx, m.ID, text, buttons(inline(choices)), about(ticket.ID)); err != nil {
			return err
		}
	}
	return nil
}

// concerns tells whether a member of the staff hears of an alert: who has the ticket does, and when nobody has it, those
// who take its topic. Of a breach the administrators hear in any case.
func concerns(a helpdesk.Alert, ticket helpdesk.Ticket, m helpdesk.Manager, audience []helpdesk.Manager) bool {
	switch {
	case a.Over && m.Role == helpdesk.RoleAdministrator:
		return true
	case ticket.AssigneeID == 0:
		return slices.ContainsFunc(audience, func(o helpdesk.Manager) bool { return o.ID == m.ID })
	}
	return m.ID == ticket.AssigneeID
}
