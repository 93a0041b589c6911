package bot

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"github.com/mymmrac/telego"

	"github.com/chatbotsmanagers/faqbot/internal/answer"
	"github.com/chatbotsmanagers/faqbot/internal/bot/markup"
	"github.com/chatbotsmanagers/faqbot/internal/helpdesk"
	"github.com/chatbotsmanagers/faqbot/kb"
)

// Articles takes what was learned into the knowledge base. What it writes is answered with seconds later.
type Articles interface {
	// AddPhrasing adds one of the other phrasings to an article; one that it has already changes nothing.
	AddPhrasing(ctx context.Context, a *kb.Article, phrase string, by kb.Signature) error
	// AddArticle writes an article into its topic and returns it with its id; repeated, it changes nothing.
	AddArticle(ctx context.Context, a kb.Article, by kb.Signature) (kb.Article, error)
}

// Drafts are what tickets could teach the knowledge base.
type Drafts interface {
	// CreateDraft stores a new draft with its first event and returns it with its id.
	CreateDraft(ctx context.Context, d helpdesk.Draft) (helpdesk.Draft, error)
	// LockDraft returns the draft and keeps others from changing it until the transaction ends.
	LockDraft(ctx context.Context, id int64) (helpdesk.Draft, error)
	// SaveDraft stores a changed draft with the event of the change.
	SaveDraft(ctx context.Context, d helpdesk.Draft, e *helpdesk.DraftEvent) error
	// PublishLater has an approved draft published once the transaction is committed, see [Bot.Publish].
	PublishLater(ctx context.Context, draftID int64) error
	// UnseenDrafts returns the tickets of published drafts whose article nobody has seen in use yet.
	UnseenDrafts(ctx context.Context) ([]int64, error)
	SeeDraft(ctx context.Context, id int64, at time.Time) error
	// DraftOfTicket returns the draft of a ticket that is not rejected.
	DraftOfTicket(ctx context.Context, ticketID int64) (helpdesk.Draft, error)
	// WaitingDrafts returns the drafts that nobody has decided on, oldest first, and how many there are in all.
	WaitingDrafts(ctx context.Context, limit, offset int) ([]helpdesk.Draft, int, error)
	DraftEvents(ctx context.Context, draftID int64) ([]helpdesk.DraftEvent, error)
	// AddDraftPrompt remembers the outbox id of a message that asks for a part of a draft.
	AddDraftPrompt(ctx context.Context, p helpdesk.DraftPrompt, outboxID int64) error
	DraftPromptAt(ctx context.Context, outboxID int64) (helpdesk.DraftPrompt, error)
}

// Wishes are the customers who want to be told when there is an article on their question.
type Wishes interface {
	// Wish stores that the customer of a ticket does; a second time changes nothing.
	Wish(ctx context.Context, ticketID int64, at time.Time) error
	// KeepWish marks the wish of a ticket as kept; it returns false when there is none, or none any more.
	KeepWish(ctx context.Context, ticketID int64, at time.Time) (bool, error)
}

const (
	maxPhrasing = 300  // characters of a question or a phrasing
	maxTold     = 1000 // of a ticket's latest messages that a draft is made from
)

// learnRow offers to teach the bot what the ticket taught: an article of its question and answer, or the customer's
// words for an article that says it already.
func (m *managerTurn) learnRow(ticket helpdesk.Ticket) []telego.InlineKeyboardButton {
	if ticket.Question == "" {
		return nil
	}
	known := m.button("learn.button.known", verbKnown, ticket.ID)
	if ticket.FirstResponseAt.IsZero() {
		return row(known)
	}
	return row(m.button("learn.button.article", verbDraft, ticket.ID), known)
}

// proposeArticle makes a draft of a ticket's question and of what managers answered.
func (m *managerTurn) proposeArticle(ctx context.Context, id int64) error {
	ticket, err := m.teacher(ctx, id)
	if err != nil || ticket == nil {
		return err
	}
	messages, err := m.store.Messages(ctx, id, maxTold)
	if err != nil {
		return err
	}
	var said []string
	for _, message := range messages {
		if message.Author == helpdesk.AuthorManager && message.HTML != "" {
			said = append(said, markup.Markdown(message.HTML))
		}
	}
	if len(said) == 0 {
		return m.refuse(ctx, "learn.no_answer", args{"Ticket": id})
	}
	return m.propose(ctx, helpdesk.Draft{
		TicketID: id, Kind: helpdesk.DraftArticle, Topic: m.topicNear(*ticket),
		Question: phrasing(ticket.Question), Answer: strings.Join(said, "\n\n"),
	})
}

// teacher locks a ticket that something can be learned from. When there is nothing, or it is learned already, the
// manager is told.
func (m *managerTurn) teacher(ctx context.Context, id int64) (*helpdesk.Ticket, error) {
	ticket, err := m.lock(ctx, id)
	if err != nil || ticket == nil {
		return nil, err
	}
	if ticket.Question == "" {
		return nil, m.refuse(ctx, "learn.no_question", args{"Ticket": id})
	}
	draft, err := m.store.DraftOfTicket(ctx, id)
	if errors.Is(err, helpdesk.ErrNotFound) {
		return ticket, nil
	}
	if err != nil {
		return nil, err
	}
	return nil, m.refuse(ctx, "learn.already."+string(draft.State), args{"Ticket": id, "Draft": draft.ID})
}

// topicNear is the folder of the nearest article that the bot found, else that of the ticket's topic, the root when neither
// is known.
func (m *managerTurn) topicNear(ticket helpdesk.Ticket) string {
	base := m.Answers.Base()
	for _, hit := range ticket.Hits {
		if a := base.Article(hit.ArticleID); a != nil {
			return a.Topic
		}
	}
	for _, topic := range base.Topics {
		if topic.Title == ticket.Topic {
			return topic.ID
		}
	}
	return ""
}

// phrasing makes of what a customer wrote one line that an article can have.
func phrasing(text string) string {
	return strings.TrimSuffix(shorten(text, maxPhrasing), "…")
}

// chooseKnown asks which article answers a ticket's question already: the nearest ones, or those that the words name.
func (m *managerTurn) chooseKnown(ctx context.Context, id int64, words string) error {
	ticket, err := m.teacher(ctx, id)
	if err != nil || ticket == nil {
		return err
	}
	found, err := m.Answers.Decide(ctx, answer.Question{
		Text: cmp.Or(words, ticket.Question), Language: m.manager.Language, Now: m.now,
	})
	if err != nil {
		return err
	}
	hits := found.Hits
	if len(hits) == 0 && words == "" { // small talk is not searched for
		hits = ticket.Hits
	}
	var rows [][]telego.InlineKeyboardButton
	for _, hit := range hits[:min(len(hits), maxFound)] {
		rows = append(rows, row(button(hit.Question, data(verbKnownAs, id, hash(hit.ArticleID)))))
	}
	a := args{"Ticket": id, "Question": shorten(ticket.Question, excerptLength)}
	if len(rows) == 0 {
		return m.say(ctx, m.text.say("learn.known.nothing", a))
	}
	return m.say(ctx, m.text.say("learn.known", a), buttons(inline(rows...)))
}

// knownByWords is chooseKnown by a command: the number of a ticket, and words of the article if it was not offered.
func (m *managerTurn) knownByWords(ctx context.Context, payload string) error {
	number, words, _ := strings.Cut(payload, " ")
	id, ok := ticketNumber(number)
	if !ok {
		return m.refuse(ctx, "learn.known.how", nil)
	}
	return m.chooseKnown(ctx, id, strings.TrimSpace(words))
}

// proposePhrasing makes a draft that adds a ticket's question to the article which answers it.
func (m *managerTurn) proposePhrasing(ctx context.Context, id int64, h string) error {
	a := articleOf(m.Answers.Base(), h)
	if a == nil {
		return m.refuse(ctx, "manager.stale_article", nil)
	}
	if strings.Contains(a.ID, "#") {
		return m.refuse(ctx, "learn.section", nil)
	}
	ticket, err := m.teacher(ctx, id)
	if err != nil || ticket == nil {
		return err
	}
	phrase := phrasing(ticket.Question)
	if slices.ContainsFunc(a.Phrasings(), func(p string) bool { return strings.EqualFold(p, phrase) }) {
		return m.refuse(ctx, "learn.has_it", nil)
	}
	return m.propose(ctx, helpdesk.Draft{
		TicketID: id, Kind: helpdesk.DraftPhrasing, ArticleID: a.ID, Topic: a.Topic, Question: phrase,
	})
}

// propose stores a draft. An administrator sees it at once; of another's all administrators are told, without a sound.
func (m *managerTurn) propose(ctx context.Context, d helpdesk.Draft) error {
	d.AuthorID, d.CreatedAt = m.manager.ID, m.now
	d, err := m.store.CreateDraft(ctx, d)
	if err != nil {
		return err
	}
	if err := m.drop(ctx, verbDraft, verbKnown, verbKnownAs); err != nil {
		return err
	}
	if m.manager.Role == helpdesk.RoleAdministrator {
		return m.showDraft(ctx, d)
	}
	if err := m.say(ctx, m.text.say("learn.proposed", args{"Draft": d.ID})); err != nil {
		return err
	}
	managers, err := m.store.Managers(ctx)
	if err != nil {
		return err
	}
	for _, other := range managers {
		if other.Role != helpdesk.RoleAdministrator {
			continue
		}
		words := m.texts.in(other.Language)
		text := words.say("learn.told", args{"Draft": d.ID, "Name": m.manager.Name, "Question": d.Question})
		open := button(words.label("manager.button.card"), data(verbShowDraft, d.ID))
		if err := m.tell(ctx, other.ID, text, buttons(inline(row(open))), silently); err != nil {
			return err
		}
	}
	return nil
}
