package bot

import (
	"cmp"
	"context"
	"maps"
	"slices"

	"github.com/chatbotsmanagers/faqbot/internal/helpdesk"
)

// How much a customer's card shows, so that it fits into one message.
const (
	customerTickets    = 8
	customerQuestions  = 8
	customerAttributes = 10
	customerLooked     = 30 // latest outcomes among which the questions are looked for
	customerExcerpt    = 80 // characters of a question, in a ticket or to the bot
	customerTitle      = 60 // characters of an article's title or of an attribute
)

// customer shows what is known of the customer of a ticket, beyond that ticket.
func (m *managerTurn) customer(ctx context.Context, id int64) error {
	ticket, err := m.found(ctx, id, m.store.Ticket)
	if err != nil || ticket == nil {
		return err
	}
	customer, err := m.store.Customer(ctx, ticket.CustomerID)
	if err != nil {
		return err
	}
	text, err := m.customerInWords(ctx, customer.ID)
	if err != nil {
		return err
	}
	text += "\n" + m.text.say("customer.since", args{"Date": customer.CreatedAt.In(m.Location).Format("02.01.2006")})
	text += m.attributes(customer)
	tickets, err := m.ticketsOf(ctx, customer.ID)
	if err != nil {
		return err
	}
	questions, err := m.questionsOf(ctx, customer.ID)
	if err != nil {
		return err
	}
	return m.say(ctx, text+tickets+questions, about(id))
}

// attributes are what personal answers to the customer depend on.
func (m *managerTurn) attributes(customer helpdesk.Customer) (text html) {
	names := slices.Sorted(maps.Keys(customer.Attributes))
	for _, name := range names[:min(len(names), customerAttributes)] {
		text += "\n" + m.text.say("customer.attribute", args{
			"Name": shorten(name, customerTitle), "Value": shorten(customer.Attributes[name], customerTitle),
		})
	}
	return text
}

// ticketsOf lists a customer's tickets, live ones first.
func (m *managerTurn) ticketsOf(ctx context.Context, customerID int64) (html, error) {
	tickets, err := m.store.CustomerTickets(ctx, customerID, customerTickets+1) // one more tells whether there are more
	if err != nil {
		return "", err
	}
	text := "\n\n" + m.text.say("customer.tickets")
	for _, ticket := range tickets[:min(len(tickets), customerTickets)] {
		state, err := m.stateInWords(ctx, ticket)
		if err != nil {
			return "", err
		}
		text += "\n" + m.text.say("customer.ticket", args{
			"Ticket": ticket.ID, "Date": ticket.CreatedAt.In(m.Location).Format("02.01.2006"),
			"State": shorten(state, searchState), "Text": questionOf(m.text, ticket, customerExcerpt),
		})
	}
	if len(tickets) > customerTickets {
		text += "\n" + m.text.say("customer.tickets.earlier")
	}
	return text, nil
}

// questionsOf lists what a customer asked the bot of late, and how each question ended. Small talk tells nothing.
func (m *managerTurn) questionsOf(ctx context.Context, customerID int64) (html, error) {
	outcomes, err := m.store.CustomerOutcomes(ctx, customerID, customerLooked)
	if err != nil {
		return "", err
	}
	outcomes = slices.DeleteFunc(outcomes, func(o helpdesk.Outcome) bool { return o.Kind == helpdesk.OutcomeSmallTalk })
	outcomes = joinBursts(outcomes)
	if len(outcomes) == 0 {
		return "", nil
	}
	text := "\n\n" + m.text.say("customer.questions")
	for _, o := range outcomes[:min(len(outcomes), customerQuestions)] {
		text += "\n" + m.text.say("customer.question", args{
			"Time": m.clock(o.AskedAt), "Text": shorten(o.Question, customerExcerpt), "End": m.endOf(o),
		})
	}
	return text, nil
}

// joinBursts makes one question of lines that somebody wrote in a row into the same ticket. The newest outcome comes first.
func joinBursts(outcomes []helpdesk.Outcome) []helpdesk.Outcome {
	var joined []helpdesk.Outcome
	for _, o := range outcomes {
		if last := len(joined) - 1; last >= 0 {
			later := &joined[last]
			if o.TicketID != 0 && o.TicketID == later.TicketID && later.AskedAt.Sub(o.AskedAt) <= helpdesk.BurstGap {
				later.Question, later.AskedAt = o.Question+" "+later.Question, o.AskedAt
				continue
			}
		}
		joined = append(joined, o)
	}
	return joined
}

// endOf says how a question to the bot ended.
func (m *managerTurn) endOf(o helpdesk.Outcome) string {
	title := o.ArticleID
	if a := m.Answers.Base().Article(o.ArticleID); a != nil {
		title = a.Title()
	}
	key := "customer.end." + string(o.Kind)
	switch {
	case o.TicketID != 0:
		key = "customer.end.ticket"
	case o.Click > 0:
		key = "customer.end.chosen"
	}
	end := m.text.label(key, args{"Article": cmp.Or(shorten(title, customerTitle), "—"), "Ticket": o.TicketID})
	if o.Verdict != "" {
		end += ", " + m.text.label("customer.verdict."+string(o.Verdict))
	}
	return end
}
