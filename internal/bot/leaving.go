package bot

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strings"

	"github.com/chatbotsmanagers/faqbot/internal/helpdesk"
)

// askLeaving asks a member of the staff who wants to leave whether that is so: /leave is typed easily for /away.
func (m *managerTurn) askLeaving(ctx context.Context) error {
	staff, err := m.store.Managers(ctx)
	if err != nil {
		return err
	}
	if helpdesk.LastAdministrator(staff, m.manager.ID) {
		return m.refuse(ctx, "manager.leave.last", nil)
	}
	text, err := m.withHeld(ctx, m.text.say("manager.leave.sure"), m.manager.ID)
	if err != nil {
		return err
	}
	return m.say(ctx, text, buttons(inline(row(
		m.button("manager.button.leave", verbLeave), m.button("manager.button.stay", verbStay),
	))))
}

// askDismissal asks an administrator whether somebody is to leave: /dismiss @oleg.
func (m *managerTurn) askDismissal(ctx context.Context, payload string) error {
	if m.manager.Role != helpdesk.RoleAdministrator {
		return m.refuse(ctx, "manager.administrators_only", args{"Command": "/dismiss"})
	}
	if payload == "" {
		return m.refuse(ctx, "manager.dismiss.whom", nil)
	}
	who, rest, err := m.colleague(ctx, payload)
	switch {
	case err != nil || who == nil:
		return err
	case rest != "":
		return m.refuse(ctx, "manager.dismiss.whom", nil)
	case who.ID == m.manager.ID:
		return m.askLeaving(ctx)
	}
	a := args{"Name": m.called(*who), "Role": m.text.label("manager.role." + string(who.Role))}
	text, err := m.withHeld(ctx, m.text.say("manager.dismiss.sure", a), who.ID)
	if err != nil {
		return err
	}
	return m.say(ctx, text, buttons(inline(row(
		m.button("manager.button.dismiss", verbDismiss, who.ID), m.button("manager.button.stay", verbStay),
	))))
}

// withHeld adds what becomes of the tickets that somebody has in hand.
func (m *managerTurn) withHeld(ctx context.Context, text html, id int64) (html, error) {
	held, err := m.store.InHand(ctx, id)
	if err != nil || len(held) == 0 {
		return text, err
	}
	return text + "\n" + m.text.say("manager.will_return", args{"N": len(held)}), nil
}

// leave ends the membership of the one whose turn it is.
func (m *managerTurn) leave(ctx context.Context) error {
	return m.depart(ctx, m.manager.ID, helpdesk.AuditRecord{Deed: helpdesk.DeedLeft})
}

// dismiss ends the membership of another for an administrator.
func (m *managerTurn) dismiss(ctx context.Context, id int64) error {
	if m.manager.Role != helpdesk.RoleAdministrator {
		return m.refuse(ctx, "manager.administrators_only", args{"Command": "/dismiss"})
	}
	return m.depart(ctx, id, helpdesk.AuditRecord{Deed: helpdesk.DeedDismissed, PersonID: id})
}

// depart takes somebody off the staff. All of the staff is locked before, so that nobody does a thing by a right that is
// just being lost, and two administrators who leave at once do not leave the desk without one.
func (m *managerTurn) depart(ctx context.Context, id int64, record helpdesk.AuditRecord) error {
	staff, err := m.store.LockStaff(ctx)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(staff, func(o helpdesk.Manager) bool { return o.ID == id })
	if i < 0 {
		return m.replace(ctx, m.text.say("manager.dismiss.gone"), nil)
	}
	if helpdesk.LastAdministrator(staff, id) {
		return m.refuse(ctx, "manager.leave.last", nil)
	}
	who := staff[i]
	who.LeftAt, who.InHand = m.now, 0
	if err := m.store.SaveManager(ctx, who); err != nil {
		return err
	}
	if err := m.audit(ctx, record); err != nil {
		return err
	}
	m.store.OnCommit(func() { m.staff.Delete(id) })
	returned, err := m.layDown(ctx, who)
	if err != nil {
		return err
	}
	if err := m.store.RecallWaiting(ctx, id); err != nil { // with the tickets locked, so that none of them brings more
		return err
	}
	if err := m.sayGoodbye(ctx, who); err != nil {
		return err
	}
	return m.tellOfDeparture(ctx, who, returned)
}

// sayGoodbye makes the chat of somebody who has left that of a customer.
func (m *managerTurn) sayGoodbye(ctx context.Context, who helpdesk.Manager) error {
	if who.ID == m.manager.ID && m.press != nil {
		if err := m.drop(ctx, verbLeave, verbStay); err != nil {
			return err
		}
	}
	if err := m.setMenu(ctx, who.ID, customerCommands, who.Language); err != nil {
		return err
	}
	words := m.texts.in(who.Language)
	key := "manager.goodbye.dismissed"
	if who.ID == m.manager.ID {
		key = "manager.goodbye"
	}
	return m.tell(ctx, who.ID, words.say(key), buttons(customerKeyboard(words)))
}

// tellOfDeparture tells the administrators who has left, what became of the tickets, and what the bot cannot do itself.
func (m *managerTurn) tellOfDeparture(ctx context.Context, who helpdesk.Manager, returned int) error {
	staff, err := m.store.Managers(ctx)
	if err != nil {
		return err
	}
	groups, err := m.store.GroupChats(ctx)
	if err != nil {
		return err
	}
	titles := make([]string, 0, len(groups))
	for _, g := range groups {
		titles = append(titles, "«"+g.Title+"»")
	}
	for _, o := range staff {
		if o.Role != helpdesk.RoleAdministrator {
			continue
		}
		words := m.texts.in(o.Language)
		text := words.say("manager.departed", args{"Name": cmp.Or(who.Name, words.label("manager.nameless"))})
		if returned > 0 {
			text += "\n" + words.say("manager.returned", args{"N": returned})
		}
		if len(titles) > 0 {
			text += "\n" + words.say("manager.departed.groups", args{"Titles": strings.Join(titles, ", ")})
		}
		if _, listed := m.configured.Load(who.ID); listed {
			text += "\n" + words.say("manager.role.configured")
		}
		if o.ID == m.manager.ID {
			err = m.replace(ctx, text, nil)
		} else {
			err = m.tell(ctx, o.ID, text)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// maxOffered is how many tickets that somebody leaves behind are offered one by one.
const maxOffered = 3

// layDown takes somebody who has tickets no more out of the teams, and the tickets out of the hands.
func (m *managerTurn) layDown(ctx context.Context, who helpdesk.Manager) (int, error) {
	before, err := m.store.Routing(ctx)
	if err != nil {
		return 0, err
	}
	if _, err := m.store.LeaveTeam(ctx, "", who.ID); err != nil {
		return 0, err
	}
	if err := m.tellOfEmptyTeams(ctx, before, before.TeamsOf(who.ID)); err != nil {
		return 0, err
	}
	return m.handBack(ctx, who)
}

// handBack puts what somebody has in hand, who has it no longer by right, back into the queue, and offers it to the others:
// a few tickets one by one, many in a word. Customers hear nothing of it until a manager takes theirs.
func (t *turn) handBack(ctx context.Context, who helpdesk.Manager) (int, error) {
	held, err := t.store.InHand(ctx, who.ID)
	if err != nil {
		return 0, err
	}
	slices.SortFunc(held, func(a, b helpdesk.Ticket) int { return cmp.Compare(a.ID, b.ID) }) // one order of locks
	var back []helpdesk.Ticket
	for _, ticket := range held {
		if ticket, err = t.store.LockTicket(ctx, ticket.ID); err != nil {
			return 0, err
		}
		if ticket.AssigneeID != who.ID || !ticket.State.Held() {
			continue // a customer withdrew it this moment
		}
		event, err := ticket.HandOn(helpdesk.WhyLeft, t.now)
		if err != nil {
			return 0, err
		}
		if err := t.change(ctx, ticket, event); err != nil {
			return 0, err
		}
		back = append(back, ticket)
	}
	if len(back) > maxOffered {
		for _, ticket := range back {
			if err := t.refreshOffers(ctx, ticket); err != nil { // which can be taken again
				return 0, err
			}
		}
		return len(back), t.tellQueueGrew(ctx, len(back))
	}
	for _, ticket := range back {
		if err := t.offer(ctx, ticket, "manager.offer.released", who.ID); err != nil {
			return 0, err
		}
	}
	return len(back), nil
}

// tellQueueGrew tells who is at work, and the groups, that several tickets are in the queue again.
func (t *turn) tellQueueGrew(ctx context.Context, n int) error {
	groups, err := t.store.GroupChats(ctx)
	if err != nil {
		return err
	}
	everything := false
	for _, g := range groups {
		everything = everything || g.Topic == ""
		if err := t.tell(ctx, g.ID, t.texts.in(g.Language).say("manager.queue.grew", args{"N": n})); err != nil {
			return err
		}
	}
	if everything { // it stands in for private chats
		return nil
	}
	managers, err := t.store.Managers(ctx)
	if err != nil {
		return err
	}
	for _, m := range present(managers) {
		words := t.texts.in(m.Language)
		open := button(words.label("manager.key.queue"), data(verbQueue, 0))
		if err := t.tell(ctx, m.ID, words.say("manager.queue.grew", args{"N": n}), buttons(inline(row(open)))); err != nil {
			return err
		}
	}
	return nil
}

// orphan makes a ticket that is not live nobody's when who had it works no more.
func (t *turn) orphan(ctx context.Context, ticket *helpdesk.Ticket) error {
	if ticket.State.Live() || ticket.AssigneeID == 0 {
		return nil
	}
	manager, err := t.store.Manager(ctx, ticket.AssigneeID)
	if err != nil && !errors.Is(err, helpdesk.ErrNotFound) {
		return err
	}
	if err != nil || !manager.Works() {
		ticket.Orphan()
	}
	return nil
}
