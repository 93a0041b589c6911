package bot

import (
	"cmp"
	"context"
	"errors"
	"slices"

	"github.com/mymmrac/telego"

	"github.com/chatbotsmanagers/faqbot/internal/helpdesk"
)

// Bans keep customers' messages from the managers.
type Bans interface {
	// Ban returns false when the customer is banned already.
	Ban(ctx context.Context, b helpdesk.Ban) (bool, error)
	// Unban ends a ban and returns it; helpdesk.ErrNotFound when there is none.
	Unban(ctx context.Context, customerID int64) (helpdesk.Ban, error)
	// Banned returns the bans that hold, the latest first.
	Banned(ctx context.Context, limit, offset int) ([]helpdesk.Ban, error)
}

const (
	bansPerPage = 8
	banReason   = 200 // characters of a reason, which stands on cards
)

// ban keeps what the customer of a ticket writes from the managers, for the reason that was given when it was asked for.
func (m *managerTurn) ban(ctx context.Context, id int64) error {
	ticket, err := m.found(ctx, id, m.store.Ticket)
	if err != nil || ticket == nil {
		return err
	}
	customer, err := m.bannable(ctx, *ticket)
	if err != nil || customer == nil {
		return err
	}
	reason, err := m.reasonOfBan(ctx, id)
	if err != nil {
		return err
	}
	if reason == "" { // another ban was asked for since
		return m.refuse(ctx, "ban.again", args{"Ticket": id})
	}
	a := args{"Name": customerName(m.text, *customer), "Ticket": ticket.ID}
	// The customer comes first, the tickets after: so do the turns of customers, and neither waits for the other for ever.
	fresh, err := m.store.Ban(ctx, helpdesk.Ban{
		CustomerID: customer.ID, TicketID: ticket.ID, ManagerID: m.manager.ID, Reason: reason, At: m.now,
	})
	if err != nil {
		return err
	}
	if !fresh {
		return m.refuse(ctx, "ban.already", a, m.choice("ban.button.unban", verbUnban, customer.ID))
	}
	a["Reason"] = reason
	if a["N"], err = m.closeBanned(ctx, customer.ID, ticket.ID, reason); err != nil {
		return err
	}
	record := helpdesk.AuditRecord{Deed: helpdesk.DeedBanned, TicketID: ticket.ID, PersonID: customer.ID, Details: reason}
	if err := m.audit(ctx, record); err != nil {
		return err
	}
	if err := m.drop(ctx, verbBan, verbStay); err != nil {
		return err
	}
	words := m.texts.in(customer.Language)
	if err := m.tell(ctx, customer.ID, words.say("ban.told")); err != nil {
		return err
	}
	return m.goOn(ctx, m.text.say("ban.done", a), false, row(m.button("ban.button.unban", verbUnban, customer.ID)))
}

// ticketAndReason returns the ticket whose customer a command means, and the rest of the command. In a reply all of it is the
// reason, which may begin with a number. The ticket is nil when it cannot be told, and the manager was asked.
func (m *managerTurn) ticketAndReason(ctx context.Context, c command) (*helpdesk.Ticket, string, error) {
	var (
		id     int64
		reason = c.payload
		err    error
	)
	if m.message.ReplyToMessage != nil {
		id, err = m.ticketAt(ctx, m.message.ReplyToMessage.MessageID)
	}
	if err == nil && id == 0 {
		id, reason, err = m.numbered(ctx, c)
	}
	if err != nil || id == 0 {
		return nil, "", err
	}
	ticket, err := m.found(ctx, id, m.store.Ticket)
	return ticket, shorten(reason, banReason), err
}

// closeBanned closes all live tickets of a customer who was just banned, notes the ban in the one that led to it in any
// case, and returns how many were closed.
func (m *managerTurn) closeBanned(ctx context.Context, customerID, ticketID int64, reason string) (closed int, err error) {
	ids := []int64{ticketID} // with the others, since who merges two locks the one with the lower number first
	for {
		tickets, err := m.store.CustomerTickets(ctx, customerID, maxLive) // live ones first
		if err != nil {
			return closed, err
		}
		for _, t := range tickets {
			if t.State.Live() && t.ID != ticketID {
				ids = append(ids, t.ID)
			}
		}
		if len(ids) == 0 {
			return closed, nil
		}
		slices.Sort(ids)
		for _, id := range ids {
			live, err := m.noteBan(ctx, id, reason)
			if err != nil {
				return closed, err
			}
			if live {
				closed++
			}
		}
		ids = ids[:0]
	}
}

// noteBan notes the ban in a ticket, and tells who has it when that ends the ticket.
func (m *managerTurn) noteBan(ctx context.Context, id int64, reason string) (live bool, err error) {
	ticket, err := m.store.LockTicket(ctx, id)
	if err != nil {
		return false, err
	}
	live = ticket.State.Live()
	if err := m.change(ctx, ticket, ticket.Ban(m.manager.ID, reason, m.now)); err != nil || !live {
		return live, err
	}
	if err := m.refreshOffers(ctx, ticket); err != nil {
		return live, err
	}
	if ticket.AssigneeID == 0 || ticket.AssigneeID == m.manager.ID {
		return live, nil
	}
	manager, err := m.store.Manager(ctx, ticket.AssigneeID)
	if err != nil {
		return live, err
	}
	return live, m.tellGone(ctx, ticket, manager, "ban.gone")
}

// unban ends the ban of the customer of a ticket: /unban, /unban 12 why.
func (m *managerTurn) unban(ctx context.Context, c command) error {
	ticket, why, err := m.ticketAndReason(ctx, c)
	if err != nil || ticket == nil {
		return err
	}
	return m.endBan(ctx, ticket.CustomerID, ticket.ID, why)
}

// pressUnban ends a ban by the button under it, or in the list, which then shows who is left.
func (m *managerTurn) pressUnban(ctx context.Context, a action) error {
	if err := m.endBan(ctx, a.id(0), 0, ""); err != nil {
		return err
	}
	if a.arg(1) == "" {
		return m.drop(ctx, verbUnban)
	}
	return m.turnBanned(ctx, a.page(1))
}

// endBan ends the ban of a customer, and notes it in the ticket, or in the one that led to the ban.
func (m *managerTurn) endBan(ctx context.Context, customerID, ticketID int64, why string) error {
	ban, err := m.store.Unban(ctx, customerID)
	if errors.Is(err, helpdesk.ErrNotFound) {
		return m.refuse(ctx, "ban.none", nil)
	}
	if err != nil {
		return err
	}
	ticket, err := m.store.LockTicket(ctx, cmp.Or(ticketID, ban.TicketID))
	if err != nil {
		return err
	}
	if err := m.change(ctx, ticket, ticket.Unban(m.manager.ID, why, m.now)); err != nil {
		return err
	}
	record := helpdesk.AuditRecord{Deed: helpdesk.DeedUnbanned, TicketID: ticket.ID, PersonID: customerID, Details: why}
	if err := m.audit(ctx, record); err != nil {
		return err
	}
	customer, err := m.store.Customer(ctx, customerID)
	if err != nil {
		return err
	}
	if err := m.tell(ctx, customer.ID, m.texts.in(customer.Language).say("ban.over")); err != nil {
		return err
	}
	return m.say(ctx, m.text.say("ban.lifted", args{"Name": customerName(m.text, customer)}))
}

// listBanned shows who is banned, the latest first.
func (m *managerTurn) listBanned(ctx context.Context) error {
	text, keyboard, err := m.bannedPage(ctx, 0)
	if err != nil {
		return err
	}
	return m.say(ctx, text, buttons(keyboard))
}

// turnBanned turns the list, in its own message, to another page.
func (m *managerTurn) turnBanned(ctx context.Context, page int) error {
	text, keyboard, err := m.bannedPage(ctx, page)
	if err != nil {
		return err
	}
	return m.replace(ctx, text, keyboard)
}

func (m *managerTurn) bannedPage(ctx context.Context, page int) (html, telego.ReplyMarkup, error) {
	bans, err := m.store.Banned(ctx, bansPerPage+1, page*bansPerPage)
	if err != nil {
		return "", nil, err
	}
	if len(bans) == 0 && page > 0 { // fewer than there were
		return m.bannedPage(ctx, 0)
	}
	if len(bans) == 0 {
		return m.text.say("ban.list.empty"), nil, nil
	}
	names, err := m.staffNames(ctx)
	if err != nil {
		return "", nil, err
	}
	text := m.text.say("ban.list")
	var rows [][]telego.InlineKeyboardButton
	for _, b := range bans[:min(len(bans), bansPerPage)] {
		customer, err := m.store.Customer(ctx, b.CustomerID)
		if err != nil {
			return "", nil, err
		}
		a := args{
			"Name": customerName(m.text, customer), "Ticket": b.TicketID, "Date": m.clock(b.At), "Manager": names[b.ManagerID],
			"Reason": b.Reason,
		}
		text += "\n\n" + m.text.say("ban.line", a)
		if m.manager.Works() {
			rows = append(rows, row(button(m.text.label("ban.button.unban_whom", a), data(verbUnban, b.CustomerID, page))))
		}
	}
	var pages []telego.InlineKeyboardButton
	if page > 0 {
		pages = append(pages, m.button("page.back", verbBanned, page-1))
	}
	if len(bans) > bansPerPage {
		pages = append(pages, m.button("page.next", verbBanned, page+1))
	}
	return text, inline(append(rows, pages)...), nil
}
