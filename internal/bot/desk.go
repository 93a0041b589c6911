package bot

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/chatbotsmanagers/faqbot/internal/helpdesk"
)

// lock returns the ticket for a change, so that of two managers who act at once the second sees what the first did.
func (m *managerTurn) lock(ctx context.Context, id int64) (*helpdesk.Ticket, error) {
	return m.found(ctx, id, m.store.LockTicket)
}

// found looks for a ticket; the manager is told when there is none.
func (m *managerTurn) found(ctx context.Context, id int64, look func(context.Context, int64) (helpdesk.Ticket, error)) (*helpdesk.Ticket, error) {
	if id <= 0 { // forged
		return nil, m.refuse(ctx, "manager.stale", nil)
	}
	ticket, err := look(ctx, id)
	if errors.Is(err, helpdesk.ErrNotFound) {
		return nil, m.refuse(ctx, "manager.no_ticket", args{"Ticket": id})
	}
	if err == nil && ticket.CustomerID == m.manager.ID { // nobody serves oneself, or reads what colleagues note about one
		return nil, m.refuse(ctx, "manager.own", args{"Ticket": ticket.ID})
	}
	return &ticket, err
}

// lockWhereMerged locks the ticket where the words of a ticket stand: that ticket itself, unless it is merged. What is
// said in a merged ticket goes where its words went, also when it is merged at this moment. Tickets that were merged before
// are not locked on the way, since who has the last one locked may want them.
func (t *turn) lockWhereMerged(ctx context.Context, id int64) (helpdesk.Ticket, error) {
	for {
		ticket, err := t.store.Ticket(ctx, id)
		if err == nil && ticket.State != helpdesk.StateMerged {
			ticket, err = t.store.LockTicket(ctx, id)
		}
		if err != nil || ticket.State != helpdesk.StateMerged {
			return ticket, err
		}
		id = ticket.MergedInto
	}
}

// change stores a changed ticket with its event, counts it, and shows it in the groups.
func (t *turn) change(ctx context.Context, ticket helpdesk.Ticket, event *helpdesk.Event) error {
	if err := t.store.SaveTicket(ctx, ticket, event); err != nil {
		return err
	}
	t.count(ticket, *event)
	return t.refreshCards(ctx, ticket)
}

// act changes a ticket by an act of the manager. Where the ticket's state does not allow it, the manager is told why, and
// the ticket is nil.
func (m *managerTurn) act(ctx context.Context, id int64, do func(*helpdesk.Ticket, int64, time.Time) (*helpdesk.Event, error)) (*helpdesk.Ticket, *helpdesk.Event, error) {
	ticket, err := m.lock(ctx, id)
	if err != nil || ticket == nil {
		return nil, nil, err
	}
	event, err := do(ticket, m.manager.ID, m.now)
	if err != nil {
		return nil, nil, m.explain(ctx, *ticket, err)
	}
	if event == nil { // it is so already
		return ticket, nil, nil
	}
	return ticket, event, m.change(ctx, *ticket, event)
}

// take gives the ticket to the manager and shows all that is known of it.
func (m *managerTurn) take(ctx context.Context, id int64) error {
	ticket, err := m.lock(ctx, id)
	if err != nil || ticket == nil {
		return err
	}
	event, err := ticket.Take(m.manager.ID, m.now)
	if err != nil {
		return m.explain(ctx, *ticket, err)
	}
	if err := m.takeInHand(ctx, *ticket, event); err != nil {
		return err
	}
	return m.showAll(ctx, *ticket)
}

// showAll shows the manager who has the ticket what is known of it, with the files that were sent before.
func (m *managerTurn) showAll(ctx context.Context, ticket helpdesk.Ticket) error {
	if err := m.showCard(ctx, ticket); err != nil {
		return err
	}
	return m.bringFiles(ctx, ticket, m.manager.ID)
}

// takeInHand makes a taken ticket the one that plain text goes to. The event is nil when the manager had it before.
func (m *managerTurn) takeInHand(ctx context.Context, ticket helpdesk.Ticket, event *helpdesk.Event) error {
	if event != nil {
		if err := m.change(ctx, ticket, event); err != nil {
			return err
		}
		if err := m.refreshOffers(ctx, ticket); err != nil {
			return err
		}
		if err := m.tellCustomer(ctx, ticket, *event); err != nil {
			return err
		}
	}
	return m.putInHand(ctx, ticket.ID)
}

// takeNext takes the ticket at the top of the queue. One that somebody is busy with is passed over, unless there is no
// other.
func (m *managerTurn) takeNext(ctx context.Context) error {
	elsewhere, err := m.elsewhere(ctx)
	if err != nil {
		return err
	}
	for {
		free, err := m.store.LockNextOf(ctx, elsewhere, m.manager.ID)
		if err == nil {
			return m.take(ctx, free.ID)
		}
		if !errors.Is(err, helpdesk.ErrNotFound) {
			return err
		}
		waiting, _, err := m.store.QueueFor(ctx, elsewhere, 1+maxLive, 0)
		if err != nil {
			return err
		}
		next := slices.IndexFunc(waiting, func(t helpdesk.Ticket) bool { return t.CustomerID != m.manager.ID })
		switch {
		case len(waiting) == 0:
			return m.refuse(ctx, "manager.queue.empty", nil)
		case next < 0:
			return m.refuse(ctx, "manager.own", args{"Ticket": waiting[0].ID})
		}
		ticket, err := m.store.LockTicket(ctx, waiting[next].ID)
		if err != nil {
			return err
		}
		if ticket.State == helpdesk.StateNew {
			return m.take(ctx, ticket.ID)
		}
	}
}

// release puts the ticket back into the queue and offers it to the colleagues.
func (m *managerTurn) release(ctx context.Context, id int64) error {
	ticket, _, err := m.act(ctx, id, (*helpdesk.Ticket).Release)
	if err != nil || ticket == nil {
		return err
	}
	if err := m.offer(ctx, *ticket, "manager.offer.released", m.manager.ID); err != nil {
		return err
	}
	return m.goOn(ctx, m.text.say("manager.released", args{"Ticket": id}), false)
}

// resolve ends the work on the ticket.
func (m *managerTurn) resolve(ctx context.Context, id int64) error {
	ticket, event, err := m.act(ctx, id, (*helpdesk.Ticket).Resolve)
	if err != nil || ticket == nil {
		return err
	}
	if err := m.tellCustomer(ctx, *ticket, *event); err != nil {
		return err
	}
	if err := m.goOn(ctx, m.text.say("manager.closed", args{"Ticket": id}), true, m.learnRow(*ticket)); err != nil {
		return err
	}
	return m.refreshOffers(ctx, *ticket)
}

// reopen brings a closed ticket back to the manager who had it, else to the queue.
func (m *managerTurn) reopen(ctx context.Context, id int64) error {
	ticket, err := m.found(ctx, id, m.store.Ticket)
	if err != nil || ticket == nil {
		return err
	}
	// The customer comes first, the ticket after, as in a ban: that either sees the ticket open or keeps it closed.
	customer, err := m.store.HoldCustomer(ctx, ticket.CustomerID)
	if err != nil {
		return err
	}
	ticket, event, err := m.act(ctx, id, func(t *helpdesk.Ticket, by int64, now time.Time) (*helpdesk.Event, error) {
		if err := m.orphan(ctx, t); err != nil {
			return nil, err
		}
		if customer.Banned() {
			return nil, helpdesk.ErrBanned
		}
		return t.Reopen(by, m.Patience.Reopen, now)
	})
	if err != nil || ticket == nil {
		return err
	}
	if err := m.tellCustomer(ctx, *ticket, *event); err != nil {
		return err
	}
	if ticket.AssigneeID != 0 { // the offers say that it is over
		if err := m.refreshOffers(ctx, *ticket); err != nil {
			return err
		}
	}
	switch ticket.AssigneeID {
	case m.manager.ID:
		if err := m.putInHand(ctx, id); err != nil {
			return err
		}
		if err := m.sayCurrent(ctx, m.text.say("manager.reopened", args{"Ticket": id})); err != nil {
			return err
		}
		return m.showCard(ctx, *ticket)
	case 0:
		if err := m.offer(ctx, *ticket, "manager.offer.reopened", m.manager.ID); err != nil {
			return err
		}
		return m.showCard(ctx, *ticket)
	}
	if err := m.tellAssignee(ctx, *ticket, *event); err != nil {
		return err
	}
	name, err := m.managerName(ctx, m.text, ticket.AssigneeID)
	if err != nil {
		return err
	}
	return m.say(ctx, m.text.say("manager.reopened_for", args{"Ticket": id, "Name": name}), about(id))
}

// explain says why the state of a ticket does not allow an act, and what does.
func (m *managerTurn) explain(ctx context.Context, ticket helpdesk.Ticket, err error) error {
	var (
		taken  *helpdesk.TakenError
		merged *helpdesk.MergedError
	)
	switch {
	case errors.As(err, &taken):
		name, err := m.managerName(ctx, m.text, taken.By)
		if err != nil {
			return err
		}
		return m.refuse(ctx, "manager.taken_by", args{"Ticket": ticket.ID, "Name": name})
	case errors.As(err, &merged):
		a := args{"Ticket": ticket.ID, "Into": merged.Into}
		return m.refuse(ctx, "manager.is_merged", a, m.choice("manager.button.card", verbCard, merged.Into))
	case errors.Is(err, helpdesk.ErrOwn):
		return m.refuse(ctx, "manager.own", args{"Ticket": ticket.ID})
	case errors.Is(err, helpdesk.ErrBanned):
		return m.refuse(ctx, "ban.closed", args{"Ticket": ticket.ID}, m.choice("ban.button.unban", verbUnban, ticket.CustomerID))
	case errors.Is(err, helpdesk.ErrFinal):
		return m.refuse(ctx, "manager.is_final", args{"Ticket": ticket.ID})
	case errors.Is(err, helpdesk.ErrNotLive) && ticket.State == helpdesk.StateWithdrawn:
		return m.refuse(ctx, "manager.is_withdrawn", args{"Ticket": ticket.ID}, m.choice("manager.button.reopen", verbReopen, ticket.ID))
	case errors.Is(err, helpdesk.ErrNotLive):
		return m.refuse(ctx, "manager.is_closed", args{"Ticket": ticket.ID}, m.choice("manager.button.reopen", verbReopen, ticket.ID))
	case errors.Is(err, helpdesk.ErrLive):
		return m.refuse(ctx, "manager.is_live", args{"Ticket": ticket.ID}, m.choice("manager.button.card", verbCard, ticket.ID))
	case errors.Is(err, helpdesk.ErrNotAssigned):
		return m.refuse(ctx, "manager.not_taken", args{"Ticket": ticket.ID}, m.choice("manager.button.take", verbTake, ticket.ID))
	}
	return err
}
