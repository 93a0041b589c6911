package bot

import (
	"context"
	"encoding/json"
	"errors"
	"strings"

	"github.com/mymmrac/telego"

	"github.com/chatbotsmanagers/faqbot/internal/bot/markup"
	"github.com/chatbotsmanagers/faqbot/internal/delivery"
	"github.com/chatbotsmanagers/faqbot/internal/helpdesk"
)

// sentAt returns the outgoing message that somebody sees at a place in a chat.
//
// A crash between Telegram's receipt of a message and our knowledge of it makes the message go out again, and only its
// second place is known. A reply to the first must not get lost, nor reach another ticket: it is told by its words,
// which the next message of the chat repeats.
func (t *turn) sentAt(ctx context.Context, chatID int64, telegramID int) (delivery.Outgoing, error) {
	sent, err := t.store.SentAt(ctx, chatID, telegramID)
	if !errors.Is(err, helpdesk.ErrNotFound) || t.message == nil {
		return sent, err
	}
	replied := t.message.ReplyToMessage
	if replied == nil || replied.MessageID != telegramID || replied.From == nil || !replied.From.IsBot {
		return sent, err
	}
	twin, failure := t.store.SentAfter(ctx, chatID, telegramID)
	switch {
	case failure == nil && saysTheSame(twin, replied):
		return twin, nil
	case failure != nil && !errors.Is(failure, helpdesk.ErrNotFound):
		return sent, failure
	}
	return sent, err
}

// saysTheSame tells whether a call sends what a message says.
func saysTheSame(o delivery.Outgoing, m *telego.Message) bool {
	var said struct {
		Text    string `json:"text"`
		Caption string `json:"caption"`
	}
	if json.Unmarshal(o.Params, &said) != nil {
		return false
	}
	return strings.TrimSpace(markup.Strip(said.Text+said.Caption)) == strings.TrimSpace(m.Text+m.Caption)
}
