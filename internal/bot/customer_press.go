package bot

import (
	"context"
	"errors"
	"math"
	"slices"

	"github.com/mymmrac/telego"
	"github.com/mymmrac/telego/telegoutil"

	"github.com/chatbotsmanagers/faqbot/internal/delivery"
	"github.com/chatbotsmanagers/faqbot/internal/helpdesk"
)

// The verbs of customers' buttons, with their arguments. A question is named by its place in the customer's own chat,
// so that no forged button reaches another customer's.
const (
	verbHelped      = "helped"  // question (0 when browsing), article
	verbNotHelped   = "nothelp" // question (0 when browsing), article
	verbChoose      = "choose"  // question, rank, article
	verbOther       = "other"   // question
	verbFound       = "found"   // question
	verbHuman       = "human"   // question
	verbAttach      = "attach"  // ticket, question
	verbShow        = "show"    // article
	verbTopics      = "topics"  // page
	verbTopic       = "topic"   // topic, page
	verbTickets     = "tickets" // page
	verbAdd         = "add"     // ticket
	verbWithdraw    = "drop"    // ticket
	verbWithdrawYes = "dropyes" // ticket
	verbWithdrawNo  = "dropno"  // ticket
	verbWish        = "wish"    // ticket
	verbAnother     = "another"
	verbCancel      = "cancel"
	verbConsent     = "agree"
	verbDecline     = "decline"
	verbLanguage    = "lang"     // language
	verbRate        = "rate"     // ticket, score
	verbComment     = "comment"  // ticket
	verbSkipComment = "silently" // ticket
)

// errStale says that a button means nothing any more, or never did.
var errStale = errors.New("button is stale")

// handlePress does what a button asks for. Every press is answered: a stale or forged one with a polite word.
func (c *customerTurn) handlePress(ctx context.Context, a action) error {
	if c.dialogue.Step == stepComment && a.verb != verbComment && a.verb != verbSkipComment {
		c.endStep() // who goes on to something else says no more about the score
	}
	err := c.act(ctx, a)
	if errors.Is(err, errStale) {
		c.reply(ctx, c.text.label("press.stale"))
		return nil
	}
	if err != nil {
		return err
	}
	c.reply(ctx, "")
	return nil
}

func (c *customerTurn) act(ctx context.Context, a action) error {
	switch a.verb {
	case verbHelped:
		return c.helped(ctx, a)
	case verbNotHelped:
		return c.notHelped(ctx, a)
	case verbChoose:
		return c.choose(ctx, a)
	case verbOther:
		return c.other(ctx, a)
	case verbFound:
		return c.found(ctx, a)
	case verbHuman:
		return c.human(ctx, a)
	case verbAnother:
		return c.another(ctx)
	case verbCancel:
		return c.cancel(ctx)
	case verbAttach:
		return c.attachQuestion(ctx, a)
	case verbShow:
		return c.show(ctx, a)
	case verbTopics:
		return c.turnTopics(ctx, a.page(0))
	case verbTopic:
		return c.turnTopic(ctx, a.arg(0), a.page(1))
	case verbTickets:
		return c.turnTickets(ctx, a.page(0))
	case verbAdd:
		return c.startAdding(ctx, a.id(0))
	case verbWithdraw:
		return c.askWithdrawal(ctx, a.id(0))
	case verbWithdrawYes:
		return c.withdraw(ctx, a.id(0))
	case verbWithdrawNo:
		return c.keep(ctx, a.id(0))
	case verbWish:
		return c.wish(ctx, a.id(0))
	case verbConsent:
		return c.consent(ctx)
	case verbDecline:
		return c.decline(ctx)
	case verbRate:
		return c.rateTicket(ctx, a.id(0), a.id(1))
	case verbComment:
		return c.startComment(ctx, a.id(0))
	case verbSkipComment:
		return c.skipComment(ctx)
	case verbLanguage:
		return c.chooseLanguage(ctx, helpdesk.Language(a.arg(0)))
	}
	return errStale
}

// maxPage bounds what a forged button can ask the database for.
const maxPage = 1000

// page returns argument i as the number of a page, from 0.
func (a action) page(i int) int { return int(min(max(a.id(i), 0), maxPage)) }

// question returns the outcome of the customer's question that argument i names.
func (c *customerTurn) question(ctx context.Context, a action, i int) (helpdesk.Outcome, error) {
	id := a.id(i)
	if id <= 0 || id > math.MaxInt32 {
		return helpdesk.Outcome{}, errStale
	}
	o, err := c.store.OutcomeAt(ctx, c.customer.ID, int(id))
	if errors.Is(err, helpdesk.ErrNotFound) {
		return o, errStale
	}
	return o, err
}

// drop takes the buttons with the verbs away from the message whose button was pressed, and leaves the others.
func (t *turn) drop(ctx context.Context, verbs ...string) error {
	if t.press == nil || !t.press.Message.IsAccessible() {
		return nil
	}
	message := t.press.Message.Message()
	if message.ReplyMarkup == nil {
		return nil
	}
	dropped := false
	kept := make([][]telego.InlineKeyboardButton, 0, len(message.ReplyMarkup.InlineKeyboard))
	for _, r := range message.ReplyMarkup.InlineKeyboard {
		left := slices.DeleteFunc(slices.Clone(r), func(b telego.InlineKeyboardButton) bool {
			return slices.Contains(verbs, parseAction(b.CallbackData).verb)
		})
		dropped = dropped || len(left) < len(r)
		kept = append(kept, left)
	}
	if !dropped {
		return nil
	}
	params := &telego.EditMessageReplyMarkupParams{
		ChatID: telegoutil.ID(t.from.ID), MessageID: message.MessageID,
	}
	params.ReplyMarkup, _ = inline(kept...).(*telego.InlineKeyboardMarkup)
	_, err := t.queue(ctx, delivery.Outgoing{ChatID: t.from.ID, Method: "editMessageReplyMarkup"}, params)
	return err
}
