package bot

import (
	"context"
	"errors"

	"github.com/mymmrac/telego"

	"github.com/chatbotsmanagers/faqbot/internal/delivery"
	"github.com/chatbotsmanagers/faqbot/internal/helpdesk"
)

// Refused tells the author of a ticket message, in plain words, that Telegram refused for good to carry it over, and
// notes it in the ticket's history. A ticket whose manager is out of reach goes back to the queue, since nobody would
// answer it. The author of a note is told whom it did not reach. Of other messages nobody needs to know that they are lost, unless they went to a group.
func (b *Bot) Refused(ctx context.Context, s Store, o delivery.Outgoing, refusal delivery.Refusal) error {
	if o.ChatID < 0 {
		return b.groupRefused(ctx, s, o, refusal)
	}
	if o.MessageID == 0 {
		return b.cardRefused(ctx, s, o, refusal)
	}
	message, err := s.Message(ctx, o.MessageID)
	if err != nil {
		return err
	}
	ticket, err := s.LockTicket(ctx, message.TicketID)
	if err != nil {
		return err
	}
	t := &turn{Bot: b, store: s, now: b.Now().In(b.Location)}
	if message.Author == helpdesk.AuthorNote && !o.Mention {
		return nil // a file that came with the ticket to who has it now, and calls nobody
	}
	if o.About != 0 {
		return t.editRefused(ctx, ticket, message, o.ChatID, refusal)
	}
	if message.Author == helpdesk.AuthorNote {
		if err := t.change(ctx, ticket, ticket.NoteUndelivered(o.ChatID, string(refusal), t.now)); err != nil {
			return err
		}
		return t.refusedByColleague(ctx, ticket, message, o.ChatID, undelivered("manager.undelivered.note", refusal))
	}
	if message.Author != helpdesk.AuthorCustomer && o.ChatID != ticket.CustomerID {
		return nil // a copy for a colleague, who sees it in the history too
	}
	if err := t.change(ctx, ticket, ticket.Undelivered(string(refusal), t.now)); err != nil {
		return err
	}
	if message.Author == helpdesk.AuthorCustomer {
		return t.refusedByManager(ctx, ticket, message, o.ChatID, refusal)
	}
	return t.refusedByCustomer(ctx, ticket, message, undelivered("manager.undelivered", refusal))
}

// undelivered is the key of the words for a refusal: it is said of somebody whom nothing reaches any more.
func undelivered(key string, refusal delivery.Refusal) string {
	if refusal.Unreachable() {
		return key + ".blocked"
	}
	return key
}

// editRefused makes up for the edit of a copy that Telegram did not take. The manager who has the ticket gets the
// customer's message once more, as it is now; the author of any other hears that the copy stays as it was.
func (t *turn) editRefused(ctx context.Context, ticket helpdesk.Ticket, message helpdesk.Message, chatID int64, refusal delivery.Refusal) error {
	switch {
	case !message.DeletedAt.IsZero(): // it is to be gone anyway
		return nil
	case message.Author == helpdesk.AuthorNote:
		return t.refusedByColleague(ctx, ticket, message, chatID, undelivered("manager.undelivered.note_edit", refusal))
	case message.Author != helpdesk.AuthorCustomer && chatID == ticket.CustomerID:
		if err := t.change(ctx, ticket, ticket.EditUndelivered(string(refusal), t.now)); err != nil {
			return err
		}
		return t.refusedByCustomer(ctx, ticket, message, undelivered("manager.undelivered.edit", refusal))
	case message.Author != helpdesk.AuthorCustomer, chatID != ticket.AssigneeID: // a colleague's copy: the history has it
		return nil
	case !refusal.Unreachable():
		return t.toManager(ctx, ticket, message)
	}
	if err := t.change(ctx, ticket, ticket.EditUndelivered(string(refusal), t.now)); err != nil {
		return err
	}
	return t.refusedByManager(ctx, ticket, message, chatID, refusal)
}

// cardRefused puts a ticket back into the queue whose manager is out of reach and so never saw it: one who has blocked the
// bot can still press a button in a group.
func (b *Bot) cardRefused(ctx context.Context, s Store, o delivery.Outgoing, refusal delivery.Refusal) error {
	if o.TicketID == 0 || !refusal.Unreachable() {
		return nil
	}
	ticket, err := s.LockTicket(ctx, o.TicketID)
	if errors.Is(err, helpdesk.ErrNotFound) { // deleted meanwhile
		return nil
	}
	if err != nil || ticket.AssigneeID != o.ChatID || !ticket.State.Held() {
		return err
	}
	event, err := ticket.HandOn(string(refusal), b.Now().In(b.Location))
	if err != nil {
		return err
	}
	t := &turn{Bot: b, store: s, now: b.Now().In(b.Location)}
	if err := t.change(ctx, ticket, event); err != nil {
		return err
	}
	return t.offer(ctx, ticket, "manager.offer.released", o.ChatID)
}

// refusedByCustomer tells the manager, in the words of the key, that the customer did not get the message.
func (t *turn) refusedByCustomer(ctx context.Context, ticket helpdesk.Ticket, message helpdesk.Message, key string) error {
	manager, err := t.store.Manager(ctx, message.AuthorID)
	if errors.Is(err, helpdesk.ErrNotFound) && ticket.State.Held() { // whose place another has taken
		manager, err = t.store.Manager(ctx, ticket.AssigneeID)
	}
	if errors.Is(err, helpdesk.ErrNotFound) {
		return nil // the ticket's history tells it
	}
	if err != nil {
		return err
	}
	customer, err := t.store.Customer(ctx, ticket.CustomerID)
	if err != nil {
		return err
	}
	words := t.texts.in(manager.Language)
	text := words.say(key, args{"Ticket": ticket.ID, "Name": customerName(words, customer)})
	card := button(words.label("manager.button.card"), data(verbCard, ticket.ID))
	return t.tell(ctx, manager.ID, text, answering(message), about(ticket.ID), buttons(inline(row(card))))
}

// refusedByColleague tells the author of a note, in the words of the key, that a colleague whom it was for did not get it.
func (t *turn) refusedByColleague(ctx context.Context, ticket helpdesk.Ticket, note helpdesk.Message, colleagueID int64, key string) error {
	author, err := t.store.Manager(ctx, note.AuthorID)
	if errors.Is(err, helpdesk.ErrNotFound) || author.ID == colleagueID {
		return nil // the ticket's history tells it
	}
	if err != nil {
		return err
	}
	words := t.texts.in(author.Language)
	name, err := t.managerName(ctx, words, colleagueID)
	if err != nil {
		return err
	}
	card := button(words.label("manager.button.card"), data(verbCard, ticket.ID))
	text := words.say(key, args{"Ticket": ticket.ID, "Name": name})
	return t.tell(ctx, author.ID, text, answering(note), about(ticket.ID), buttons(inline(row(card))))
}

// refusedByManager tells the customer that the message waits in the ticket, and finds it another manager when this one
// is out of reach.
func (t *turn) refusedByManager(ctx context.Context, ticket helpdesk.Ticket, message helpdesk.Message, managerID int64, refusal delivery.Refusal) error {
	customer, err := t.store.Customer(ctx, ticket.CustomerID)
	if err != nil {
		return err
	}
	key := "manager.undelivered.to_staff"
	if !refusal.Unreachable() {
		key = "manager.undelivered.again"
	}
	text := t.texts.in(customer.Language).say(key, args{"Ticket": ticket.ID})
	if err := t.tell(ctx, customer.ID, text, answering(message), about(ticket.ID)); err != nil {
		return err
	}
	if ticket.AssigneeID != managerID || !ticket.State.Held() {
		return nil
	}
	if !refusal.Unreachable() {
		return t.tellOfLost(ctx, ticket, message)
	}
	event, err := ticket.HandOn(string(refusal), t.now)
	if err != nil {
		return err
	}
	if err := t.change(ctx, ticket, event); err != nil {
		return err
	}
	return t.offer(ctx, ticket, "manager.offer.released", managerID)
}

// tellOfLost tells the manager what Telegram did not bring. The words name no ticket message: if they are refused in turn,
// there is nothing more to say.
func (t *turn) tellOfLost(ctx context.Context, ticket helpdesk.Ticket, message helpdesk.Message) error {
	c, err := t.forStaff(ctx, ticket, ticket.AssigneeID, message)
	if err != nil {
		return err
	}
	return t.tell(ctx, c.to, c.head+"\n"+c.uncopied(), about(ticket.ID))
}

// answering makes the message a Telegram reply to the original of a ticket message, where there is one.
func answering(message helpdesk.Message) outgoing {
	return func(p *telego.SendMessageParams, o *delivery.Outgoing) {
		if message.TelegramID != 0 {
			replyTo(message.TelegramID)(p, o)
		}
	}
}
