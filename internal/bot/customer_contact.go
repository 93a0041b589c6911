package bot

import (
	"context"
	"errors"
	"strconv"
	"strings"
	"time"

	"github.com/mymmrac/telego"

	"github.com/chatbotsmanagers/faqbot/internal/bot/markup"
	"github.com/chatbotsmanagers/faqbot/internal/helpdesk"
)

// askConsent asks, in a message of its own, whether the phone number may be kept, and says what for.
// A number that the customer sent unasked stays where it is, in the message that this one replies to: nothing of it is
// kept before the consent.
func (c *customerTurn) askConsent(ctx context.Context, options ...outgoing) error {
	return c.say(ctx, c.text.say("contact.consent"), append(options, buttons(inline(row(
		button(c.text.label("contact.agree"), data(verbConsent)),
		button(c.text.label("contact.decline"), data(verbDecline)),
	))))...)
}

// offered returns the customer's message with the number that consent was asked for, nil when none was sent.
func (c *customerTurn) offered() *telego.Message {
	if !c.press.Message.IsAccessible() {
		return nil
	}
	m := c.press.Message.Message().ReplyToMessage
	if m == nil || m.From == nil || m.From.ID != c.from.ID {
		return nil
	}
	return m
}

// consent asks for the number: Telegram's button shares it, or it is typed.
func (c *customerTurn) consent(ctx context.Context) error {
	if c.dialogue.Step == stepPhone {
		return nil // pressed twice: the number is asked for already
	}
	if m := c.offered(); m != nil {
		if phone, note, err := numberIn(m); err == nil {
			at := strconv.Itoa(m.MessageID)
			if c.dialogue.Data[dataShared] == at {
				return nil // pressed twice: the number is kept already
			}
			c.dialogue.Data[dataShared] = at
			if err := c.replace(ctx, c.text.say("contact.agreed"), nil); err != nil {
				return err
			}
			c.endStep()
			return c.keepPhone(ctx, phone, note, c.now, helpdesk.Message{
				Kind: kindText, ChatID: c.customer.ID, TelegramID: m.MessageID,
			})
		}
	}
	c.wait(stepPhone)
	c.dialogue.Data[dataConsent] = c.now.Format(time.RFC3339)
	if err := c.replace(ctx, c.text.say("contact.agreed"), nil); err != nil {
		return err
	}
	return c.say(ctx, c.text.say("contact.ask"), buttons(&telego.ReplyKeyboardMarkup{
		Keyboard: [][]telego.KeyboardButton{
			{{Text: c.text.label("contact.share"), RequestContact: true}},
			{{Text: c.text.label("key.cancel")}},
		},
		ResizeKeyboard: true,
	}))
}

func (c *customerTurn) decline(ctx context.Context) error {
	running := c.dialogue.Step == stepPhone
	c.endStep()
	if err := c.replace(ctx, c.text.say("contact.declined"), nil); err != nil || !running {
		return err
	}
	return c.say(ctx, c.text.say("cancel.done"), buttons(c.keyboard()))
}

// takePhone keeps the number that was shared or typed and asks the managers to call back.
func (c *customerTurn) takePhone(ctx context.Context, said helpdesk.Message) error {
	if contact := c.message.Contact; contact != nil && contact.UserID != c.from.ID {
		return c.say(ctx, c.text.say("contact.foreign"))
	}
	phone, note, err := numberIn(c.message)
	if err != nil {
		var bad *phoneError
		if errors.As(err, &bad) {
			return c.say(ctx, c.text.say("contact.error."+bad.why))
		}
		return err
	}
	agreed, err := time.Parse(time.RFC3339, c.dialogue.Data[dataConsent])
	if err != nil {
		return c.askConsent(ctx)
	}
	c.endStep()
	return c.keepPhone(ctx, phone, note, agreed, said)
}

// numberIn returns the number that a message shares or names, and the words around it.
func numberIn(m *telego.Message) (phone, note string, err error) {
	if m.Contact != nil {
		phone, err = parsePhone("+" + strings.TrimPrefix(m.Contact.PhoneNumber, "+")) // Telegram leaves the plus out now and then
		return phone, "", err
	}
	return findPhone(m.Text)
}

// keepPhone keeps the number and asks the managers to call back; the words around it go along.
func (c *customerTurn) keepPhone(ctx context.Context, phone, note string, agreed time.Time, said helpdesk.Message) error {
	if err := c.store.AddContact(ctx, helpdesk.Contact{
		CustomerID: c.customer.ID, Phone: phone, ConsentAt: agreed, CreatedAt: c.now,
	}); err != nil {
		return err
	}
	if err := c.say(ctx, c.text.say("contact.saved", args{"Phone": spaced(phone)}), buttons(c.keyboard())); err != nil {
		return err
	}
	said.Text = strings.TrimSpace(phone + "\n" + note)
	said.HTML = markup.Escape(said.Text)
	return c.requestCall(ctx, said)
}

// leavePhone ends the wait for a number when the customer goes on to something else: Telegram keeps its keyboard until
// another one comes.
func (c *customerTurn) leavePhone(ctx context.Context) error {
	if c.dialogue.Step != stepPhone {
		return nil
	}
	c.endStep()
	return c.say(ctx, c.text.say("contact.left"), buttons(c.keyboard()))
}

// requestCall makes the call-back ticket, or adds the number to the one that still waits.
func (c *customerTurn) requestCall(ctx context.Context, said helpdesk.Message) error {
	tickets, err := c.live(ctx)
	if err != nil {
		return err
	}
	for _, t := range tickets {
		if t.Origin == helpdesk.OriginCallback {
			return c.add(ctx, t.ID, said)
		}
	}
	_, err = c.openTicket(ctx, opening{
		origin: helpdesk.OriginCallback, question: c.text.label("contact.wish"), message: said,
	})
	return err
}
