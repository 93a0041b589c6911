package bot

import (
	"context"
	"strings"

	"github.com/mymmrac/telego"

	"github.com/chatbotsmanagers/faqbot/internal/delivery"
	"github.com/chatbotsmanagers/faqbot/internal/helpdesk"
)

// Refused tells the author of a ticket message, in plain words, that Telegram refused for good to carry it over, and
// notes it in the ticket's history. A ticket whose manager is out of reach goes back to the queue, since nobody would
// answer it. The refusal is Telegram's description of the error; other messages than those of tickets may be lost.
func (b *Bot) Refused(ctx context.Context, s Store, o delivery.Outgoing, refusal string) error {
	if o.MessageID == 0 {
		return nil
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
	if err := t.change(ctx, ticket, ticket.Undelivered(refusal, t.now)); err != nil {
		return err
	}
	if message.Author == helpdesk.AuthorCustomer {
		return t.refusedByManager(ctx, ticket, message, o.ChatID, refusal)
	}
	return t.refusedByCustomer(ctx, ticket, message, refusal)
}

// unreachable are the parts of Telegram's descriptions which say that the person gets nothing at all from the bot.
var unreachable = []string{"bot was blocked", "user is deactivated", "chat not found", "bot can't initiate conversation"}

// outOfReach tells whether the person, and not the one message, is the reason of a refusal.
func outOfReach(refusal string) bool {
	refusal = strings.ToLower(refusal)
	for _, part := range unreachable {
		if strings.Contains(refusal, part) {
			return true
		}
	}
	return false
}

// refusedByCustomer tells the manager that the customer did not get the message.
func (t *turn) refusedByCustomer(ctx context.Context, ticket helpdesk.Ticket, message helpdesk.Message, refusal string) error {
	manager, err := t.store.Manager(ctx, message.AuthorID)
	if err != nil {
		return err
	}
	customer, err := t.store.Customer(ctx, ticket.CustomerID)
	if err != nil {
		return err
	}
	words, key := t.texts.in(manager.Language), "manager.undelivered"
	if outOfReach(refusal) {
		key = "manager.undelivered.blocked"
	}
	text := words.say(key, args{"Ticket": ticket.ID, "Name": customerName(words, customer)})
	return t.tell(ctx, manager.ID, text, answering(message), about(ticket.ID))
}

// refusedByManager tells the customer that the message waits in the ticket, and finds it another manager when this one
// is out of reach.
func (t *turn) refusedByManager(ctx context.Context, ticket helpdesk.Ticket, message helpdesk.Message, managerID int64, refusal string) error {
	customer, err := t.store.Customer(ctx, ticket.CustomerID)
	if err != nil {
		return err
	}
	text := t.texts.in(customer.Language).say("manager.undelivered.to_staff", args{"Ticket": ticket.ID})
	if err := t.tell(ctx, customer.ID, text, answering(message), about(ticket.ID)); err != nil {
		return err
	}
	if !outOfReach(refusal) || ticket.AssigneeID != managerID || ticket.State != helpdesk.StateOpen {
		return nil
	}
	event, err := ticket.Release(managerID, t.now)
	if err != nil {
		return err
	}
	event.ActorID = 0 // the manager did nothing
	if err := t.change(ctx, ticket, event); err != nil {
		return err
	}
	return t.offer(ctx, ticket, "manager.offer.released", managerID)
}

// answering makes the message a Telegram reply to the original of a ticket message, where there is one.
func answering(message helpdesk.Message) outgoing {
	return func(p *telego.SendMessageParams, o *delivery.Outgoing) {
		if message.TelegramID != 0 {
			replyTo(message.TelegramID)(p, o)
		}
	}
}
