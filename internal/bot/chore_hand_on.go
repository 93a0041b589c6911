package bot

import (
	"context"
	"slices"

	"github.com/chatbotsmanagers/faqbot/internal/helpdesk"
)

// handOn puts a ticket back into the queue whose manager is away, or leaves the customer without an answer. When nobody
// else is there it stays, since the queue would help nobody.
func (t *turn) handOn(ctx context.Context, ticket helpdesk.Ticket, history []helpdesk.Event) error {
	if !ticket.State.Held() {
		return nil
	}
	managers, err := t.store.Managers(ctx)
	if err != nil {
		return err
	}
	holds := func(m helpdesk.Manager) bool { return m.ID == ticket.AssigneeID }
	i := slices.IndexFunc(managers, holds)
	if i < 0 {
		return nil // who leaves the staff hands on what they have
	}
	manager := managers[i]
	why := t.Patience.HandsOn(t.Calendar, &ticket, history, manager.Away(), t.now)
	other := func(m helpdesk.Manager) bool { return !holds(m) && m.AtWork() }
	if why == "" || !slices.ContainsFunc(helpdesk.Others(managers, ticket.CustomerID), other) {
		return nil
	}
	event, err := ticket.HandOn(why, t.now)
	if err != nil {
		return err
	}
	if err := t.change(ctx, ticket, event); err != nil {
		return err
	}
	if err := t.offer(ctx, ticket, "manager.offer.released", manager.ID); err != nil {
		return err
	}
	return t.tellGone(ctx, ticket, manager, "manager.handed_on."+why)
}

// tellGone tells a manager that a ticket left their hands by itself, and where plain text goes from now on.
func (t *turn) tellGone(ctx context.Context, ticket helpdesk.Ticket, manager helpdesk.Manager, key string) error {
	customer, err := t.store.Customer(ctx, ticket.CustomerID)
	if err != nil {
		return err
	}
	next, err := t.nextInHand(ctx, manager)
	if err != nil {
		return err
	}
	words := t.texts.in(manager.Language)
	text := words.say(key, args{"Ticket": ticket.ID, "Name": customerName(words, customer)}) + next
	show := button(words.label("manager.button.card"), data(verbCard, ticket.ID))
	return t.tell(ctx, manager.ID, text, buttons(inline(row(show))), about(ticket.ID))
}
