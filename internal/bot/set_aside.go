package bot

import (
	"context"
	"errors"
	"strings"

	"github.com/mymmrac/telego"

	"github.com/chatbotsmanagers/faqbot/internal/bot/markup"
	"github.com/chatbotsmanagers/faqbot/internal/delivery"
	"github.com/chatbotsmanagers/faqbot/internal/helpdesk"
)

// SetAside tells whoever waits for an answer to an update that Handle failed on for good. What a customer wrote goes
// to the managers as it is, with an apology. It shares as little as possible with Handle, whose mistake is not known.
func (b *Bot) SetAside(ctx context.Context, s Store, u delivery.Update) error {
	update, err := decode(u)
	if err != nil {
		return err
	}
	t := b.newTurn(s, update, u.Answered)
	if t == nil || t.edited != nil { // what was edited stands in the chat as it was before
		return nil
	}
	if err := s.KeepStaff(ctx); err != nil { // until what they are told is queued
		return err
	}
	manager, err := s.Manager(ctx, t.from.ID)
	if err == nil {
		return t.say(ctx, b.texts.in(manager.Language).say("failed.again"))
	}
	if !errors.Is(err, helpdesk.ErrNotFound) {
		return err
	}
	c, err := t.asCustomer(ctx)
	if err != nil {
		return err
	}
	if c.customer.Banned() {
		return nil // managers take nothing from the customer
	}
	if t.message == nil || kindOf(t.message) == "" {
		return c.say(ctx, c.text.say("failed.again"))
	}
	said := rawMessage(t.message)
	if _, err := c.openTicket(ctx, opening{origin: helpdesk.OriginFailed, question: said.Text, message: said}); err != nil {
		return err
	}
	c.endStep()
	c.dialogue.TouchedAt = c.now
	return s.SaveDialogue(ctx, c.dialogue)
}

// rawMessage is a message without its formatting, which may be what the bot failed on.
func rawMessage(m *telego.Message) helpdesk.Message {
	text := strings.TrimSpace(m.Text + m.Caption)
	return helpdesk.Message{Kind: kindOf(m), Text: text, HTML: markup.Escape(text), ChatID: m.Chat.ID, TelegramID: m.MessageID}
}
