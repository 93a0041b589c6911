package bot

import (
	"context"
	"errors"
	"slices"

	"github.com/mymmrac/telego"

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

// sayCurrent says, to a manager with several tickets in hand, what made another one of them the one that plain text goes to.
func (m *managerTurn) sayCurrent(ctx context.Context, why html) error {
	id, err := m.currentOfSeveral(ctx)
	if err != nil || id == 0 {
		return err
	}
	now, err := m.nextInHand(ctx, m.manager)
	if err != nil {
		return err
	}
	return m.say(ctx, why+now, about(id))
}

// currentOfSeveral returns the ticket that plain text goes to when the manager has several in hand, so that it might be
// thought to go to another; else 0.
func (m *managerTurn) currentOfSeveral(ctx context.Context) (int64, error) {
	tickets, err := m.store.InHand(ctx, m.manager.ID)
	if err != nil || len(tickets) < 2 {
		return 0, err
	}
	return tickets[currentOf(m.manager, tickets)].ID, nil
}

// goOn says what became of a ticket that left the manager's hands, and what is next in them. The next of the queue is not
// offered when that may be the one that was just given back.
func (m *managerTurn) goOn(ctx context.Context, done html, offerNext bool, rows ...[]telego.InlineKeyboardButton) error {
	next, err := m.inHand(ctx)
	if err != nil {
		return err
	}
	if next != nil {
		if err := m.putInHand(ctx, next.ID); err != nil {
			return err
		}
		now, err := m.nextInHand(ctx, m.manager)
		if err != nil {
			return err
		}
		rows = append(rows, row(m.button("manager.button.card", verbCard, next.ID)))
		return m.say(ctx, done+now, buttons(inline(rows...)), about(next.ID))
	}
	if err := m.putInHand(ctx, 0); err != nil {
		return err
	}
	waiting, some, err := m.waiting(ctx)
	if err != nil {
		return err
	}
	if offerNext && some {
		rows = append(rows, row(m.button("manager.button.next", verbTakeNext)))
	}
	return m.say(ctx, done+"\n"+waiting, buttons(inline(rows...)))
}

// waiting says how many tickets wait in the queue, and whether there are some that the manager can take.
func (m *managerTurn) waiting(ctx context.Context) (waits html, some bool, err error) {
	first, total, err := m.store.Queue(ctx, 1, 0)
	if err != nil || total == 0 {
		return m.text.say("manager.all_done"), false, err
	}
	some = total > 1 || first[0].CustomerID != m.manager.ID
	return m.text.say("manager.waiting", args{"N": total}), some, nil
}

// meant returns the ticket that the manager means without a number: the one whose message this is a reply to, else the
// one in hand; 0 when nothing is in hand. known is false when it cannot be told, and the manager was asked: a reply to
// something that belongs to no ticket must not reach whoever happens to be in hand.
func (m *managerTurn) meant(ctx context.Context) (id int64, known bool, err error) {
	replied := m.message.ReplyToMessage != nil
	if replied {
		if id, err = m.ticketAt(ctx, m.message.ReplyToMessage.MessageID); id != 0 || err != nil {
			return id, err == nil, err
		}
	}
	tickets, err := m.store.InHand(ctx, m.manager.ID)
	switch {
	case err != nil:
		return 0, false, err
	case len(tickets) == 0:
		return 0, true, nil
	case replied && len(tickets) > 1:
		return 0, false, m.refuse(ctx, "manager.which_reply", nil)
	}
	return tickets[currentOf(m.manager, tickets)].ID, true, nil
}

// ticketAt returns the ticket that a message in the manager's chat belongs to, 0 if it is none.
func (m *managerTurn) ticketAt(ctx context.Context, telegramID int) (int64, error) {
	sent, err := m.sentAt(ctx, m.from.ID, telegramID)
	switch {
	case err == nil && sent.TicketID != 0:
		return sent.TicketID, nil
	case err != nil && !errors.Is(err, helpdesk.ErrNotFound):
		return 0, err
	}
	own, err := m.store.MessageAt(ctx, m.from.ID, telegramID)
	if err != nil && !errors.Is(err, helpdesk.ErrNotFound) {
		return 0, err
	}
	return own.TicketID, nil
}
