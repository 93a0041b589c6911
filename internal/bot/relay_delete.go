package bot

import (
	"context"
	"slices"
	"time"

	"github.com/mymmrac/telego"
	"github.com/mymmrac/telego/telegoutil"

	"github.com/chatbotsmanagers/faqbot/internal/delivery"
	"github.com/chatbotsmanagers/faqbot/internal/helpdesk"
)

// deletable is how long Telegram lets a bot delete a message.
const deletable = 48 * time.Hour

// withdrawal says what became of the wish to take a message back.
type withdrawal string

// The ends of such a wish; each is the end of a text's key.
const (
	withdrawnNow  withdrawal = "done"
	withdrawnNote withdrawal = "note" // it was for colleagues alone
	withdrawnLate withdrawal = "late" // Telegram no longer deletes the copy
	withdrawnNone withdrawal = "what" // it is a reply to no message of a ticket
	withdrawnGone withdrawal = "gone" // it was taken back before

	withdrawnAnswer withdrawal = "waits"  // it was the answer, and the customer waits for one again
	withdrawnOthers withdrawal = "others" // somebody else wrote the message
)

// takeBack deletes the message of one's own, to which the command is a reply, at the other side and forgets its words.
// Telegram tells bots of no deletion, so that people have to say it. Who has left the staff takes back no more what was
// written as a manager.
func (t *turn) takeBack(ctx context.Context, as ...helpdesk.Author) (withdrawal, error) {
	said, err := t.repliedMessage(ctx)
	if err != nil {
		return "", err
	}
	if said != nil && said.AuthorID != t.from.ID {
		return withdrawnOthers, nil
	}
	if said == nil || !slices.Contains(as, said.Author) {
		return withdrawnNone, nil
	}
	if !said.DeletedAt.IsZero() {
		return withdrawnGone, nil
	}
	if t.now.Sub(said.CreatedAt) >= deletable {
		return withdrawnLate, nil
	}
	ticket, err := t.lockMessage(ctx, said)
	if err != nil {
		return "", err
	}
	if !said.DeletedAt.IsZero() {
		return withdrawnGone, nil
	}
	whole := *said
	part, err := t.wordsAt(ctx, *said, t.message.ReplyToMessage.MessageID)
	if err != nil {
		return "", err
	}
	left, err := t.dropPart(ctx, said, t.message.ReplyToMessage.MessageID)
	if err != nil {
		return "", err
	}
	if left < 0 {
		return withdrawnGone, nil
	}
	if left == 0 {
		said.Text, said.HTML = "", ""
		if err := t.store.DeleteMessage(ctx, said.ID, t.now); err != nil {
			return "", err
		}
	}
	if said.Author == helpdesk.AuthorCustomer {
		if _, err := t.reword(ctx, &ticket, rewording{whole.Text, said.Text}, rewording{part, ""}); err != nil {
			return "", err
		}
	}
	event := ticket.Deleted(t.from.ID, t.now)
	if said.Author == helpdesk.AuthorManager && left == 0 {
		standing, err := t.store.Standing(ctx, ticket.ID)
		if err != nil {
			return "", err
		}
		event = ticket.Unanswer(t.from.ID, standing, t.now)
	}
	if err := t.change(ctx, ticket, event); err != nil {
		return "", err
	}
	waits := event.Kind == helpdesk.EventUnanswered && ticket.State.Live()
	if waits && ticket.AssigneeID != 0 && ticket.AssigneeID != t.from.ID {
		if err := t.tellUnanswered(ctx, ticket, said.AuthorID); err != nil {
			return "", err
		}
	}
	if said.Author == helpdesk.AuthorCustomer {
		err = t.refreshOffers(ctx, ticket)
	} else {
		err = t.audit(ctx, helpdesk.AuditRecord{Deed: helpdesk.DeedDeleted, TicketID: ticket.ID})
	}
	if err != nil {
		return "", err
	}
	if left > 0 {
		return withdrawnNow, t.relayLines(ctx, ticket, *said)
	}
	end := withdrawnNow
	switch {
	case said.Author == helpdesk.AuthorNote:
		end = withdrawnNote
	case waits:
		end = withdrawnAnswer
	}
	return end, t.deleteCopies(ctx, *said)
}

// tellUnanswered tells who has a ticket that the answer of a colleague, who had it before, was taken back.
func (t *turn) tellUnanswered(ctx context.Context, ticket helpdesk.Ticket, author int64) error {
	manager, err := t.store.Manager(ctx, ticket.AssigneeID)
	if err != nil {
		return err
	}
	words := t.texts.in(manager.Language)
	name, err := t.managerName(ctx, words, author)
	if err != nil {
		return err
	}
	show := button(words.label("manager.button.card"), data(verbCard, ticket.ID))
	return t.tell(ctx, manager.ID, words.say("manager.unanswered", args{"Ticket": ticket.ID, "Name": name}), buttons(inline(row(show))), about(ticket.ID))
}

// lockMessage locks the ticket that a message stands in, and reads the message again: who had to wait for the lock may
// find it moved, or taken back.
func (t *turn) lockMessage(ctx context.Context, said *helpdesk.Message) (helpdesk.Ticket, error) {
	for {
		ticket, err := t.lockWhereMerged(ctx, said.TicketID)
		if err != nil {
			return ticket, err
		}
		if *said, err = t.store.Message(ctx, said.ID); err != nil || said.TicketID == ticket.ID {
			return ticket, err
		}
	}
}

// deleteCopies deletes what brought a message to the other side. A copy that waits in the outbox is deleted after it is
// sent, since it may be on its way this moment; what else it would say is replaced, so that the words stay here. Edits that
// waited are gone with the message.
func (t *turn) deleteCopies(ctx context.Context, said helpdesk.Message) error {
	carriers, err := t.store.Carriers(ctx, said.ID)
	if err != nil {
		return err
	}
	for _, c := range carriers {
		if c.ChatID == said.AuthorID { // a receipt
			continue
		}
		if c.TelegramID == 0 && c.Method == "sendMessage" {
			if err := t.unsay(ctx, c); err != nil {
				return err
			}
		}
		o := delivery.Outgoing{ChatID: c.ChatID, Method: "deleteMessage", About: c.ID}
		if _, err := t.queue(ctx, o, &telego.DeleteMessageParams{ChatID: telegoutil.ID(c.ChatID)}); err != nil {
			return err
		}
	}
	return nil
}

// unsay puts other words into a message that waits in the outbox.
func (t *turn) unsay(ctx context.Context, waiting delivery.Outgoing) error {
	o := delivery.Outgoing{ChatID: waiting.ChatID, Method: "editMessageText", About: waiting.ID, Latest: true}
	_, err := t.queue(ctx, o, &telego.EditMessageTextParams{
		ChatID: telegoutil.ID(waiting.ChatID), Text: "🗑",
	})
	return err
}

// deleteOwn takes a message of the manager's back from the customer.
func (m *managerTurn) deleteOwn(ctx context.Context) error {
	said, err := m.repliedMessage(ctx)
	if err != nil {
		return err
	}
	if said != nil && said.Author == helpdesk.AuthorCustomer && said.AuthorID == m.manager.ID {
		return m.asOwnCustomer(ctx)
	}
	end, err := m.takeBack(ctx, helpdesk.AuthorManager, helpdesk.AuthorNote)
	if err != nil {
		return err
	}
	return m.say(ctx, m.text.say("manager.delete."+string(end)), replyTo(m.message.MessageID), silently)
}

// deleteOwn takes a message of the customer's back from the managers.
func (c *customerTurn) deleteOwn(ctx context.Context) error {
	end, err := c.takeBack(ctx, helpdesk.AuthorCustomer)
	if err != nil {
		return err
	}
	return c.say(ctx, c.text.say("delete."+string(end)), replyTo(c.message.MessageID))
}
