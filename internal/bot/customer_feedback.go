package bot

import (
	"context"
	"strconv"
	"time"

	"github.com/mymmrac/telego"

	"github.com/chatbotsmanagers/faqbot/internal/answer"
	"github.com/chatbotsmanagers/faqbot/internal/helpdesk"
	"github.com/chatbotsmanagers/faqbot/kb"
)

// helped notes that the article was right.
func (c *customerTurn) helped(ctx context.Context, a action) error {
	if a.id(0) == 0 {
		if _, err := c.rate(a, helpdesk.VerdictHelped); err != nil {
			return err
		}
	} else {
		o, err := c.question(ctx, a, 0)
		if err != nil {
			return err
		}
		if err := c.refine(ctx, &o, helpdesk.VerdictHelped); err != nil {
			return err
		}
	}
	c.reply(ctx, c.text.label("feedback.thanks"))
	return c.drop(ctx, verbHelped, verbNotHelped)
}

// notHelped hands the question to a manager.
func (c *customerTurn) notHelped(ctx context.Context, a action) error {
	if a.id(0) == 0 {
		return c.browsedInVain(ctx, a)
	}
	o, err := c.question(ctx, a, 0)
	if err != nil {
		return err
	}
	return c.handOver(ctx, o, helpdesk.VerdictNotHelped, helpdesk.OriginNotHelped)
}

// other hands a question to a manager whose suggestions were all wrong.
func (c *customerTurn) other(ctx context.Context, a action) error {
	o, err := c.question(ctx, a, 0)
	if err != nil {
		return err
	}
	return c.handOver(ctx, o, helpdesk.VerdictNotHelped, helpdesk.OriginOther)
}

// found notes, when the bot asked whether a suggestion was right, that it was.
func (c *customerTurn) found(ctx context.Context, a action) error {
	o, err := c.question(ctx, a, 0)
	if err != nil {
		return err
	}
	if err := c.refine(ctx, &o, helpdesk.VerdictHelped); err != nil {
		return err
	}
	return c.replace(ctx, c.text.say("reminder.found"), nil)
}

// human hands a question to a manager on the customer's wish.
func (c *customerTurn) human(ctx context.Context, a action) error {
	o, err := c.question(ctx, a, 0)
	if err != nil {
		return err
	}
	return c.handOver(ctx, o, helpdesk.VerdictAskedHuman, helpdesk.OriginAskedHuman)
}

// handOver makes a ticket of a question that was answered in vain. A question becomes a ticket once: a second press
// only says which.
func (c *customerTurn) handOver(ctx context.Context, o helpdesk.Outcome, v helpdesk.Verdict, origin helpdesk.Origin) error {
	if o.TicketID != 0 {
		c.reply(ctx, c.text.label("ticket.already", args{"Number": o.TicketID}))
		return nil
	}
	ticket, err := c.escalate(ctx, opening{
		origin: origin, question: o.Question, refusal: o.Reason, hits: o.Hits, message: c.questionMessage(o), asked: o.AskedAt,
	})
	if err != nil {
		return err
	}
	o.TicketID = ticket.ID
	if o.Verdict == "" {
		o.Verdict = v
		c.countVerdict(v)
	}
	if err := c.store.SaveOutcome(ctx, o); err != nil {
		return err
	}
	if c.press == nil {
		return nil
	}
	return c.drop(ctx, verbHelped, verbNotHelped, verbOther, verbChoose, verbFound, verbHuman, verbAttach)
}

// attachQuestion adds an answered question to a ticket that is open anyway.
func (c *customerTurn) attachQuestion(ctx context.Context, a action) error {
	o, err := c.question(ctx, a, 1)
	if err != nil {
		return err
	}
	if o.TicketID != 0 {
		c.reply(ctx, c.text.label("ticket.already", args{"Number": o.TicketID}))
		return nil
	}
	ticket, err := c.append(ctx, a.id(0), c.questionMessage(o), "ticket.added.question")
	if err != nil {
		return err
	}
	o.TicketID = ticket.ID
	if err := c.store.SaveOutcome(ctx, o); err != nil {
		return err
	}
	return c.drop(ctx, verbAttach)
}

// choose answers with the suggestion that was pressed. The first choice is the one that counts.
func (c *customerTurn) choose(ctx context.Context, a action) error {
	o, err := c.question(ctx, a, 0)
	if err != nil {
		return err
	}
	chosen, rank := articleOf(c.Answers.Base(), a.arg(2)), int(a.id(1))
	if chosen == nil || chosen.Expired(c.now) || rank < 1 || rank > maxRank {
		return errStale
	}
	if o.Click == 0 && o.Kind == helpdesk.OutcomeSuggested {
		o.Click, o.ArticleID = rank, chosen.ID
		c.countClick(rank)
		if err := c.store.SaveOutcome(ctx, o); err != nil {
			return err
		}
	}
	return c.sendWithFeedback(ctx, chosen, o.TelegramID)
}

// show answers with an article that was found by browsing: an example, a related question, one of a topic.
func (c *customerTurn) show(ctx context.Context, a action) error {
	chosen := articleOf(c.Answers.Base(), a.arg(0))
	if chosen == nil || chosen.Expired(c.now) {
		return errStale
	}
	return c.sendWithFeedback(ctx, chosen, 0)
}

func (c *customerTurn) sendWithFeedback(ctx context.Context, a *kb.Article, telegramID int) error {
	if err := c.noteLanguage(ctx, a.Answer); err != nil {
		return err
	}
	rows := append([][]telego.InlineKeyboardButton{feedback(c.text, telegramID, a)}, related(c.relatedTo(a))...)
	return c.sendArticle(ctx, c.from.ID, a, answer.Personal(a, c.customer.Attributes), buttons(inline(rows...)))
}

// relatedTo returns the articles that an article names and that still hold.
func (c *customerTurn) relatedTo(a *kb.Article) []*kb.Article {
	var articles []*kb.Article
	for _, id := range a.Related {
		if r := c.Answers.Base().Article(id); r != nil && !r.Expired(c.now) {
			articles = append(articles, r)
		}
	}
	return articles
}

// browsedInVain hands the question of an article that was found by browsing to a manager.
func (c *customerTurn) browsedInVain(ctx context.Context, a action) error {
	fresh, err := c.rate(a, helpdesk.VerdictNotHelped)
	if err != nil || !fresh {
		return err
	}
	shown := articleOf(c.Answers.Base(), a.arg(1))
	_, err = c.escalate(ctx, opening{
		origin: helpdesk.OriginNotHelped, question: shown.Title(),
		hits:    []helpdesk.Hit{{ArticleID: shown.ID, Question: shown.Title(), Confidence: 1}},
		message: c.questionMessage(helpdesk.Outcome{Question: shown.Question}),
		asked:   time.Unix(c.press.Message.GetDate(), 0), // when it was shown; Telegram says 0 of what is too old to be seen
	})
	if err != nil {
		return err
	}
	return c.drop(ctx, verbHelped, verbNotHelped)
}

// rate counts what the customer made of an article that was found by browsing, which no question led to, so that no
// outcome can keep it. It returns false when the message was rated before.
func (c *customerTurn) rate(a action, v helpdesk.Verdict) (bool, error) {
	if articleOf(c.Answers.Base(), a.arg(1)) == nil {
		return false, errStale
	}
	at := strconv.Itoa(c.press.Message.GetMessageID())
	if c.dialogue.Data[dataRated] == at {
		return false, nil
	}
	c.dialogue.Data[dataRated] = at
	c.countVerdict(v)
	return true, nil
}
