package bot

import (
	"context"

	"github.com/chatbotsmanagers/faqbot/internal/helpdesk"
)

// breakSilence reminds a customer who is waited for, and later ends the ticket of one who says nothing.
func (t *turn) breakSilence(ctx context.Context, ticket helpdesk.Ticket, history []helpdesk.Event) error {
	switch t.Patience.Silence(&ticket, history, t.now) {
	case helpdesk.EventReminded:
		if err := t.change(ctx, ticket, ticket.Remind(t.now)); err != nil {
			return err
		}
		return t.remindCustomer(ctx, ticket)
	case helpdesk.EventResolved:
		event, err := ticket.ResolveSilent(t.now)
		if err != nil {
			return err
		}
		if err := t.change(ctx, ticket, event); err != nil {
			return err
		}
		if err := t.tellCustomer(ctx, ticket, *event); err != nil {
			return err
		}
		manager, err := t.store.Manager(ctx, ticket.AssigneeID)
		if err != nil {
			return err
		}
		if err := t.tellGone(ctx, ticket, manager, "manager.silence"); err != nil {
			return err
		}
		return t.refreshOffers(ctx, ticket)
	default:
		return nil
	}
}

// remindCustomer asks for the answer that a ticket waits for, and says what becomes of it without one.
func (t *turn) remindCustomer(ctx context.Context, ticket helpdesk.Ticket) error {
	words, err := t.voice(ctx, ticket.CustomerID)
	if err != nil {
		return err
	}
	a := args{"Number": ticket.ID, "Question": shorten(ticket.Question, excerptLength)}
	text := words.say("ticket.silence", a)
	if t.Patience.Close > 0 {
		text += "\n" + words.say("ticket.silence.closes", args{"Wait": waited(words, t.Patience.Close)})
	}
	add := button(words.label("ticket.add", a), data(verbAdd, ticket.ID))
	return t.tell(ctx, ticket.CustomerID, text, buttons(inline(row(add))), about(ticket.ID))
}

// closeForGood makes the end of a resolved ticket final. Nobody needs to be told: it ended when it was resolved.
func (t *turn) closeForGood(ctx context.Context, ticket helpdesk.Ticket, _ []helpdesk.Event) error {
	event := ticket.Close(t.Patience.Reopen, t.now)
	if event == nil {
		return nil
	}
	return t.change(ctx, ticket, event)
}
