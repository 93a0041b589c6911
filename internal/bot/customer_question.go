package bot

import (
	"context"
	"slices"
	"strings"
	"time"
	"unicode"

	"github.com/chatbotsmanagers/faqbot/internal/answer"
	"github.com/chatbotsmanagers/faqbot/internal/helpdesk"
)

// reminderAfter is how long suggestions wait for a press before the bot asks whether one of them was right.
const reminderAfter = 15 * time.Minute

// ask answers a question as the decision says and records how it ended, once. In a talk with a manager only what is
// answered for sure was a question to the bot. A wish for a person is the key that calls one.
func (c *customerTurn) ask(ctx context.Context, text string, said helpdesk.Message) error {
	d, err := c.decide(ctx, text)
	if err != nil {
		return err
	}
	ticket, err := c.exchange(ctx)
	if err != nil {
		return err
	}
	if ticket != nil && d.Kind != answer.Answer {
		return c.add(ctx, ticket.ID, said)
	}
	if d.Reason == answer.AskedHuman {
		return c.callManager(ctx)
	}
	if err := c.noticeRephrasing(ctx, d); err != nil {
		return err
	}
	if d.Kind == answer.Answer || d.Kind == answer.Suggest {
		delete(c.dialogue.Data, dataRephrased) // what comes next is another question
	}
	if d.Kind == answer.Rephrase {
		into, err := c.goesOnIn(ctx)
		if err != nil {
			return err
		}
		if into != 0 { // «И ещё», and the rest is being typed
			return c.add(ctx, into, said)
		}
		if c.dialogue.Data[dataRephrased] != "" {
			d.Kind = answer.Escalate // other words did not help either
		}
		c.dialogue.Data[dataRephrased] = "yes"
	}
	o := c.outcome(text, d)
	c.countQuestion(o, d.Took)
	if d.Kind == answer.Escalate {
		return c.miss(ctx, o, said)
	}
	if o, err = c.store.AddOutcome(ctx, o); err != nil {
		return err
	}
	if d.Kind == answer.Answer || d.Kind == answer.Suggest {
		c.dialogue.LastOutcomeID = o.ID
	}
	if d.Kind == answer.Suggest {
		if err := c.store.Remind(ctx, o.ID, c.now.Add(reminderAfter)); err != nil {
			return err
		}
	}
	if c.answered {
		return nil
	}
	if ticket == nil {
		if ticket, err = c.current(ctx); err != nil {
			return err
		}
	}
	if d.Kind == answer.Answer {
		if err := c.noteLanguage(ctx, d.Text); err != nil {
			return err
		}
	}
	for _, draft := range c.present(c.text, d, o.TelegramID, ticket) {
		if err := c.say(ctx, draft.text, buttons(draft.markup)); err != nil {
			return err
		}
	}
	return nil
}

// noteLanguage says, once in a conversation in English, that the articles are in Russian.
func (c *customerTurn) noteLanguage(ctx context.Context, article string) error {
	cyrillic := strings.ContainsFunc(article, func(r rune) bool { return unicode.Is(unicode.Cyrillic, r) })
	if c.customer.Language != helpdesk.English || !cyrillic || c.dialogue.Data[dataForeign] != "" {
		return nil
	}
	c.dialogue.Data[dataForeign] = "yes"
	return c.say(ctx, c.text.say("answer.foreign"))
}

// decide asks what to do with a question of this customer.
func (c *customerTurn) decide(ctx context.Context, text string) (answer.Decision, error) {
	return c.Answers.Decide(ctx, answer.Question{
		Text: text, Language: c.customer.Language, Attributes: c.customer.Attributes, Now: c.now,
	})
}

// miss hands a question that the knowledge base cannot answer to the managers.
func (c *customerTurn) miss(ctx context.Context, o helpdesk.Outcome, said helpdesk.Message) error {
	ticket, err := c.escalate(ctx, opening{
		origin: helpdesk.OriginMiss, question: o.Question, refusal: o.Reason, hits: o.Hits, message: said,
	})
	if err != nil {
		return err
	}
	o.TicketID = ticket.ID
	o, err = c.store.AddOutcome(ctx, o)
	c.dialogue.LastOutcomeID = o.ID
	return err
}

// outcome is the row that a decision about a question ends in. Asking for other words is small talk: the question is
// still to come.
func (c *customerTurn) outcome(text string, d answer.Decision) helpdesk.Outcome {
	o := helpdesk.Outcome{
		CustomerID: c.customer.ID, Question: text, TelegramID: c.message.MessageID,
		Kind: outcomeKinds[d.Kind], Reason: string(d.Reason), Confidence: d.Confidence,
		Hits: d.Hits, AskedAt: c.now,
	}
	if d.Article != nil {
		o.ArticleID = d.Article.ID
	} else if len(d.Hits) > 0 {
		o.ArticleID = d.Hits[0].ArticleID
	}
	return o
}

var outcomeKinds = map[answer.Kind]helpdesk.OutcomeKind{
	answer.Answer:    helpdesk.OutcomeAnswered,
	answer.Suggest:   helpdesk.OutcomeSuggested,
	answer.Escalate:  helpdesk.OutcomeEscalated,
	answer.SmallTalk: helpdesk.OutcomeSmallTalk,
	answer.Rephrase:  helpdesk.OutcomeSmallTalk,
}

// noticeRephrasing marks the last question as said in other words when the customer left its answer without a word
// and asks for the same article again: when the article that it ended in is among the best three now.
func (c *customerTurn) noticeRephrasing(ctx context.Context, d answer.Decision) error {
	if c.dialogue.LastOutcomeID == 0 {
		return nil
	}
	last, err := c.store.Outcome(ctx, c.dialogue.LastOutcomeID)
	if err != nil {
		return err
	}
	best := d.Hits[:min(len(d.Hits), maxRank)]
	same := last.ArticleID != "" && slices.ContainsFunc(best, func(h helpdesk.Hit) bool { return h.ArticleID == last.ArticleID })
	if !same || last.Kind == helpdesk.OutcomeEscalated {
		return nil
	}
	return c.refine(ctx, &last, helpdesk.VerdictRephrased)
}

// refine stores what the customer made of an outcome. The first verdict stays.
func (c *customerTurn) refine(ctx context.Context, o *helpdesk.Outcome, v helpdesk.Verdict) error {
	if o.Verdict != "" {
		return nil
	}
	o.Verdict = v
	c.countVerdict(v)
	return c.store.SaveOutcome(ctx, *o)
}
