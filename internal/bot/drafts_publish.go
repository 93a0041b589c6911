package bot

import (
	"context"
	"errors"
	"fmt"
	"strconv"

	"github.com/chatbotsmanagers/faqbot/internal/helpdesk"
	"github.com/chatbotsmanagers/faqbot/kb"
)

// errGone says that the article of a draft is no longer in the knowledge base.
var errGone = errors.New("the article is gone")

// publish writes a draft into the knowledge base. The file comes before the commit of the transaction: when that fails,
// the update is handled again, and what is written already is not written twice.
func (m *managerTurn) publish(ctx context.Context, id int64) error {
	d, err := m.undecided(ctx, id)
	if err != nil || d == nil {
		return err
	}
	if m.Articles == nil {
		return m.say(ctx, m.text.say("learn.no_folder"))
	}
	a, err := m.intoArticles(ctx, *d)
	switch {
	case errors.Is(err, errGone):
		return m.refuse(ctx, "manager.stale_article", nil)
	case errors.Is(err, kb.ErrSections):
		return m.refuse(ctx, "learn.section", nil)
	case err != nil:
		m.Logger.ErrorContext(ctx, "draft not written", "draft", id, "error", err)
		return m.say(ctx, m.text.say("learn.failed", args{"Draft": id}))
	}
	event, err := d.Publish(a.ID, m.manager.ID, m.now)
	if err != nil {
		return err
	}
	if err := m.decided(ctx, *d, event); err != nil {
		return err
	}
	ticket, err := m.store.Ticket(ctx, d.TicketID)
	if err != nil {
		return err
	}
	return m.keepWish(ctx, ticket, a)
}

// intoArticles writes what a draft proposes and returns the article that says it now.
func (m *managerTurn) intoArticles(ctx context.Context, d helpdesk.Draft) (*kb.Article, error) {
	by := kb.Signature{Name: m.manager.Name, Why: fmt.Sprintf("Learned from ticket %d, draft %d", d.TicketID, d.ID)}
	if d.Kind == helpdesk.DraftPhrasing {
		a := m.Answers.Base().Article(d.ArticleID)
		if a == nil {
			return nil, errGone
		}
		return a, m.Articles.AddPhrasing(ctx, a, d.Question, by)
	}
	a, err := m.Articles.AddArticle(ctx, kb.Article{
		Topic: d.Topic, Kind: kb.KindFAQ, Question: d.Question, Answer: d.Answer,
	}, by)
	return &a, err
}

// reject ends a draft without a change of the knowledge base.
func (m *managerTurn) reject(ctx context.Context, id int64) error {
	d, err := m.undecided(ctx, id)
	if err != nil || d == nil {
		return err
	}
	event, err := d.Reject(m.manager.ID, m.now)
	if err != nil {
		return err
	}
	return m.decided(ctx, *d, event)
}

// decided stores a decision and tells it, also the manager whose proposal it was.
func (m *managerTurn) decided(ctx context.Context, d helpdesk.Draft, event *helpdesk.DraftEvent) error {
	if err := m.store.SaveDraft(ctx, d, event); err != nil {
		return err
	}
	deed := helpdesk.AuditRecord{Deed: helpdesk.DeedRejected, TicketID: d.TicketID, Object: strconv.FormatInt(d.ID, 10)}
	if d.State == helpdesk.DraftPublished {
		deed.Deed, deed.Details = helpdesk.DeedPublished, d.ArticleID
	}
	if err := m.audit(ctx, deed); err != nil {
		return err
	}
	if err := m.drop(ctx, verbPublish, verbReject, verbEditQuestion, verbEditAnswer, verbTopicsOfDraft); err != nil {
		return err
	}
	key := "learn.now." + string(d.State)
	a := args{"Draft": d.ID, "Article": d.ArticleID, "Question": d.Question}
	if err := m.say(ctx, m.text.say(key, a)); err != nil || d.AuthorID == m.manager.ID {
		return err
	}
	author, err := m.store.Manager(ctx, d.AuthorID)
	if errors.Is(err, helpdesk.ErrNotFound) { // left meanwhile
		return nil
	}
	if err != nil {
		return err
	}
	return m.tell(ctx, author.ID, m.texts.in(author.Language).say(key, a), silently)
}
