package bot

import (
	"context"
	"errors"
	"slices"
	"strconv"

	"github.com/chatbotsmanagers/faqbot/internal/helpdesk"
)

// askMerge asks whether one ticket of a customer is to go on in another: /merge 15 12 has No. 15 go on in No. 12. There is
// no way back, and a wrong number is typed easily.
func (m *managerTurn) askMerge(ctx context.Context, c command) error {
	first, rest := cutWord(c.payload)
	second, rest := cutWord(rest)
	from, ok1 := ticketNumber(first)
	into, ok2 := ticketNumber(second)
	if !ok1 || !ok2 || rest != "" {
		return m.refuse(ctx, "manager.merge.which", nil)
	}
	source, err := m.found(ctx, from, m.store.Ticket)
	if err != nil || source == nil {
		return err
	}
	target, err := m.found(ctx, into, m.store.Ticket)
	if err != nil || target == nil {
		return err
	}
	customer, err := m.store.Customer(ctx, source.CustomerID)
	if err != nil {
		return err
	}
	text := m.text.say("manager.merge.sure", args{
		"Ticket": from, "Into": into, "Name": customerName(m.text, customer),
		"Question": questionOf(m.text, *source, nameLength), "IntoQuestion": questionOf(m.text, *target, nameLength),
	})
	if _, _, err := source.Merge(target, &m.manager, m.now); err != nil { // on copies: whether it could be done
		return m.explainMerge(ctx, *source, *target, err)
	}
	return m.say(ctx, text, about(into), buttons(inline(row(
		m.button("manager.button.merge", verbMerge, from, into), m.button("manager.button.cancel", verbStay),
	))))
}

// merge ends one ticket of a customer because it is about the same as another.
func (m *managerTurn) merge(ctx context.Context, from, into int64) error {
	source, target, err := m.lockTwo(ctx, from, into)
	if err != nil || source == nil || target == nil {
		return err
	}
	held, waited := []int64{source.AssigneeID, target.AssigneeID}, target.AssigneeID == 0
	merged, absorbed, err := source.Merge(target, &m.manager, m.now)
	if err != nil {
		return m.explainMerge(ctx, *source, *target, err)
	}
	if err := m.change(ctx, *source, merged); err != nil {
		return err
	}
	if err := m.change(ctx, *target, absorbed); err != nil {
		return err
	}
	if err := m.store.MoveMessages(ctx, from, into); err != nil {
		return err
	}
	record := helpdesk.AuditRecord{Deed: helpdesk.DeedMerged, TicketID: from, Object: strconv.FormatInt(into, 10)}
	if err := m.audit(ctx, record); err != nil {
		return err
	}
	if err := m.drop(ctx, verbMerge, verbStay); err != nil {
		return err
	}
	if err := m.tellOfMerge(ctx, *source, *target, waited, *merged); err != nil {
		return err
	}
	if err := m.tellHolders(ctx, *source, *target, held); err != nil {
		return err
	}
	return m.mergeDone(ctx, from, *target)
}

// mergeDone says that a ticket goes on in another, and shows that one to who has it.
func (m *managerTurn) mergeDone(ctx context.Context, from int64, target helpdesk.Ticket) error {
	into := target.ID
	done := m.text.say("manager.merged", args{"Ticket": from, "Into": into})
	switch target.AssigneeID {
	case 0:
		return m.say(ctx, done, m.choice("manager.button.take", verbTake, into), about(into))
	case m.manager.ID:
	default: // an administrator merged what others have
		return m.say(ctx, done, m.choice("manager.button.card", verbCard, into), about(into))
	}
	if err := m.putInHand(ctx, into); err != nil {
		return err
	}
	if err := m.say(ctx, done, about(into)); err != nil {
		return err
	}
	return m.showAll(ctx, target)
}

// tellHolders tells the managers who had the two tickets in hand what an administrator made of them. Who goes on with both
// gets the files that the other one had.
func (m *managerTurn) tellHolders(ctx context.Context, source, target helpdesk.Ticket, held []int64) error {
	slices.Sort(held)
	for _, id := range slices.Compact(held) {
		if id == 0 || id == m.manager.ID {
			continue
		}
		holder, err := m.store.Manager(ctx, id)
		if err != nil {
			return err
		}
		next, err := m.nextInHand(ctx, holder)
		if err != nil {
			return err
		}
		words := m.texts.in(holder.Language)
		text := words.say("manager.told.merged", args{"Ticket": source.ID, "Into": source.MergedInto, "Name": m.called(m.manager)})
		show := button(words.label("manager.button.card"), data(verbCard, source.MergedInto))
		if err := m.tell(ctx, id, text+next, buttons(inline(row(show))), about(source.MergedInto)); err != nil {
			return err
		}
		if id != target.AssigneeID {
			continue
		}
		if err := m.bringFiles(ctx, target, id); err != nil {
			return err
		}
	}
	return nil
}

// lockTwo locks two tickets in the order of their numbers, so that two who merge crosswise do not wait for each other for
// ever. One that does not exist is nil, and the manager was told.
func (m *managerTurn) lockTwo(ctx context.Context, a, b int64) (first, second *helpdesk.Ticket, err error) {
	if a > b {
		second, first, err = m.lockTwo(ctx, b, a)
		return first, second, err
	}
	if first, err = m.lock(ctx, a); err != nil || first == nil {
		return nil, nil, err
	}
	second, err = m.lock(ctx, b)
	return first, second, err
}

// explainMerge says why two tickets cannot be merged.
func (m *managerTurn) explainMerge(ctx context.Context, source, target helpdesk.Ticket, err error) error {
	var of *helpdesk.MergeError
	switch {
	case errors.Is(err, helpdesk.ErrSameTicket):
		return m.refuse(ctx, "manager.merge.which", nil)
	case errors.Is(err, helpdesk.ErrOtherCustomer):
		return m.refuse(ctx, "manager.merge.other_customer", args{"Ticket": source.ID, "Into": target.ID})
	case errors.As(err, &of) && of.TicketID == target.ID:
		return m.explain(ctx, target, of.Err)
	}
	return m.explain(ctx, source, err)
}

// tellOfMerge takes back the offers of tickets that no longer wait and tells the customer where the answer will come.
func (m *managerTurn) tellOfMerge(ctx context.Context, source, target helpdesk.Ticket, waited bool, event helpdesk.Event) error {
	if err := m.refreshOffers(ctx, source); err != nil {
		return err
	}
	if waited && target.AssigneeID != 0 {
		if err := m.refreshOffers(ctx, target); err != nil {
			return err
		}
	}
	return m.tellCustomer(ctx, source, event)
}
