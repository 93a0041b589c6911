package bot

import (
	"context"
	"strings"

	"github.com/mymmrac/telego"

	"github.com/chatbotsmanagers/faqbot/internal/answer"
	"github.com/chatbotsmanagers/faqbot/internal/bot/markup"
	"github.com/chatbotsmanagers/faqbot/internal/helpdesk"
)

// maxFound is how many articles a search shows.
const maxFound = 6

// searchArticles offers the articles that words find. It is no customer's question, so that it ends in no outcome and no
// ticket.
func (m *managerTurn) searchArticles(ctx context.Context, text string) error {
	if text = strings.TrimSpace(text); text == "" {
		return m.refuse(ctx, "manager.articles.what", nil)
	}
	found, err := m.Answers.Decide(ctx, answer.Question{Text: text, Language: m.manager.Language, Now: m.now})
	if err != nil {
		return err
	}
	var rows [][]telego.InlineKeyboardButton
	for _, hit := range found.Hits[:min(len(found.Hits), maxFound)] {
		rows = append(rows, row(button(hit.Question, data(verbShowArticle, hash(hit.ArticleID)))))
	}
	if len(rows) == 0 {
		return m.refuse(ctx, "manager.articles.nothing", nil)
	}
	return m.say(ctx, m.text.say("manager.articles.found"), buttons(inline(rows...)))
}

// showArticle shows an article as customers see it, and offers to send it to the customer in hand.
func (m *managerTurn) showArticle(ctx context.Context, h string) error {
	a := articleOf(m.Answers.Base(), h)
	if a == nil {
		return m.refuse(ctx, "manager.stale_article", nil)
	}
	ticket, err := m.inHand(ctx)
	if err != nil {
		return err
	}
	if ticket == nil {
		return m.sendArticle(ctx, m.from.ID, a, a.Answer)
	}
	label := m.text.label("manager.button.send_to", args{"Ticket": ticket.ID})
	send := button(label, data(verbSendArticle, ticket.ID, h))
	return m.sendArticle(ctx, m.from.ID, a, a.Answer, buttons(inline(row(send))))
}

// sendAnswer answers a ticket with an article, in the words that are for its customer.
func (m *managerTurn) sendAnswer(ctx context.Context, id int64, h string) error {
	a := articleOf(m.Answers.Base(), h)
	if a == nil {
		return m.refuse(ctx, "manager.stale_article", nil)
	}
	ticket, err := m.lock(ctx, id)
	if err != nil || ticket == nil {
		return err
	}
	event, err := ticket.Answer(m.manager.ID, m.now)
	if err != nil {
		return m.explain(ctx, *ticket, err)
	}
	event.Note = a.ID
	customer, err := m.store.Customer(ctx, ticket.CustomerID)
	if err != nil {
		return err
	}
	drafts := article(m.texts.in(customer.Language), a, answer.Personal(a, customer.Attributes), nil)
	var whole []string
	for _, d := range drafts {
		whole = append(whole, string(d.text))
	}
	said, err := m.store.AddMessage(ctx, helpdesk.Message{
		TicketID: id, Author: helpdesk.AuthorManager, AuthorID: m.manager.ID, Kind: kindText, CreatedAt: m.now,
		HTML: strings.Join(whole, "\n\n"), Text: markup.Strip(strings.Join(whole, "\n\n")),
	})
	if err != nil {
		return err
	}
	if err := m.change(ctx, *ticket, event); err != nil {
		return err
	}
	c, err := m.forCustomer(ctx, *ticket, said)
	if err != nil {
		return err
	}
	for i, part := range whole {
		if i > 0 {
			c.head = "" // it stands above the first part
		}
		c.message.HTML = part
		if err := m.carryText(ctx, c); err != nil {
			return err
		}
	}
	return m.say(ctx, m.text.say("manager.article_sent", args{
		"Ticket": id, "Question": a.Title(), "Name": customerName(m.text, customer),
	}), about(id), silently)
}
