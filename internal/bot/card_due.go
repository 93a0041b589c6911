package bot

import (
	"context"

	"github.com/chatbotsmanagers/faqbot/internal/helpdesk"
)

// due says by when the ticket is to be answered and solved, each in a line of its own. Of what is promised to nobody, and
// while the customer is waited for, there is nothing to say.
func (m *managerTurn) due(ctx context.Context, ticket helpdesk.Ticket) (html, error) {
	history, err := m.store.Events(ctx, ticket.ID)
	if err != nil {
		return "", err
	}
	var lines html
	for _, target := range helpdesk.Targets {
		at, ok := m.SLA.Due(m.Calendar, &ticket, history, target)
		if !ok {
			continue
		}
		key := "manager.card.due."
		if m.now.After(at) {
			key = "manager.card.overdue."
		}
		lines += "\n" + m.text.say(key+string(target), args{"Due": m.clock(at)})
	}
	return lines, nil
}
