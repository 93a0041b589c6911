package bot

import (
	"context"
	"errors"
	"strings"
	"time"

	"github.com/mymmrac/telego"

	"github.com/chatbotsmanagers/faqbot/internal/bot/markup"
	"github.com/chatbotsmanagers/faqbot/internal/helpdesk"
)

// askConsent asks, in a message of its own, whether the phone number may be kept, and says what for.
func (c *customerTurn) askConsent(ctx context.Context) error {
	return c.say(ctx, c.text.say("contact.consent"), buttons(inline(row(
		button(c.text.label("contact.agree"), data(verbConsent)),
		button(c.text.label("contact.decline"), data(verbDecline)),
	))))
}

// consent asks for the number: Telegram's button shares it, or it is typed.
func (c *customerTurn) consent(ctx context.Context) error {
	if c.dialogue.Step == stepPhone {
		return nil // pressed twice: the number is asked for already
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
	typed := c.message.Text
	if contact := c.message.Contact; contact != nil {
		if contact.UserID != c.from.ID {
			return c.say(ctx, c.text.say("contact.foreign"))
		}
		typed = "+" + strings.TrimPrefix(contact.PhoneNumber, "+") // Telegram leaves the plus out now and then
	}
	phone, err := parsePhone(typed)
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
	if err := c.store.AddContact(ctx, helpdesk.Contact{
		CustomerID: c.customer.ID, Phone: phone, ConsentAt: agreed, CreatedAt: c.now,
	}); err != nil {
		return err
	}
	if err := c.say(ctx, c.text.say("contact.saved", args{"Phone": phone}), buttons(c.keyboard())); err != nil {
		return err
	}
	said.Text, said.HTML = phone, markup.Escape(phone)
	return c.requestCall(ctx, said)
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
