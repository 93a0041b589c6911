package bot

import (
	"context"
	"encoding/json"
	"slices"
	"strings"

	"github.com/chatbotsmanagers/faqbot/internal/delivery"
	"github.com/chatbotsmanagers/faqbot/internal/helpdesk"
)

// intoTalk returns a message of a manager as the customer gets it now. With one open ticket it can belong nowhere else, unless
// the chat was about another one last, be it the end of that one. Else the head names the ticket; and where the chat was about
// another one, the message answers what the customer said in this one before, which tells more than a number. A sticker and
// the like, which has no room for a head, always does.
func (t *turn) intoTalk(ctx context.Context, ticket helpdesk.Ticket, message helpdesk.Message) (carriage, error) {
	last, err := t.store.LastSpokenOf(ctx, ticket.CustomerID)
	if err != nil {
		return carriage{}, err
	}
	several := last != 0 && last != ticket.ID
	if !several {
		if several, err = t.hasOthers(ctx, ticket); err != nil {
			return carriage{}, err
		}
	}
	c, err := t.forCustomer(ctx, ticket, message, several)
	if err != nil || !several {
		return c, err
	}
	c.mixed = last != ticket.ID
	if !c.mixed && (message.Kind == kindText || hasCaption(message.Kind)) {
		return c, nil
	}
	said, err := t.lastSaid(ctx, ticket.ID, helpdesk.AuthorCustomer)
	if err != nil || said.ChatID != ticket.CustomerID || !said.DeletedAt.IsZero() {
		return c, err
	}
	c.quoted, err = t.lastPlace(ctx, said)
	return c, err
}

// hasOthers tells whether the customer of a ticket has other live ones.
func (t *turn) hasOthers(ctx context.Context, ticket helpdesk.Ticket) (bool, error) {
	tickets, err := t.store.CustomerTickets(ctx, ticket.CustomerID, 2) // live ones first
	return slices.ContainsFunc(tickets, func(o helpdesk.Ticket) bool { return o.ID != ticket.ID && o.State.Live() }), err
}

// asSent returns a message for the customer under the head that its copy has: what was named or not when it was sent stays so,
// however many tickets are open now. A copy that names another ticket or manager was made before a merge or a change of the
// name; its edit names the ticket as it is now.
func (t *turn) asSent(ctx context.Context, ticket helpdesk.Ticket, message helpdesk.Message, copied delivery.Outgoing) (carriage, error) {
	unnamed, err := t.forCustomer(ctx, ticket, message, false)
	if err != nil || firstLine(copied) == string(unnamed.head) {
		return unnamed, err
	}
	return t.forCustomer(ctx, ticket, message, true)
}

// firstLine returns the first line of what a call sends.
func firstLine(o delivery.Outgoing) string {
	var params struct {
		Text    string `json:"text"`
		Caption string `json:"caption"`
	}
	if json.Unmarshal(o.Params, &params) != nil {
		return ""
	}
	line, _, _ := strings.Cut(params.Text+params.Caption, "\n")
	return line
}
