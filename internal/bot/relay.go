package bot

import (
	"context"
	"errors"

	"github.com/mymmrac/telego"
	"github.com/mymmrac/telego/telegoutil"

	"github.com/chatbotsmanagers/faqbot/internal/delivery"
	"github.com/chatbotsmanagers/faqbot/internal/helpdesk"
)

// toManager brings a stored message of the customer to the manager who has the ticket. While nobody has it there is
// nobody to bring it to: the card will show it.
func (t *turn) toManager(ctx context.Context, ticket helpdesk.Ticket, message helpdesk.Message) error {
	if ticket.AssigneeID == 0 || !ticket.State.Live() {
		return nil
	}
	c, err := t.forStaff(ctx, ticket, ticket.AssigneeID, message)
	if err != nil {
		return err
	}
	return t.carry(ctx, c)
}

// toCustomer brings a stored message of a manager to the customer of the ticket.
func (t *turn) toCustomer(ctx context.Context, ticket helpdesk.Ticket, message helpdesk.Message) error {
	c, err := t.intoTalk(ctx, ticket, message)
	if err != nil {
		return err
	}
	return t.carry(ctx, c)
}

// carry queues what brings the message over. Files are copied inside Telegram, so that they need not pass through us.
// What the message answers at its author's side is quoted at the other, where it is known.
func (t *turn) carry(ctx context.Context, c carriage) error {
	if t.isNow(c.message) {
		c.joins = t.laterInAlbum
	}
	if t.isNow(c.message) && t.message.ReplyToMessage != nil {
		quoted, err := t.counterpart(ctx, c.message.ChatID, t.message.ReplyToMessage.MessageID, c.to)
		if err != nil {
			return err
		}
		if quoted != 0 {
			c.quoted = quoted
		}
	}
	switch {
	case c.message.Kind == kindText:
		return t.carryText(ctx, c)
	case canCarry(c.message.Kind):
		return t.carryCopy(ctx, c)
	default: // what no bot may copy is told of in words, so that nothing is lost unnoticed
		c.message.HTML = string(c.uncopied())
		return t.carryText(ctx, c)
	}
}

// isNow tells whether the ticket message is the one being handled, and not an earlier one.
func (t *turn) isNow(m helpdesk.Message) bool {
	return t.message != nil && t.message.MessageID == m.TelegramID && t.message.Chat.ID == m.ChatID
}

// carryText sends a text under its head, or behind it where one message does not take both.
func (t *turn) carryText(ctx context.Context, c carriage) error {
	if !c.fits(maxMessage) {
		if err := t.carryHead(ctx, c); err != nil {
			return err
		}
	}
	options := []outgoing{carries(c)}
	if c.quoted != 0 {
		options = append(options, replyTo(c.quoted))
	}
	return t.tell(ctx, c.to, html(c.text(maxMessage)), options...)
}

// carryCopy copies a photo, a file and the like, with the head in its caption where it may have one.
func (t *turn) carryCopy(ctx context.Context, c carriage) error {
	params := &telego.CopyMessageParams{
		ChatID: telegoutil.ID(c.to), FromChatID: telegoutil.ID(c.message.ChatID), MessageID: c.message.TelegramID,
		DisableNotification: c.joins,
	}
	captioned := hasCaption(c.message.Kind)
	switch {
	case captioned && c.fits(maxCaption):
		params.Caption, params.ParseMode = c.text(maxCaption), telego.ModeHTML
	case !c.joins && (captioned || c.mixed): // the copy keeps the caption that it has
		if err := t.carryHead(ctx, c); err != nil {
			return err
		}
	}
	if c.quoted != 0 {
		params.ReplyParameters = &telego.ReplyParameters{MessageID: c.quoted, AllowSendingWithoutReply: true}
	}
	o := delivery.Outgoing{
		ChatID: c.to, Method: "copyMessage", TicketID: c.message.TicketID, MessageID: c.message.ID, Mention: c.mention,
	}
	if err := t.intoAlbum(&o, c.message); err != nil {
		return err
	}
	_, err := t.queue(ctx, o, params)
	return err
}

// carryHead says in a message of its own who sends what has no room to say it in.
func (t *turn) carryHead(ctx context.Context, c carriage) error {
	text := c.head
	if c.message.Kind != kindText {
		text += ": " + c.words.say("manager.kind."+c.message.Kind)
	}
	return t.tell(ctx, c.to, text, about(c.message.TicketID), silently)
}

// carries makes a message known as one that brings a ticket message to the other side.
func carries(c carriage) outgoing {
	return func(_ *telego.SendMessageParams, o *delivery.Outgoing) {
		o.TicketID, o.MessageID, o.Mention = c.message.TicketID, c.message.ID, c.mention
	}
}

// counterpart returns where the ticket message at a place in one chat stands in another, 0 if it does not.
func (t *turn) counterpart(ctx context.Context, chatID int64, telegramID int, other int64) (int, error) {
	message, err := t.ticketMessageAt(ctx, chatID, telegramID)
	if errors.Is(err, helpdesk.ErrNotFound) {
		return 0, nil
	}
	if err != nil {
		return 0, err
	}
	if message.ChatID == other {
		return t.lastPlace(ctx, message)
	}
	carriers, err := t.store.Carriers(ctx, message.ID)
	if err != nil {
		return 0, err
	}
	for _, c := range carriers {
		if c.ChatID == other && c.TelegramID != 0 {
			return c.TelegramID, nil
		}
	}
	return 0, nil
}

// lastPlace returns where a ticket message ends in its author's chat.
func (t *turn) lastPlace(ctx context.Context, message helpdesk.Message) (int, error) {
	parts, err := t.store.Parts(ctx, message.ID)
	if err != nil || len(parts) == 0 {
		return message.TelegramID, err
	}
	return parts[len(parts)-1].TelegramID, nil
}

// ticketMessageAt returns the ticket message that somebody sees at a place: the original or a copy of it.
func (t *turn) ticketMessageAt(ctx context.Context, chatID int64, telegramID int) (helpdesk.Message, error) {
	sent, err := t.sentAt(ctx, chatID, telegramID)
	switch {
	case err == nil && sent.MessageID != 0:
		return t.store.Message(ctx, sent.MessageID)
	case err != nil && !errors.Is(err, helpdesk.ErrNotFound):
		return helpdesk.Message{}, err
	}
	return t.store.MessageAt(ctx, chatID, telegramID)
}
