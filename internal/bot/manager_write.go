package bot

import (
	"context"
	"errors"
	"strings"

	"github.com/mymmrac/telego"

	"github.com/chatbotsmanagers/faqbot/internal/delivery"
	"github.com/chatbotsmanagers/faqbot/internal/helpdesk"
)

// write brings what the manager said to a customer: that of the ticket whose message it replies to, else of the ticket
// in hand. With none in hand it is a search of the articles.
func (m *managerTurn) write(ctx context.Context, said helpdesk.Message) error {
	id, known, err := m.meant(ctx)
	if err == nil && id != 0 && m.message.ReplyToMessage != nil {
		ticket, err := m.store.Ticket(ctx, id)
		if err != nil {
			return err
		}
		if ticket.CustomerID == m.manager.ID {
			return m.asOwnCustomer(ctx)
		}
	}
	switch {
	case err != nil || !known:
		return err
	case !m.manager.Works() && (id != 0 || said.Kind != kindText):
		return m.refuse(ctx, "manager.observer.only_looks", nil)
	case !m.manager.Works():
		return m.searchArticles(ctx, 0, said.Text)
	case id != 0:
		replied, err := m.repliedMessage(ctx)
		if err != nil {
			return err
		}
		if replied != nil && replied.Author == helpdesk.AuthorNote { // what answers a colleague is not for the customer
			return m.refuse(ctx, "manager.reply_to_note", nil)
		}
		return m.speak(ctx, id, said)
	case said.Kind != kindText:
		return m.refuse(ctx, "manager.nobody_to_send", nil)
	}
	if err := m.refuse(ctx, "manager.nothing_sent", nil); err != nil {
		return err
	}
	return m.searchArticles(ctx, 0, said.Text)
}

// speak says something in a ticket. A reply to a ticket that nobody has takes it too: who answers, has it.
func (m *managerTurn) speak(ctx context.Context, id int64, said helpdesk.Message) error {
	ticket, err := m.found(ctx, id, m.lockWhereMerged)
	if err != nil || ticket == nil {
		return err
	}
	if !canCarry(said.Kind) {
		if err := m.change(ctx, *ticket, ticket.Undelivered(notCopied, m.now)); err != nil {
			return err
		}
		return m.refuse(ctx, "manager.cannot_carry", args{"Ticket": ticket.ID})
	}
	if ticket.State == helpdesk.StateNew {
		event, err := ticket.Take(m.manager.ID, m.now)
		if err != nil {
			return m.explain(ctx, *ticket, err)
		}
		if err := m.takeInHand(ctx, *ticket, event); err != nil {
			return err
		}
	}
	switch err := m.answer(ctx, ticket, said); {
	case errors.Is(err, helpdesk.ErrNotLive) && ticket.State != helpdesk.StateWithdrawn:
		reopen := m.choice("manager.button.reopen", verbReopen, ticket.ID)
		return m.refuse(ctx, "manager.is_closed.unsent", args{"Ticket": ticket.ID}, reopen)
	case err != nil:
		return m.explain(ctx, *ticket, err)
	}
	return m.confirm(ctx, *ticket)
}

// answer stores what the manager said and brings it to the customer.
func (m *managerTurn) answer(ctx context.Context, ticket *helpdesk.Ticket, said helpdesk.Message) error {
	event, err := ticket.Answer(m.manager.ID, m.now)
	if err != nil {
		return err
	}
	said.TicketID, said.Author = ticket.ID, helpdesk.AuthorManager
	if said, err = m.store.AddMessage(ctx, said); err != nil {
		return err
	}
	if err := m.change(ctx, *ticket, event); err != nil {
		return err
	}
	return m.toCustomer(ctx, *ticket, said)
}

// confirm says which ticket the words went to, without a sound, and once for an album.
func (m *managerTurn) confirm(ctx context.Context, ticket helpdesk.Ticket) error {
	if m.laterInAlbum {
		return nil
	}
	if err := m.keepAlbum(ctx, helpdesk.Message{TicketID: ticket.ID, Author: helpdesk.AuthorManager}); err != nil {
		return err
	}
	customer, err := m.store.Customer(ctx, ticket.CustomerID)
	if err != nil {
		return err
	}
	text := m.text.say("manager.sent", args{"Ticket": ticket.ID, "Name": customerName(m.text, customer)})
	return m.say(ctx, text, replyTo(m.message.MessageID), about(ticket.ID), silently)
}

// silently makes the message arrive without a sound.
func silently(p *telego.SendMessageParams, _ *delivery.Outgoing) { p.DisableNotification = true }

// note keeps what the manager wants colleagues to know. The customer never sees it.
func (m *managerTurn) note(ctx context.Context, said helpdesk.Message) error {
	said = m.withoutCommand(said, m.message)
	if said.Text == "" && said.Kind == kindText {
		return m.refuse(ctx, "manager.empty_note", nil)
	}
	id, known, err := m.meant(ctx)
	if err != nil || !known {
		return err
	}
	if id == 0 {
		return m.refuse(ctx, "manager.note_to_nothing", nil)
	}
	ticket, said, err := m.keepNote(ctx, id, said)
	if err != nil || ticket == nil {
		return err
	}
	if err := m.keepAlbum(ctx, said); err != nil {
		return err
	}
	report, err := m.tellMentioned(ctx, *ticket, said, m.message)
	if err != nil {
		return err
	}
	return m.say(ctx, m.text.say("manager.noted", args{"Ticket": ticket.ID})+report, replyTo(m.message.MessageID), about(ticket.ID), silently)
}

// keepNote stores a note in a ticket and returns both. A ticket that does not exist is nil, and the manager was told.
func (m *managerTurn) keepNote(ctx context.Context, id int64, said helpdesk.Message) (*helpdesk.Ticket, helpdesk.Message, error) {
	ticket, err := m.found(ctx, id, m.lockWhereMerged)
	if err != nil || ticket == nil {
		return nil, said, err
	}
	said.TicketID, said.Author = ticket.ID, helpdesk.AuthorNote
	if said, err = m.store.AddMessage(ctx, said); err != nil {
		return nil, said, err
	}
	return ticket, said, m.change(ctx, *ticket, ticket.Note(m.manager.ID, m.now))
}

// withoutCommand returns what stands after the command that a message begins with, with its formatting.
func (m *managerTurn) withoutCommand(said helpdesk.Message, message *telego.Message) helpdesk.Message {
	text, entities := message.Text, message.Entities
	if said.Kind != kindText {
		text, entities = message.Caption, message.CaptionEntities
	}
	start := strings.IndexAny(text, " \n")
	if start < 0 {
		start = len(text)
	}
	start += len(text[start:]) - len(strings.TrimLeft(text[start:], " \n"))
	said.Text, entities = cut(text, entities, start)
	said.HTML = formatted(said.Text, entities)
	return said
}

// handleEdit brings the edit of a message to where the message went.
func (m *managerTurn) handleEdit(ctx context.Context, edited *telego.Message) error {
	before, err := m.store.MessageAt(ctx, edited.Chat.ID, edited.MessageID)
	if errors.Is(err, helpdesk.ErrNotFound) {
		return nil // it was a search or a command
	}
	if err != nil {
		return err
	}
	if !before.DeletedAt.IsZero() {
		return nil // it was taken back
	}
	if !m.manager.Works() { // it was written in another role
		return m.say(ctx, m.text.say("manager.observer.only_looks"), replyTo(edited.MessageID))
	}
	now := m.messageOf(edited)
	_, isCommand := parseCommand(now.Text)
	switch {
	case before.Author == helpdesk.AuthorNote && isCommand:
		now = m.withoutCommand(now, edited)
	case isCommand:
		// Most likely a note that was forgotten to be one: the customer must not read it.
		text := m.text.say("manager.edit_is_command", args{"Ticket": before.TicketID})
		return m.say(ctx, text, replyTo(edited.MessageID), about(before.TicketID))
	}
	m.replaced = m.replaces(before.FileID)
	if now.HTML == before.HTML && !m.replaced {
		return nil // Telegram also tells of a link preview or a reaction as an edit
	}
	after := before
	after.Kind, after.FileID, after.Piece = now.Kind, now.FileID, now.Piece
	after.Text, after.HTML, after.EditedAt = now.Text, now.HTML, m.now
	if err := m.store.EditMessage(ctx, after); err != nil {
		return err
	}
	if err := m.relayEdit(ctx, before, after, after); err != nil || before.Author != helpdesk.AuthorNote {
		return err
	}
	return m.mentionInEdit(ctx, after, edited)
}

// mentionInEdit tells those whom a note mentions only since it was edited.
func (m *managerTurn) mentionInEdit(ctx context.Context, note helpdesk.Message, edited *telego.Message) error {
	ticket, err := m.store.Ticket(ctx, note.TicketID)
	if err != nil {
		return err
	}
	report, err := m.tellMentioned(ctx, ticket, note, edited)
	if err != nil || report == "" {
		return err
	}
	text := m.text.say("manager.noted", args{"Ticket": ticket.ID}) + report
	return m.say(ctx, text, replyTo(edited.MessageID), about(ticket.ID), silently)
}
