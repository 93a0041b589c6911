package bot

import (
	"context"
	"errors"

	"github.com/mymmrac/telego"

	"github.com/chatbotsmanagers/faqbot/internal/helpdesk"
)

// assign gives a ticket to a manager: /assign 12 @oleg. Without a manager it offers the colleagues.
func (m *managerTurn) assign(ctx context.Context, c command) error {
	return m.give(ctx, c, func(t *helpdesk.Ticket, to helpdesk.Manager, note string) (*helpdesk.Event, error) {
		return t.Assign(to.ID, &m.manager, note, m.now)
	})
}

// transfer hands a ticket of the manager's on: /transfer 12 @oleg he asked for you. Without a manager it offers the
// colleagues.
func (m *managerTurn) transfer(ctx context.Context, c command) error {
	return m.give(ctx, c, func(t *helpdesk.Ticket, to helpdesk.Manager, note string) (*helpdesk.Event, error) {
		return t.Transfer(m.manager.ID, to.ID, note, m.now)
	})
}

// giving is an act that gives a ticket to a manager.
type giving func(t *helpdesk.Ticket, to helpdesk.Manager, note string) (*helpdesk.Event, error)

// give reads what a command that gives a ticket away says, and does it.
func (m *managerTurn) give(ctx context.Context, c command, do giving) error {
	id, rest, err := m.numbered(ctx, c)
	if err != nil || id == 0 {
		return err
	}
	if rest == "" {
		return m.offerColleagues(ctx, id)
	}
	to, note, err := m.colleague(ctx, rest)
	if err != nil || to == nil {
		return err
	}
	return m.giveTo(ctx, id, to.ID, note, do)
}

// pressGive gives the ticket to the manager whose button was pressed: out of the own hands, or by assigning it.
func (m *managerTurn) pressGive(ctx context.Context, id, to int64) error {
	return m.giveTo(ctx, id, to, "", func(t *helpdesk.Ticket, to helpdesk.Manager, note string) (*helpdesk.Event, error) {
		if t.AssigneeID == m.manager.ID {
			return t.Transfer(m.manager.ID, to.ID, note, m.now)
		}
		return t.Assign(to.ID, &m.manager, note, m.now)
	})
}

// giveTo gives the ticket to a manager and tells everybody whom it concerns.
func (m *managerTurn) giveTo(ctx context.Context, id, whom int64, note string, do giving) error {
	to, err := m.store.Manager(ctx, whom)
	if errors.Is(err, helpdesk.ErrNotFound) { // forged, or no longer of the staff
		return m.refuse(ctx, "manager.stale", nil)
	}
	if err != nil {
		return err
	}
	if !to.Works() {
		return m.refuse(ctx, "manager.give.observer", args{"Name": m.called(to)})
	}
	ticket, err := m.lock(ctx, id)
	if err != nil || ticket == nil {
		return err
	}
	before := ticket.AssigneeID
	event, err := do(ticket, to, note)
	switch {
	case errors.Is(err, helpdesk.ErrOwn) && to.ID != m.manager.ID:
		return m.refuse(ctx, "manager.give.own", args{"Ticket": id, "Name": m.called(to)})
	case err != nil:
		return m.explain(ctx, *ticket, err)
	case event == nil:
		return m.refuse(ctx, "manager.give.has_it", args{"Ticket": id, "Name": m.called(to)})
	}
	if err := m.auditGiving(ctx, *event, to.ID, before); err != nil {
		return err
	}
	if to.ID == m.manager.ID { // assigned to oneself
		return m.takeOver(ctx, *ticket, *event, before)
	}
	if err := m.change(ctx, *ticket, event); err != nil {
		return err
	}
	if err := m.tellOfGiving(ctx, *ticket, *event, before); err != nil {
		return err
	}
	done := m.text.say("manager.given", args{"Ticket": id, "Name": m.called(to)})
	if before == m.manager.ID {
		return m.goOn(ctx, done, true)
	}
	return m.say(ctx, done, about(id))
}

// auditGiving writes down that a ticket was given away, or taken out of another's hands. To take what nobody has needs no
// more right than any manager's.
func (m *managerTurn) auditGiving(ctx context.Context, event helpdesk.Event, to, before int64) error {
	deed := helpdesk.DeedAssigned
	switch {
	case event.Kind == helpdesk.EventTransferred:
		deed = helpdesk.DeedTransferred
	case to == m.manager.ID && before == 0:
		return nil
	}
	return m.audit(ctx, helpdesk.AuditRecord{Deed: deed, TicketID: event.TicketID, PersonID: to})
}

// takeOver makes what an administrator took, out of the queue or out of a colleague's hands, the ticket in hand.
func (m *managerTurn) takeOver(ctx context.Context, ticket helpdesk.Ticket, event helpdesk.Event, before int64) error {
	if err := m.takeInHand(ctx, ticket, &event); err != nil {
		return err
	}
	if err := m.tellFormer(ctx, ticket, before); err != nil {
		return err
	}
	return m.showAll(ctx, ticket)
}

// tellOfGiving tells the manager who has the ticket now, the one who had it before, and the customer.
func (m *managerTurn) tellOfGiving(ctx context.Context, ticket helpdesk.Ticket, event helpdesk.Event, before int64) error {
	if err := m.refreshOffers(ctx, ticket); err != nil {
		return err
	}
	if err := m.tellCustomer(ctx, ticket, event); err != nil {
		return err
	}
	if err := m.tellFormer(ctx, ticket, before); err != nil {
		return err
	}
	to, err := m.store.Manager(ctx, ticket.AssigneeID)
	if err != nil {
		return err
	}
	customer, err := m.store.Customer(ctx, ticket.CustomerID)
	if err != nil {
		return err
	}
	words := m.texts.in(to.Language)
	text := words.say("manager.told."+string(event.Kind), args{"Ticket": ticket.ID, "Name": m.called(m.manager)})
	if event.Note != "" {
		text += "\n" + words.say("manager.told.note", args{"Note": event.Note})
	}
	accept := button(words.label("manager.button.accept", args{"Ticket": ticket.ID}), data(verbTake, ticket.ID))
	return m.tell(ctx, to.ID, text+"\n"+gist(words, ticket, customer, nil), buttons(inline(row(accept))), about(ticket.ID))
}

// tellFormer tells the manager out of whose hands a colleague took the ticket.
func (m *managerTurn) tellFormer(ctx context.Context, ticket helpdesk.Ticket, before int64) error {
	if before == 0 || before == m.manager.ID {
		return nil
	}
	former, err := m.store.Manager(ctx, before)
	if err != nil {
		return err
	}
	words := m.texts.in(former.Language)
	to, err := m.managerName(ctx, words, ticket.AssigneeID)
	if err != nil {
		return err
	}
	text := words.say("manager.told.gone", args{"Ticket": ticket.ID, "Name": to})
	next, err := m.nextInHand(ctx, former)
	if err != nil {
		return err
	}
	return m.tell(ctx, former.ID, text+next, about(ticket.ID))
}

// offerColleagues asks by buttons to whom the ticket is to go; each says how much the colleague has in hand.
func (m *managerTurn) offerColleagues(ctx context.Context, id int64) error {
	ticket, err := m.found(ctx, id, m.store.Ticket)
	if err != nil || ticket == nil {
		return err
	}
	managers, err := m.store.Managers(ctx)
	if err != nil {
		return err
	}
	loads, err := m.store.Loads(ctx)
	if err != nil {
		return err
	}
	var rows [][]telego.InlineKeyboardButton
	for _, to := range managers {
		if to.ID == ticket.AssigneeID || to.ID == ticket.CustomerID || !to.Works() || len(rows) == maxColleagues {
			continue
		}
		label := m.text.label("manager.button.to", args{"Name": m.called(to), "Held": loads[to.ID].Held})
		rows = append(rows, row(button(label, data(verbGiveTo, id, to.ID))))
	}
	if len(rows) == 0 {
		return m.refuse(ctx, "manager.give.nobody", nil)
	}
	return m.say(ctx, m.text.say("manager.give.whom", args{"Ticket": id}), buttons(inline(rows...)), about(id))
}

// maxColleagues is how many colleagues are offered by buttons; others are named in the command.
const maxColleagues = 30
