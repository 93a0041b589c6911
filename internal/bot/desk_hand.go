package bot

import (
	"context"
	"errors"
	"slices"

	"github.com/chatbotsmanagers/faqbot/internal/helpdesk"
)

// inHand returns the ticket that plain text goes to, nil for none: the last one taken that the manager still has.
func (m *managerTurn) inHand(ctx context.Context) (*helpdesk.Ticket, error) {
	tickets, err := m.store.InHand(ctx, m.manager.ID)
	if err != nil || len(tickets) == 0 {
		return nil, err
	}
	return &tickets[currentOf(m.manager, tickets)], nil
}

// currentOf returns which of the tickets in hand, of which there is one at least, plain text goes to.
func currentOf(manager helpdesk.Manager, tickets []helpdesk.Ticket) int {
	return max(0, slices.IndexFunc(tickets, func(t helpdesk.Ticket) bool { return t.ID == manager.InHand }))
}

// putInHand makes plain text go to the ticket.
func (m *managerTurn) putInHand(ctx context.Context, id int64) error {
	m.manager.InHand = id
	return m.store.SaveManager(ctx, m.manager)
}

// goOn says what became of a ticket that left the manager's hands, and what is next in them.
func (m *managerTurn) goOn(ctx context.Context, key string, id int64) error {
	next, err := m.inHand(ctx)
	if err != nil {
		return err
	}
	done := m.text.say(key, args{"Ticket": id})
	if next != nil {
		if err := m.putInHand(ctx, next.ID); err != nil {
			return err
		}
		now, err := m.nextInHand(ctx, m.manager)
		if err != nil {
			return err
		}
		return m.say(ctx, done+now, m.choice("manager.button.card", verbCard, next.ID), about(next.ID))
	}
	if err := m.putInHand(ctx, 0); err != nil {
		return err
	}
	_, waiting, err := m.store.Queue(ctx, 1, 0)
	if err != nil {
		return err
	}
	if waiting == 0 {
		return m.say(ctx, done+"\n"+m.text.say("manager.all_done"))
	}
	return m.say(ctx, done+"\n"+m.text.say("manager.waiting", args{"N": waiting}), m.choice("manager.button.next", verbTakeNext))
}

// named returns the ticket whose message the manager replied to, 0 if it was none.
func (m *managerTurn) named(ctx context.Context) (int64, error) {
	if m.message == nil || m.message.ReplyToMessage == nil {
		return 0, nil
	}
	at := m.message.ReplyToMessage.MessageID
	sent, err := m.store.SentAt(ctx, m.from.ID, at)
	switch {
	case err == nil && sent.TicketID != 0:
		return sent.TicketID, nil
	case err != nil && !errors.Is(err, helpdesk.ErrNotFound):
		return 0, err
	}
	own, err := m.store.MessageAt(ctx, m.from.ID, at)
	if err != nil && !errors.Is(err, helpdesk.ErrNotFound) {
		return 0, err
	}
	return own.TicketID, nil
}
