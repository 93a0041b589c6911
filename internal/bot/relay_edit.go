package bot

import (
	"context"
	"errors"

	"github.com/mymmrac/telego"
	"github.com/mymmrac/telego/telegoutil"

	"github.com/chatbotsmanagers/faqbot/internal/bot/markup"
	"github.com/chatbotsmanagers/faqbot/internal/delivery"
	"github.com/chatbotsmanagers/faqbot/internal/helpdesk"
)

// relayEdit brings the edit of a stored ticket message to its copies: at the other side, of a note to the colleagues' ones.
// A copy that waits in the outbox is edited after it is sent, since the outbox keeps order. before is the message as it was.
// Of a message with parts, changed is the part.
func (t *turn) relayEdit(ctx context.Context, before, message, changed helpdesk.Message) error {
	ticket, err := t.store.Ticket(ctx, message.TicketID)
	if err != nil {
		return err
	}
	reached, err := t.editCopies(ctx, ticket, before, message)
	if err == nil && message.Author == helpdesk.AuthorCustomer && !reached {
		if t.replaced {
			return t.toManager(ctx, ticket, message)
		}
		message.Text, message.HTML = changed.Text, changed.HTML
		return t.tellOfEdit(ctx, ticket, message)
	}
	return err
}

// editCopies edits the copies of a message. It returns whether the manager who has the ticket has one of them: not when
// there is none, nor when the message has become too long to be edited.
func (t *turn) editCopies(ctx context.Context, ticket helpdesk.Ticket, before, message helpdesk.Message) (reached bool, err error) {
	carriers, err := t.store.Carriers(ctx, message.ID)
	if err != nil || markup.Len(message.HTML) > maxMessage {
		return false, err
	}
	for _, carrier := range carriers {
		if err := t.editCopy(ctx, ticket, before, message, carrier); err != nil {
			return reached, err
		}
		reached = reached || carrier.ChatID == ticket.AssigneeID
	}
	return reached, nil
}

// editCopy edits one copy. Content without a caption has nothing that an edit could change. However often somebody edits a
// message, of the edits that wait only the last goes out. An edit names the message, so that a refusal of it is noticed.
func (t *turn) editCopy(ctx context.Context, ticket helpdesk.Ticket, before, message helpdesk.Message, carrier delivery.Outgoing) error {
	var c carriage
	var err error
	if carrier.ChatID != ticket.CustomerID {
		_, err := t.store.Manager(ctx, carrier.ChatID)
		if errors.Is(err, helpdesk.ErrNotFound) { // who has left hears nothing more of it
			return nil
		}
		if err != nil {
			return err
		}
	}
	if carrier.ChatID == ticket.CustomerID && message.Author != helpdesk.AuthorNote {
		c, err = t.asSent(ctx, ticket, message, carrier)
	} else {
		c, err = t.forStaff(ctx, ticket, carrier.ChatID, message)
	}
	if err != nil {
		return err
	}
	if carrier.Joined() { // the first piece of its album says whose it is
		c.head = ""
	}
	edit := delivery.Outgoing{ChatID: c.to, About: carrier.ID, MessageID: message.ID, Mention: carrier.Mention, LatestEdit: true}
	limit := maxMessage
	if carrier.Method != "sendMessage" || t.replaced {
		limit = maxCaption
	}
	stood := c // as it was until now
	stood.message = before
	lost := !c.fits(limit) && (stood.fits(limit) || t.replaced)
	if text := carrier.Method == "sendMessage" || hasCaption(message.Kind); text && lost && c.head != "" {
		if err := t.headOfEdit(ctx, c, carrier); err != nil {
			return err
		}
	}
	switch {
	case t.replaced:
		edit.Method = "editMessageMedia"
		_, err = t.queue(ctx, edit, &telego.EditMessageMediaParams{
			ChatID: telegoutil.ID(c.to), Media: newFile(t.edited, c.text(maxCaption)),
		})
	case carrier.Method == "sendMessage":
		edit.Method = "editMessageText"
		_, err = t.queue(ctx, edit, &telego.EditMessageTextParams{
			ChatID: telegoutil.ID(c.to), Text: c.text(maxMessage), ParseMode: telego.ModeHTML,
			LinkPreviewOptions: &telego.LinkPreviewOptions{IsDisabled: true},
		})
	case hasCaption(message.Kind):
		edit.Method = "editMessageCaption"
		_, err = t.queue(ctx, edit, &telego.EditMessageCaptionParams{
			ChatID: telegoutil.ID(c.to), Caption: c.text(maxCaption), ParseMode: telego.ModeHTML,
		})
	}
	return err
}

// headOfEdit says below a copy whose it is, since the edit leaves no room any more for that.
func (t *turn) headOfEdit(ctx context.Context, c carriage, carrier delivery.Outgoing) error {
	options := []outgoing{about(c.message.TicketID), silently}
	if carrier.TelegramID != 0 {
		options = append(options, replyTo(carrier.TelegramID))
	}
	return t.tell(ctx, c.to, c.head+" "+c.words.say("manager.said.edited"), options...)
}

// tellOfEdit tells the manager who has the ticket of an edited message that the manager knows from the card only.
func (t *turn) tellOfEdit(ctx context.Context, ticket helpdesk.Ticket, message helpdesk.Message) error {
	if ticket.AssigneeID == 0 || !ticket.State.Live() {
		return nil
	}
	c, err := t.forStaff(ctx, ticket, ticket.AssigneeID, message)
	if err != nil {
		return err
	}
	c.head += " " + c.words.say("manager.said.edited")
	return t.carryText(ctx, c) // of a photo, only the caption is new
}
