package bot

import (
	"context"
	"strconv"
	"strings"

	"github.com/mymmrac/telego"

	"github.com/chatbotsmanagers/faqbot/internal/bot/markup"
	"github.com/chatbotsmanagers/faqbot/internal/delivery"
	"github.com/chatbotsmanagers/faqbot/internal/helpdesk"
)

// answerWith says in a ticket what the manager did not type: an article, a canned reply, as Telegram HTML in as many
// messages as there are parts. The event is that of the answer. What the manager said stands, in the manager's chat, where it
// was shown before it was sent.
func (m *managerTurn) answerWith(ctx context.Context, ticket helpdesk.Ticket, event *helpdesk.Event, parts ...string) (helpdesk.Message, error) {
	whole := strings.Join(parts, "\n\n")
	said, err := m.store.AddMessage(ctx, helpdesk.Message{
		TicketID: ticket.ID, Author: helpdesk.AuthorManager, AuthorID: m.manager.ID, Kind: kindText, CreatedAt: m.now,
		HTML: whole, Text: markup.Strip(whole), ChatID: m.from.ID, TelegramID: m.press.Message.GetMessageID(),
	})
	if err != nil {
		return said, err
	}
	if err := m.change(ctx, ticket, event); err != nil {
		return said, err
	}
	c, err := m.intoTalk(ctx, ticket, said)
	if err != nil {
		return said, err
	}
	for i, part := range parts {
		if i > 0 {
			c.head, c.quoted = "", 0 // they stand above the first part
		}
		c.message.HTML = part
		if err := m.carryText(ctx, c); err != nil {
			return said, err
		}
	}
	return said, nil
}

// receiptOf makes a message stand for what the manager said, which is thus taken back by /delete in reply to either.
func receiptOf(said helpdesk.Message) outgoing {
	return func(_ *telego.SendMessageParams, o *delivery.Outgoing) {
		o.TicketID, o.MessageID = said.TicketID, said.ID
	}
}

// pressedAgain tells whether the button that was pressed is the one that pressedAgain was asked of last: a finger that
// taps twice must not send twice. Taking the button away comes too late for that.
func (m *managerTurn) pressedAgain(ctx context.Context) (bool, error) {
	before, err := m.remembered(ctx, dataPressed)
	if err != nil {
		return false, err
	}
	pressed := strconv.Itoa(m.press.Message.GetMessageID()) + " " + m.press.Data
	if before == pressed {
		m.notice = m.text.label("manager.sent_already")
		return true, nil
	}
	return false, m.remember(ctx, dataPressed, pressed)
}

func ticketLabel(id int64) string { return strconv.FormatInt(id, 10) }
