package bot

import (
	"context"
	"errors"
	"strconv"
	"strings"

	"github.com/chatbotsmanagers/faqbot/internal/helpdesk"
)

// askBan asks whether the customer of a ticket is to be banned: /ban reason, /ban 12 reason. A ban can be lifted, but the
// tickets that it closes stay closed.
func (m *managerTurn) askBan(ctx context.Context, c command) error {
	ticket, reason, err := m.ticketAndReason(ctx, c)
	if err != nil || ticket == nil {
		return err
	}
	customer, err := m.bannable(ctx, *ticket)
	if err != nil || customer == nil {
		return err
	}
	a := args{"Name": customerName(m.text, *customer), "Ticket": ticket.ID, "Reason": reason}
	if reason == "" {
		return m.refuse(ctx, "ban.why", a)
	}
	tickets, err := m.store.CustomerTickets(ctx, customer.ID, maxLive) // live ones first
	if err != nil {
		return err
	}
	live := 0
	for _, t := range tickets {
		if t.State.Live() {
			live++
		}
	}
	a["N"] = live
	if err := m.remember(ctx, dataBan, strconv.FormatInt(ticket.ID, 10)+" "+reason); err != nil {
		return err
	}
	return m.say(ctx, m.text.say("ban.sure", a), about(ticket.ID), buttons(inline(row(
		m.button("ban.button.ban", verbBan, ticket.ID), m.button("manager.button.cancel", verbStay),
	))))
}

// bannable returns the customer of a ticket when that is nobody of the staff and not banned yet. Else it is nil, and the
// manager was told.
func (m *managerTurn) bannable(ctx context.Context, ticket helpdesk.Ticket) (*helpdesk.Customer, error) {
	customer, err := m.store.Customer(ctx, ticket.CustomerID)
	if err != nil {
		return nil, err
	}
	a := args{"Name": customerName(m.text, customer)}
	if customer.Banned() {
		return nil, m.refuse(ctx, "ban.already", a, m.choice("ban.button.unban", verbUnban, customer.ID))
	}
	_, err = m.store.Manager(ctx, customer.ID)
	switch {
	case err == nil:
		return nil, m.refuse(ctx, "ban.staff", a)
	case !errors.Is(err, helpdesk.ErrNotFound):
		return nil, err
	}
	return &customer, nil
}

// reasonOfBan returns the reason for which the ban of a ticket's customer was asked for last, nothing when that was another's.
func (m *managerTurn) reasonOfBan(ctx context.Context, id int64) (string, error) {
	asked, err := m.remembered(ctx, dataBan)
	if err != nil {
		return "", err
	}
	ticket, reason, _ := strings.Cut(asked, " ")
	if ticket != strconv.FormatInt(id, 10) {
		return "", nil
	}
	return reason, nil
}
