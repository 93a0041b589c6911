package bot

import (
	"context"
	"strconv"
	"strings"

	"github.com/chatbotsmanagers/faqbot/internal/bot/markup"
	"github.com/chatbotsmanagers/faqbot/internal/helpdesk"
)

// answerWith says in a ticket what the manager did not type: an article, a canned reply, as Telegram HTML in as many
// messages as there are parts. The event is that of the answer.
func (m *managerTurn) answerWith(ctx context.Context, ticket helpdesk.Ticket, event *helpdesk.Event, parts ...string) error {
	whole := strings.Join(parts, "\n\n")
	said, err := m.store.AddMessage(ctx, helpdesk.Message{
		TicketID: ticket.ID, Author: helpdesk.AuthorManager, AuthorID: m.manager.ID, Kind: kindText, CreatedAt: m.now,
		HTML: whole, Text: markup.Strip(whole),
	})
	if err != nil {
		return err
	}
	if err := m.change(ctx, ticket, event); err != nil {
		return err
	}
	c, err := m.intoTalk(ctx, ticket, said)
	if err != nil {
		return err
	}
	for i, part := range parts {
		if i > 0 {
			c.head, c.quoted = "", 0 // they stand above the first part
		}
		c.message.HTML = part
		if err := m.carryText(ctx, c); err != nil {
			return err
		}
	}
	return nil
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
