package bot

import (
	"context"
	"errors"
	"fmt"
	"strconv"

	"github.com/mymmrac/telego"

	"github.com/chatbotsmanagers/faqbot/internal/helpdesk"
	"github.com/chatbotsmanagers/faqbot/kb"
)

// errGone says that the article of a draft is no longer in the knowledge base.
var errGone = errors.New("the article is gone")

// publish is an administrator's word that a draft goes into the knowledge base. It is written after that word is committed
// and in no transaction, since Git and its hooks take their time.
func (m *managerTurn) publish(ctx context.Context, id int64) error {
	d, err := m.undecided(ctx, id)
	if err != nil || d == nil {
		return err
	}
	if m.Articles == nil {
		return m.say(ctx, m.text.say("learn.no_folder"))
	}
	if d.Kind == helpdesk.DraftPhrasing && m.Answers.Base().Article(d.ArticleID) == nil {
		return m.refuse(ctx, "manager.stale_article", nil)
	}
	event, err := d.Approve(m.manager.ID, m.now)
	if err != nil {
		return err
	}
	if err := m.store.SaveDraft(ctx, *d, event); err != nil {
		return err
	}
	if err := m.auditDraft(ctx, *d, helpdesk.DeedApproved, ""); err != nil {
		return err
	}
	if err := m.drop(ctx, decidingVerbs...); err != nil {
		return err
	}
	m.notice = m.text.label("learn.publishing", args{"Draft": id})
	return m.store.PublishLater(ctx, id)
}

// decidingVerbs are the buttons of a draft that nobody has decided on.
var decidingVerbs = []string{verbPublish, verbReject, verbEditQuestion, verbEditAnswer, verbTopicsOfDraft}

// InTx runs f in a transaction of its own.
type InTx func(ctx context.Context, f func(context.Context, Store) error) error

// Publish writes an approved draft into the knowledge base and then tells what came of it. After a crash it may be called
// again: what is written already is not written twice.
func (b *Bot) Publish(ctx context.Context, inTx InTx, id int64) error {
	var d *helpdesk.Draft
	var m *managerTurn
	if err := inTx(ctx, func(ctx context.Context, s Store) (err error) {
		d, m, err = b.approved(ctx, s, id)
		return err
	}); err != nil || d == nil {
		return err
	}
	articleID, failure := m.intoArticles(ctx, *d)
	return inTx(ctx, func(ctx context.Context, s Store) error {
		d, m, err := b.approved(ctx, s, id)
		if err != nil || d == nil {
			return err
		}
		if failure != nil {
			return m.notPublished(ctx, *d, failure)
		}
		event, err := d.Publish(articleID, m.manager.ID, m.now)
		if err != nil {
			return err
		}
		return m.decided(ctx, *d, event)
	})
}

// approved locks a draft that waits to be written and returns it with the turn of the administrator who approved it, and
// may have left since: nobody leaves until the transaction ends. The draft is nil when it waits no more.
func (b *Bot) approved(ctx context.Context, s Store, id int64) (*helpdesk.Draft, *managerTurn, error) {
	if err := s.KeepStaff(ctx); err != nil {
		return nil, nil, err
	}
	d, err := s.LockDraft(ctx, id)
	if errors.Is(err, helpdesk.ErrNotFound) || err == nil && d.State != helpdesk.DraftApproved {
		return nil, nil, nil
	}
	if err != nil {
		return nil, nil, err
	}
	events, err := s.DraftEvents(ctx, id)
	if err != nil {
		return nil, nil, err
	}
	var by helpdesk.Manager
	for _, e := range events {
		if e.Kind == helpdesk.DraftWasApproved {
			by.ID = e.ActorID
		}
	}
	manager, err := s.Manager(ctx, by.ID)
	if err == nil {
		by = manager
	} else if errors.Is(err, helpdesk.ErrNotFound) {
		by.LeftAt = b.Now()
	} else {
		return nil, nil, err
	}
	t := &turn{Bot: b, store: s, now: b.Now().In(b.Location), from: &telego.User{ID: by.ID}}
	return &d, t.asManager(by), nil
}

// intoArticles writes what a draft proposes and returns the id of the article that says it now.
func (m *managerTurn) intoArticles(ctx context.Context, d helpdesk.Draft) (string, error) {
	by := kb.Signature{Name: m.manager.Name, Why: fmt.Sprintf("Learned from ticket %d, draft %d", d.TicketID, d.ID)}
	if d.Kind == helpdesk.DraftPhrasing {
		a := m.Answers.Base().Article(d.ArticleID)
		if a == nil {
			return "", errGone
		}
		return a.ID, m.Articles.AddPhrasing(ctx, a, d.Question, by)
	}
	a, err := m.Articles.AddArticle(ctx, kb.Article{
		Topic: d.Topic, Kind: kb.KindFAQ, Question: d.Question, Answer: d.Answer,
	}, by)
	return a.ID, err
}

// notPublished puts a draft that could not be written back to where it waits, and says why.
func (m *managerTurn) notPublished(ctx context.Context, d helpdesk.Draft, failure error) error {
	event, err := d.Fail(m.manager.ID, m.now)
	if err != nil {
		return err
	}
	if err := m.store.SaveDraft(ctx, d, event); err != nil {
		return err
	}
	if err := m.auditDraft(ctx, d, helpdesk.DeedUnwritten, ""); err != nil {
		return err
	}
	key := "learn.failed"
	switch {
	case errors.Is(failure, errGone):
		key = "manager.stale_article"
	case errors.Is(failure, kb.ErrSections):
		key = "learn.section"
	default:
		m.Logger.ErrorContext(ctx, "draft not written", "draft", d.ID, "error", failure)
	}
	return m.sayDecided(ctx, m.text.say(key, args{"Draft": d.ID}), m.choice("manager.button.card", verbShowDraft, d.ID))
}

// sayDecided tells who decided on a draft what came of it, unless they have left since: it is no customer's affair.
func (m *managerTurn) sayDecided(ctx context.Context, text html, options ...outgoing) error {
	if !m.manager.LeftAt.IsZero() {
		return nil
	}
	return m.say(ctx, text, options...)
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

// auditDraft writes into the audit log what was done with a draft.
func (m *managerTurn) auditDraft(ctx context.Context, d helpdesk.Draft, deed helpdesk.Deed, details string) error {
	return m.audit(ctx, helpdesk.AuditRecord{
		Deed: deed, TicketID: d.TicketID, Object: strconv.FormatInt(d.ID, 10), Details: details,
	})
}

// decided stores a decision and tells it, also the manager whose proposal it was.
func (m *managerTurn) decided(ctx context.Context, d helpdesk.Draft, event *helpdesk.DraftEvent) error {
	if err := m.store.SaveDraft(ctx, d, event); err != nil {
		return err
	}
	deed, details := helpdesk.DeedRejected, ""
	if d.State == helpdesk.DraftPublished {
		deed, details = helpdesk.DeedPublished, d.ArticleID
	}
	if err := m.auditDraft(ctx, d, deed, details); err != nil {
		return err
	}
	if err := m.drop(ctx, decidingVerbs...); err != nil {
		return err
	}
	key := "learn.now." + string(d.State)
	a := args{"Draft": d.ID, "Article": d.ArticleID, "Question": d.Question}
	if err := m.sayDecided(ctx, m.text.say(key, a)); err != nil || d.AuthorID == m.manager.ID {
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
