package bot

import (
	"context"
	"errors"
	"strconv"

	"github.com/chatbotsmanagers/faqbot/internal/helpdesk"
)

// split makes a customer's message, to which the command is a reply, a ticket of its own.
func (m *managerTurn) split(ctx context.Context) error {
	said, err := m.repliedMessage(ctx)
	if err != nil {
		return err
	}
	if said == nil || said.Author != helpdesk.AuthorCustomer {
		return m.refuse(ctx, "manager.split.what", nil)
	}
	ticket, err := m.lockMessage(ctx, said)
	if err != nil {
		return err
	}
	switch {
	case !said.DeletedAt.IsZero():
		return m.refuse(ctx, "manager.split.what", nil)
	case ticket.CustomerID == m.manager.ID:
		return m.refuse(ctx, "manager.own", args{"Ticket": ticket.ID})
	}
	last, err := m.lastBut(ctx, *said)
	if err != nil {
		return err
	}
	if last == "" {
		return m.refuse(ctx, "manager.split.only", args{"Ticket": ticket.ID})
	}
	part, event, err := ticket.Split(*said, last, m.manager.ID, m.now)
	if err != nil {
		return m.explain(ctx, ticket, err)
	}
	made, err := m.store.CreateTicketBy(ctx, *part, m.manager.ID)
	if err != nil {
		return err
	}
	m.count(made, helpdesk.Event{Kind: helpdesk.EventCreated, At: made.CreatedAt})
	event.OtherID = made.ID
	if err := m.change(ctx, ticket, event); err != nil {
		return err
	}
	if err := m.store.MoveMessage(ctx, said.ID, made.ID); err != nil {
		return err
	}
	record := helpdesk.AuditRecord{Deed: helpdesk.DeedSplit, TicketID: ticket.ID, Object: strconv.FormatInt(made.ID, 10)}
	if err := m.audit(ctx, record); err != nil {
		return err
	}
	return m.tellOfSplit(ctx, made, *event)
}

// tellOfSplit offers the new ticket to the staff and tells the customer of it.
func (m *managerTurn) tellOfSplit(ctx context.Context, made helpdesk.Ticket, split helpdesk.Event) error {
	if err := m.offer(ctx, made, offerNew, m.manager.ID); err != nil {
		return err
	}
	if err := m.tellCustomer(ctx, made, split); err != nil {
		return err
	}
	text := m.text.say("manager.split.done", args{"Ticket": made.ID, "Parent": made.ParentID})
	return m.say(ctx, text, m.choice("manager.button.take", verbTake, made.ID), about(made.ID))
}

// lastBut returns who spoke last in a ticket if a message had not been said, empty when nothing else was.
func (m *managerTurn) lastBut(ctx context.Context, said helpdesk.Message) (helpdesk.Author, error) {
	messages, err := m.store.Messages(ctx, said.TicketID, maxFiles)
	if err != nil {
		return "", err
	}
	last := helpdesk.Author("")
	for _, other := range messages {
		if other.ID != said.ID && other.Author != helpdesk.AuthorNote && other.DeletedAt.IsZero() {
			last = other.Author
		}
	}
	return last, nil
}

// repliedMessage returns the ticket message to which what is said now is a reply, nil when it is to none.
func (t *turn) repliedMessage(ctx context.Context) (*helpdesk.Message, error) {
	if t.message == nil || t.message.ReplyToMessage == nil {
		return nil, nil
	}
	said, err := t.ticketMessageAt(ctx, t.message.Chat.ID, t.message.ReplyToMessage.MessageID)
	if errors.Is(err, helpdesk.ErrNotFound) {
		return nil, nil
	}
	return &said, err
}
