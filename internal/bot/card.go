package bot

import (
	"cmp"
	"context"
	"math"
	"slices"
	"strings"

	"github.com/mymmrac/telego"

	"github.com/chatbotsmanagers/faqbot/internal/answer"
	"github.com/chatbotsmanagers/faqbot/internal/bot/markup"
	"github.com/chatbotsmanagers/faqbot/internal/helpdesk"
)

const (
	cardMessages = 60   // of the history that a card looks at
	cardQuestion = 1000 // characters of the question
	cardEntry    = 500  // characters of a message in the history
	cardHits     = 3
	cardContacts = 3
	worthSending = 10 // percent of confidence from which an article is offered to be sent
)

// card shows a ticket that the manager asks for.
func (m *managerTurn) card(ctx context.Context, id int64) error {
	ticket, err := m.found(ctx, id, m.store.Ticket)
	if err != nil || ticket == nil {
		return err
	}
	return m.showCard(ctx, *ticket)
}

// showCard sends all that is known of a ticket in one message: as much of the history as fits, the latest of it.
func (m *managerTurn) showCard(ctx context.Context, ticket helpdesk.Ticket) error {
	head, err := m.cardHead(ctx, ticket)
	if err != nil {
		return err
	}
	entries, earlier, err := m.chronicle(ctx, ticket, theEnd, cardMessages, math.MaxInt)
	if err != nil {
		return err
	}
	cut := slices.ContainsFunc(entries, func(e entry) bool { return !e.fits() })
	entries = slices.DeleteFunc(entries, func(e entry) bool { return e.question }) // it stands above
	history := html("")
	first := len(entries)
	for room := maxMessage - markup.Len(string(head)) - 100; first > 0; first-- {
		line := entries[first-1].line()
		if room -= markup.Len(string(line)) + 1; room < 0 {
			break
		}
		history = "\n" + line + history
	}
	if earlier != 0 || first > 0 {
		cut = true
		history = "\n" + m.text.say("manager.card.earlier") + history
	}
	if history != "" {
		head += "\n\n" + m.text.say("manager.card.history") + history
	}
	return m.say(ctx, head, buttons(m.cardButtons(ticket, cut)), about(ticket.ID))
}

// cardHead is the card without the history.
func (m *managerTurn) cardHead(ctx context.Context, ticket helpdesk.Ticket) (html, error) {
	state, err := m.stateInWords(ctx, ticket)
	if err != nil {
		return "", err
	}
	text := m.text.say("manager.card", args{"Ticket": ticket.ID, "State": state})
	who, err := m.customerInWords(ctx, ticket.CustomerID)
	if err != nil {
		return "", err
	}
	text += "\n" + who + "\n" + m.text.say("manager.card.why", args{"Why": whyInWords(m.text, ticket)})
	due, err := m.due(ctx, ticket)
	if err != nil {
		return "", err
	}
	text += due
	if ticket.Topic != "" {
		text += "\n" + m.text.say("manager.card.topic", args{"Topic": ticket.Topic})
	}
	team, err := m.teamLine(ctx, m.text, ticket.Topic)
	if err != nil {
		return "", err
	}
	text += team
	if ticket.Priority != helpdesk.PriorityNormal {
		text += "\n" + m.text.say("manager.card.priority", args{"Level": m.level(ticket.Priority)})
	}
	if current, err := m.currentOfSeveral(ctx); err != nil {
		return "", err
	} else if ticket.ID == current {
		text += "\n" + m.text.say("manager.mine.current")
	}
	if len(ticket.Tags) > 0 {
		text += "\n" + m.text.say("manager.card.tags", args{"Tags": strings.Join(ticket.Tags, ", ")})
	}
	if ticket.Question != "" {
		text += "\n\n" + m.text.say("manager.quote", args{"Text": shorten(ticket.Question, cardQuestion)})
	}
	hits := bestHits(ticket)
	if len(hits) == 0 {
		return text, nil
	}
	text += "\n\n" + m.text.say("manager.card.hits")
	for i, hit := range hits {
		text += "\n" + m.text.say("manager.card.hit", args{
			"Rank": i + 1, "Question": shorten(hit.Question, lineExcerpt), "Percent": percent(hit.Confidence),
			"Why": reasonInWords(m.text, "manager.refused.", cmp.Or(hit.Refused, "shown")),
		})
	}
	return text, nil
}

// bestHits are the hits worth a manager's look: the first ones that the bot gave any confidence, or that are expired.
func bestHits(ticket helpdesk.Ticket) []helpdesk.Hit {
	var best []helpdesk.Hit
	for _, hit := range ticket.Hits[:min(len(ticket.Hits), cardHits)] {
		if percent(hit.Confidence) > 0 || hit.Refused == string(answer.Expired) {
			best = append(best, hit)
		}
	}
	return best
}

// percent rounds down, so that what is not sure never reads as 100.
func percent(confidence float64) int { return int(math.Floor(confidence * 100)) }

func (m *managerTurn) stateInWords(ctx context.Context, ticket helpdesk.Ticket) (string, error) {
	key := "manager.state." + string(ticket.State)
	a := args{"Wait": waited(m.text, m.now.Sub(ticket.WaitingSince)), "Into": ticket.MergedInto}
	if ticket.State.Held() && ticket.AssigneeID == m.manager.ID {
		key = "manager.state.mine." + string(ticket.State)
	}
	if ticket.AssigneeID != 0 {
		name, err := m.managerName(ctx, m.text, ticket.AssigneeID)
		if err != nil {
			return "", err
		}
		a["Name"] = name
	}
	return markup.Strip(string(m.text.say(key, a))), nil
}

// customerInWords is who asks, in which language, and at which phones.
func (m *managerTurn) customerInWords(ctx context.Context, id int64) (html, error) {
	customer, err := m.store.Customer(ctx, id)
	if err != nil {
		return "", err
	}
	a := args{"Name": customerName(m.text, customer), "Username": customer.Username, "ID": customer.ID}
	key := "manager.card.customer"
	if customer.Username == "" {
		key = "manager.card.customer.nameless"
	}
	text := m.text.say(key, a) + ", " + m.text.say("manager.language."+string(customer.Language))
	if customer.Banned() {
		text += "\n" + m.text.say("ban.card", args{"Date": m.clock(customer.BannedAt), "Reason": customer.BanReason})
	}
	contacts, err := m.store.Contacts(ctx, id)
	if err != nil {
		return "", err
	}
	for _, c := range contacts[:min(len(contacts), cardContacts)] {
		text += "\n" + m.text.say("manager.card.phone", args{"Phone": c.Phone})
	}
	return text, nil
}

// whyInWords says what made the ticket. Of a miss, the reason of the bot's decision tells more.
func whyInWords(words localizer, ticket helpdesk.Ticket) string {
	if ticket.Origin == helpdesk.OriginMiss && ticket.Refusal != "" {
		return reasonInWords(words, "manager.reason.", ticket.Refusal)
	}
	return originInWords(words, ticket)
}

// originInWords says how a ticket came about; of an attachment, what was sent.
func originInWords(words localizer, ticket helpdesk.Ticket) string {
	if ticket.Origin == helpdesk.OriginAttachment && ticket.Refusal != "" {
		return words.label("manager.origin.sent", args{"Kind": words.label("manager.kind." + ticket.Refusal)})
	}
	return words.label("manager.origin."+string(ticket.Origin), args{"Parent": ticket.ParentID})
}

// reasonInWords words the reason of a decision. One that has no words yet is shown as it is.
func reasonInWords(words localizer, prefix, reason string) string {
	if label := words.label(prefix + reason); label != prefix+reason {
		return label
	}
	return reason
}

// cardButtons are what the manager may do with the ticket as it stands.
func (m *managerTurn) cardButtons(ticket helpdesk.Ticket, cut bool) telego.ReplyMarkup {
	var rows [][]telego.InlineKeyboardButton
	switch {
	case !m.manager.Works(), ticket.State == helpdesk.StateNew && ticket.CustomerID == m.manager.ID:
	case ticket.State == helpdesk.StateNew:
		rows = append(rows, row(m.button("manager.button.take", verbTake, ticket.ID)))
	case ticket.State == helpdesk.StateMerged:
		rows = append(rows, row(m.button("manager.button.card", verbCard, ticket.MergedInto)))
	case ticket.State == helpdesk.StateResolved || ticket.State == helpdesk.StateWithdrawn:
		rows = append(rows, row(m.button("manager.button.reopen", verbReopen, ticket.ID)))
	case !ticket.State.Live(): // for good
	case ticket.AssigneeID == m.manager.ID:
		base := m.Answers.Base()
		for _, hit := range bestHits(ticket) {
			a := base.Article(hit.ArticleID)
			if a != nil && !a.Expired(m.now) && percent(hit.Confidence) >= worthSending {
				label := m.text.label("manager.button.send_article", args{"Question": hit.Question})
				rows = append(rows, row(button(label, data(verbShowArticle, hash(hit.ArticleID), ticket.ID))))
			}
		}
		rows = append(rows, row(
			m.button("manager.button.close", verbClose, ticket.ID),
			m.button("manager.button.release", verbRelease, ticket.ID),
		), row(
			m.button("manager.button.article", verbAskArticle, ticket.ID),
			m.button("canned.button.list", verbCanned, ticket.ID),
		), row(m.button("manager.button.give", verbGive, ticket.ID)))
	}
	last := row(m.button("customer.button", verbCustomer, ticket.ID))
	if cut {
		last = append(last, m.button("manager.button.history", verbHistory, ticket.ID))
	}
	return inline(append(rows, last)...)
}
