package bot

import (
	"context"
	"errors"
	"slices"

	"github.com/mymmrac/telego"

	"github.com/chatbotsmanagers/faqbot/internal/answer"
	"github.com/chatbotsmanagers/faqbot/internal/helpdesk"
	"github.com/chatbotsmanagers/faqbot/kb"
)

// wishRow offers the customer of a ticket that is resolved to be told once there is an article. It is no more than a
// button under the message that says so anyway, and it is offered once, however often the ticket comes back.
func (t *turn) wishRow(ctx context.Context, lz localizer, ticket helpdesk.Ticket) ([]telego.InlineKeyboardButton, error) {
	asked := []helpdesk.Origin{helpdesk.OriginAttachment, helpdesk.OriginCallback, helpdesk.OriginFailed}
	if ticket.Question == "" || slices.Contains(asked, ticket.Origin) { // no question that an article could answer
		return nil, nil
	}
	events, err := t.store.Events(ctx, ticket.ID)
	if err != nil {
		return nil, err
	}
	resolved := 0
	for _, e := range events {
		if e.Kind == helpdesk.EventResolved {
			resolved++
		}
	}
	if resolved > 1 {
		return nil, nil
	}
	return row(button(lz.label("wish"), data(verbWish, ticket.ID))), nil
}

// wish notes that the customer wants to be told of an article. One that is there already is told at once.
func (c *customerTurn) wish(ctx context.Context, id int64) error {
	ticket, err := c.own(ctx, id)
	if err != nil {
		return err
	}
	if err := c.store.Wish(ctx, ticket.ID, c.now); err != nil {
		return err
	}
	if err := c.drop(ctx, verbWish); err != nil {
		return err
	}
	draft, err := c.store.DraftOfTicket(ctx, ticket.ID)
	if err != nil && !errors.Is(err, helpdesk.ErrNotFound) {
		return err
	}
	if err == nil && draft.State == helpdesk.DraftPublished {
		if a := c.Answers.Base().Article(draft.ArticleID); a != nil {
			return c.keepWish(ctx, ticket, a)
		}
	}
	c.reply(ctx, c.text.label("wish.noted"))
	return nil
}

// unseenDrafts are the tickets whose article may be in use by now.
func (b *Bot) unseenDrafts(ctx context.Context, s Store) ([]int64, error) { return s.UnseenDrafts(ctx) }

// tellOfArticle keeps the wish of a ticket once the article that was published for it is in use: what is only written may
// still be kept out.
func (t *turn) tellOfArticle(ctx context.Context, ticket helpdesk.Ticket, _ []helpdesk.Event) error {
	draft, err := t.store.DraftOfTicket(ctx, ticket.ID)
	if errors.Is(err, helpdesk.ErrNotFound) {
		return nil // deleted meanwhile
	}
	if err != nil {
		return err
	}
	a := t.Answers.Base().Article(draft.ArticleID)
	if a == nil || draft.State != helpdesk.DraftPublished {
		return nil
	}
	if err := t.store.SeeDraft(ctx, draft.ID, t.now); err != nil {
		return err
	}
	return t.keepWish(ctx, ticket, a)
}

// keepWish sends the customer of a ticket the article that answers it now, if the customer wished so and was not told
// yet.
func (t *turn) keepWish(ctx context.Context, ticket helpdesk.Ticket, a *kb.Article) error {
	kept, err := t.store.KeepWish(ctx, ticket.ID, t.now)
	if err != nil || !kept {
		return err
	}
	customer, err := t.store.Customer(ctx, ticket.CustomerID)
	if err != nil {
		return err
	}
	lz := t.texts.in(customer.Language)
	words := args{"Number": ticket.ID, "Question": shorten(ticket.Question, excerptLength)}
	if err := t.tell(ctx, customer.ID, lz.say("wish.kept", words), about(ticket.ID)); err != nil {
		return err
	}
	for _, d := range article(lz, a, answer.Personal(a, customer.Attributes), inline(feedback(lz, 0, a))) {
		if err := t.tell(ctx, customer.ID, d.text, buttons(d.markup)); err != nil {
			return err
		}
	}
	return nil
}
