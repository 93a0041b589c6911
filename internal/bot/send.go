package bot

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/mymmrac/telego"
	"github.com/mymmrac/telego/telegoutil"

	"github.com/chatbotsmanagers/faqbot/internal/bot/markup"
	"github.com/chatbotsmanagers/faqbot/internal/delivery"
)

// outgoing changes a call before it is queued: its buttons, what it replies to, the ticket it belongs to.
type outgoing func(p *telego.SendMessageParams, o *delivery.Outgoing)

// buttons puts an inline keyboard or a reply keyboard under the message.
func buttons(keyboard telego.ReplyMarkup) outgoing {
	return func(p *telego.SendMessageParams, _ *delivery.Outgoing) { p.ReplyMarkup = keyboard }
}

// only leaves the buttons with the verbs under the message.
func only(verbs []string) outgoing {
	return func(p *telego.SendMessageParams, _ *delivery.Outgoing) {
		keyboard, ok := p.ReplyMarkup.(*telego.InlineKeyboardMarkup)
		if !ok {
			return
		}
		rows := make([][]telego.InlineKeyboardButton, 0, len(keyboard.InlineKeyboard))
		for _, r := range keyboard.InlineKeyboard {
			rows = append(rows, slices.DeleteFunc(slices.Clone(r), func(b telego.InlineKeyboardButton) bool {
				return !slices.Contains(verbs, parseAction(b.CallbackData).verb)
			}))
		}
		p.ReplyMarkup = inline(rows...)
	}
}

// replyTo makes the message a Telegram reply. It goes out even if that message is gone.
func replyTo(messageID int) outgoing {
	return func(p *telego.SendMessageParams, _ *delivery.Outgoing) {
		p.ReplyParameters = &telego.ReplyParameters{MessageID: messageID, AllowSendingWithoutReply: true}
	}
}

// about makes a Telegram reply to the message reach the ticket.
func about(ticketID int64) outgoing {
	return func(_ *telego.SendMessageParams, o *delivery.Outgoing) { o.TicketID = ticketID }
}

// say queues a message to the person whose turn it is.
func (t *turn) say(ctx context.Context, text html, options ...outgoing) error {
	return t.tell(ctx, t.from.ID, text, options...)
}

// tell queues a message to any person.
func (t *turn) tell(ctx context.Context, chatID int64, text html, options ...outgoing) error {
	if t.verbs != nil && chatID == t.from.ID {
		options = append(options[:len(options):len(options)], only(t.verbs))
	}
	return t.post(ctx, t.store, chatID, text, options...)
}

// post queues a message outside of anybody's turn. What is longer than Telegram takes goes out in several, cut at ends of
// lines: the first is the reply, and the last has the buttons.
func (b *Bot) post(ctx context.Context, s Store, chatID int64, text html, options ...outgoing) error {
	parts := inMessages(text)
	for i, part := range parts {
		o, err := message(chatID, part, slices.Concat(options, []outgoing{partOf(i, len(parts))})...)
		if err != nil {
			return err
		}
		if _, err := s.Send(ctx, o); err != nil {
			return err
		}
	}
	return nil
}

// inMessages cuts a text into what a message holds each.
func inMessages(text html) []html {
	if markup.Len(string(text)) <= maxMessage {
		return []html{text}
	}
	var parts []html
	for _, part := range markup.Split(string(text), maxMessage) {
		parts = append(parts, html(part))
	}
	return parts
}

// partOf leaves to one of several messages what is its own.
func partOf(i, n int) outgoing {
	return func(p *telego.SendMessageParams, _ *delivery.Outgoing) {
		if i > 0 {
			p.ReplyParameters = nil
		}
		if i < n-1 {
			p.ReplyMarkup = nil
		}
	}
}

// message returns the call that sends a text.
func message(chatID int64, text html, options ...outgoing) (delivery.Outgoing, error) {
	params := &telego.SendMessageParams{
		ChatID: telegoutil.ID(chatID), Text: string(text), ParseMode: telego.ModeHTML,
		LinkPreviewOptions: &telego.LinkPreviewOptions{IsDisabled: true},
	}
	o := delivery.Outgoing{ChatID: chatID, Method: "sendMessage"}
	for _, option := range options {
		option(params, &o)
	}
	return encode(o, params)
}

// encode puts the parameters into the call.
func encode(o delivery.Outgoing, params any) (delivery.Outgoing, error) {
	raw, err := json.Marshal(params)
	if err != nil {
		return o, fmt.Errorf("encode %s: %w", o.Method, err)
	}
	o.Params = raw
	return o, nil
}

// queue puts any call of the Bot API into the outbox and returns its outbox id.
func (t *turn) queue(ctx context.Context, o delivery.Outgoing, params any) (int64, error) {
	o, err := encode(o, params)
	if err != nil {
		return 0, err
	}
	return t.store.Send(ctx, o)
}

// replace changes the message whose button was pressed; one that Telegram no longer lets us see is left alone and
// followed by a new one. What does not fit into it goes below, with the buttons.
func (t *turn) replace(ctx context.Context, text html, keyboard telego.ReplyMarkup) error {
	if !t.press.Message.IsAccessible() {
		return t.say(ctx, text, buttons(keyboard))
	}
	parts := inMessages(text)
	params := &telego.EditMessageTextParams{
		ChatID: telegoutil.ID(t.from.ID), MessageID: t.press.Message.GetMessageID(), Text: string(parts[0]),
		ParseMode: telego.ModeHTML, LinkPreviewOptions: &telego.LinkPreviewOptions{IsDisabled: true},
	}
	if k, ok := keyboard.(*telego.InlineKeyboardMarkup); ok && len(parts) == 1 {
		params.ReplyMarkup = k
	}
	_, err := t.queue(ctx, delivery.Outgoing{ChatID: t.from.ID, Method: "editMessageText"}, params)
	for i, part := range parts[1:] {
		if err != nil {
			return err
		}
		err = t.say(ctx, part, buttons(keyboard), partOf(i+1, len(parts)))
	}
	return err
}

// shorten returns the text on one line with at most limit characters, cut at the end of a word where there is one.
func shorten(text string, limit int) string {
	text = strings.Join(strings.Fields(text), " ")
	if utf8.RuneCountInString(text) <= limit {
		return text
	}
	cut := string([]rune(text)[:limit-1])
	if i := strings.LastIndexByte(cut, ' '); i > len(cut)/2 {
		cut = cut[:i]
	}
	return strings.TrimRight(cut, " ,.;:–—-") + "…"
}
