package bot

import (
	"cmp"
	"context"
	"slices"

	"github.com/chatbotsmanagers/faqbot/internal/helpdesk"
)

// tellCustomer says in plain words what a manager did with the ticket. Of other events the customer needs no news.
func (t *turn) tellCustomer(ctx context.Context, ticket helpdesk.Ticket, event helpdesk.Event) error {
	lz, err := t.voice(ctx, ticket.CustomerID)
	if err != nil {
		return err
	}
	words := args{"Number": ticket.ID}
	key, options := "ticket.news."+string(event.Kind), []outgoing{about(ticket.ID)}
	switch event.Kind {
	case helpdesk.EventTaken:
		before, err := t.managerBefore(ctx, event)
		if err != nil || before == event.ActorID { // the customer knows that already
			return err
		}
		if before != 0 {
			key = "ticket.news.transferred"
		}
		if words["Manager"], err = t.managerName(ctx, lz, event.ActorID); err != nil {
			return err
		}
	case helpdesk.EventAssigned, helpdesk.EventTransferred:
		if words["Manager"], err = t.managerName(ctx, lz, event.OtherID); err != nil {
			return err
		}
	case helpdesk.EventMerged:
		words["Into"] = event.OtherID
		options[0] = about(event.OtherID)
	case helpdesk.EventResolved:
		if t.Patience.Reopen > 0 {
			words["Until"] = dateInWords(lz, ticket.ResolvedAt.Add(t.Patience.Reopen).In(t.Location))
		}
		if event.Note == helpdesk.WhySilent {
			key = "ticket.silence.closed"
		}
		wish, err := t.wishRow(ctx, lz, ticket)
		if err != nil {
			return err
		}
		again := row(button(lz.label("ticket.again", words), data(verbAdd, ticket.ID)))
		options = append(options, buttons(inline(again, wish)))
	case helpdesk.EventReopened:
	case helpdesk.EventSplit: // of the ticket that came of it
		words["Question"] = cmp.Or(shorten(ticket.Question, excerptLength), lz.label("ticket.attachment"))
		options = append(options, buttons(inline(ticketRow(lz, ticket))))
	default:
		return nil
	}
	if err := t.tell(ctx, ticket.CustomerID, lz.say(key, words), options...); err != nil || event.Kind != helpdesk.EventResolved {
		return err
	}
	return t.askRating(ctx, ticket)
}

// managerBefore returns the manager who had a ticket last before it was taken, 0 for none.
func (t *turn) managerBefore(ctx context.Context, taken helpdesk.Event) (int64, error) {
	events, err := t.store.Events(ctx, taken.TicketID)
	if err != nil || len(events) == 0 {
		return 0, err
	}
	for _, e := range slices.Backward(events[:len(events)-1]) { // the last is that it was taken
		switch e.Kind { //nolint:exhaustive // others give a ticket to nobody
		case helpdesk.EventTaken:
			return e.ActorID, nil
		case helpdesk.EventAssigned, helpdesk.EventTransferred:
			return e.OtherID, nil
		}
	}
	return 0, nil
}
