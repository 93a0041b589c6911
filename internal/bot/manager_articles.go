package bot

import (
	"context"
	"errors"
	"strings"

	"github.com/mymmrac/telego"

	"github.com/chatbotsmanagers/faqbot/internal/answer"
	"github.com/chatbotsmanagers/faqbot/internal/helpdesk"
)

// ArticlePrompts are the messages that ask which article a ticket shall be answered with.
type ArticlePrompts interface {
	// AddArticlePrompt remembers the outbox id of a message that asks for the words of an article.
	AddArticlePrompt(ctx context.Context, ticketID, outboxID int64) error
	// ArticlePromptAt returns the ticket that the message with the outbox id asks for.
	ArticlePromptAt(ctx context.Context, outboxID int64) (int64, error)
}

// maxFound is how many articles a search shows.
const maxFound = 5

// articleByWords searches the articles for the ticket that the command means: /article refund.
func (m *managerTurn) articleByWords(ctx context.Context, words string) error {
	id, known, err := m.meant(ctx)
	if err != nil || !known {
		return err
	}
	return m.searchArticles(ctx, id, words)
}

// askArticle asks for the words of an article that shall answer a ticket. A Telegram reply gives them,
// or else the next message.
func (m *managerTurn) askArticle(ctx context.Context, id int64) error {
	ticket, err := m.found(ctx, id, m.store.Ticket)
	if err != nil || ticket == nil {
		return err
	}
	o, err := message(m.from.ID, m.text.say("manager.articles.ask", args{"Ticket": id}), buttons(&telego.ForceReply{ForceReply: true}))
	if err != nil {
		return err
	}
	outboxID, err := m.store.Send(ctx, o)
	if err != nil {
		return err
	}
	if err := m.store.AddArticlePrompt(ctx, id, outboxID); err != nil {
		return err
	}
	return m.awaitWords(ctx, outboxID)
}

// answersArticlePrompt takes the words that askArticle asked for; it returns false for a reply to anything else.
func (m *managerTurn) answersArticlePrompt(ctx context.Context, outboxID int64, said helpdesk.Message) (bool, error) {
	id, err := m.store.ArticlePromptAt(ctx, outboxID)
	if errors.Is(err, helpdesk.ErrNotFound) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	if said.Kind != kindText {
		return true, m.refuse(ctx, "manager.articles.what", nil)
	}
	return true, m.searchArticles(ctx, id, said.Text)
}

// searchArticles offers the articles that words find, for a ticket or for none, which is 0. It is no customer's question,
// so that it ends in no outcome and no ticket.
func (m *managerTurn) searchArticles(ctx context.Context, id int64, words string) error {
	if words = strings.TrimSpace(words); words == "" {
		return m.refuse(ctx, "manager.articles.what", nil)
	}
	found, err := m.Answers.Decide(ctx, answer.Question{Text: words, Language: m.manager.Language, Now: m.now})
	if err != nil {
		return err
	}
	var rows [][]telego.InlineKeyboardButton
	for _, hit := range found.Hits[:min(len(found.Hits), maxFound)] {
		rows = append(rows, row(button(hit.Question, data(verbShowArticle, hash(hit.ArticleID), id))))
	}
	if len(rows) == 0 {
		return m.refuse(ctx, "manager.articles.nothing", nil)
	}
	if id == 0 {
		return m.say(ctx, m.text.say("manager.articles.found"), buttons(inline(rows...)))
	}
	return m.say(ctx, m.text.say("manager.articles.found_for", args{"Ticket": id}), buttons(inline(rows...)), about(id))
}

// showArticle shows an article and offers to send it: to the customer of the ticket, as that customer would see it, else to
// the one in hand.
func (m *managerTurn) showArticle(ctx context.Context, h string, id int64) error {
	a := articleOf(m.Answers.Base(), h)
	if a == nil {
		return m.refuse(ctx, "manager.stale_article", nil)
	}
	if id == 0 {
		inHand, err := m.inHand(ctx)
		if err != nil {
			return err
		}
		if inHand == nil {
			return m.sendArticle(ctx, m.from.ID, a, a.Answer)
		}
		id = inHand.ID
	}
	ticket, err := m.found(ctx, id, m.store.Ticket)
	if err != nil || ticket == nil {
		return err
	}
	customer, err := m.store.Customer(ctx, ticket.CustomerID)
	if err != nil {
		return err
	}
	if a.Expired(m.now) {
		if err := m.say(ctx, m.text.say("manager.articles.expired")); err != nil {
			return err
		}
	}
	label := m.text.label("manager.button.send_to", args{"Ticket": id})
	var send telego.ReplyMarkup // observers only read
	if m.manager.Works() {
		send = inline(row(button(label, data(verbSendArticle, id, h))))
	}
	for _, d := range article(m.texts.in(customer.Language), a, answer.Personal(a, customer.Attributes), send) {
		if err := m.say(ctx, d.text, buttons(d.markup), about(id)); err != nil {
			return err
		}
	}
	return nil
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
	parts := make([]string, 0, len(drafts))
	for _, d := range drafts {
		parts = append(parts, string(d.text))
	}
	if again, err := m.pressedAgain(ctx); again || err != nil {
		return err
	}
	said, err := m.answerWith(ctx, *ticket, event, parts...)
	if err != nil {
		return err
	}
	if err := m.drop(ctx, verbSendArticle); err != nil {
		return err
	}
	return m.say(ctx, m.text.say("manager.article_sent", args{
		"Ticket": id, "Question": a.Title(), "Name": customerName(m.text, customer),
	}), receiptOf(said), silently)
}
