package bot

import (
	"context"
	"slices"
	"strings"

	"github.com/mymmrac/telego"

	"github.com/chatbotsmanagers/faqbot/internal/helpdesk"
)

// managersVerbs is how all verbs of managers' buttons begin.
const managersVerbs = "m."

// The verbs of managers' buttons. A customer's turn knows none of them, whoever forges them.
const (
	verbTake        = "m.take"  // ticket
	verbTakeNext    = "m.next"  //
	verbCard        = "m.card"  // ticket
	verbHistory     = "m.hist"  // ticket, message that it ends before (0 or none for the latest)
	verbSendArticle = "m.send"  // ticket, hash of the article
	verbShowArticle = "m.show"  // hash of the article, ticket (0 for none)
	verbRelease     = "m.rel"   // ticket
	verbClose       = "m.close" // ticket
	verbReopen      = "m.open"  // ticket
	verbQueue       = "m.queue" // tickets to pass over
	verbFoundPage   = "m.found" // tickets to pass over
	verbSpeak       = "m.lang"  // language
	verbGive        = "m.give"  // ticket
	verbGiveTo      = "m.to"    // ticket, manager
	verbPrioritise  = "m.prio"  // ticket, priority
	verbLeave       = "m.leave" //
	verbDismiss     = "m.gone"  // manager
	verbStay        = "m.stay"  //
	verbAudit       = "m.audit" // record that it ends before (0 for the latest), ticket, person (0 for all)
)

// observerVerbs are the buttons that observers may press.
var observerVerbs = []string{verbCard, verbHistory, verbShowArticle, verbQueue, verbFoundPage, verbCustomer, verbBanned, verbSpeak, verbLeave, verbStay}

// handlePress does what a button asks for. Every press is answered, so that the button stops spinning.
func (m *managerTurn) handlePress(ctx context.Context, a action) error {
	if !strings.HasPrefix(a.verb, managersVerbs) {
		return m.asOwnCustomer(ctx)
	}
	if err := m.endOwnStep(ctx); err != nil {
		return err
	}
	err := m.doPress(ctx, a)
	m.reply(ctx, m.notice)
	return err
}

func (m *managerTurn) doPress(ctx context.Context, a action) error {
	if !m.manager.Works() && !slices.Contains(observerVerbs, a.verb) {
		return m.refuse(ctx, "manager.observer.only_looks", nil)
	}
	switch a.verb {
	case verbTake:
		return m.take(ctx, a.id(0))
	case verbTakeNext:
		return m.takeNext(ctx)
	case verbCard:
		return m.card(ctx, a.id(0))
	case verbHistory:
		return m.history(ctx, a.id(0), a.id(1))
	case verbSendArticle:
		return m.sendAnswer(ctx, a.id(0), a.arg(1))
	case verbShowArticle:
		return m.showArticle(ctx, a.arg(0), a.id(1))
	case verbRelease:
		return m.release(ctx, a.id(0))
	case verbClose:
		return m.resolve(ctx, a.id(0))
	case verbReopen:
		return m.reopen(ctx, a.id(0))
	case verbQueue:
		return m.turnQueue(ctx, int(a.id(0)))
	case verbGive:
		return m.offerColleagues(ctx, a.id(0))
	case verbGiveTo:
		return m.pressGive(ctx, a.id(0), a.id(1))
	case verbPrioritise:
		return m.prioritiseAs(ctx, a.id(0), helpdesk.Priority(a.arg(1)))
	case verbSpeak:
		return m.chooseLanguage(ctx, helpdesk.Language(a.arg(0)))
	case verbLeave:
		return m.leave(ctx)
	case verbDismiss:
		return m.dismiss(ctx, a.id(0))
	case verbAudit:
		return m.turnAudit(ctx, helpdesk.AuditFilter{Before: a.id(0), TicketID: a.id(1), PersonID: a.id(2)})
	case verbStay:
		return m.replace(ctx, m.text.say("manager.stays"), nil)
	}
	return m.doPressOnTool(ctx, a)
}

// refuse says why something is not done: at the top of the screen after a press, else as a message.
func (m *managerTurn) refuse(ctx context.Context, key string, a args, options ...outgoing) error {
	if m.press != nil {
		m.notice = m.text.label(key, a)
		return nil
	}
	return m.say(ctx, m.text.say(key, a), append(options, replyTo(m.message.MessageID))...)
}

// choice puts one button under a message.
func (m *managerTurn) choice(key, verb string, arguments ...any) outgoing {
	return buttons(inline(row(m.button(key, verb, arguments...))))
}

// button returns a button in the manager's language.
func (m *managerTurn) button(key, verb string, arguments ...any) telego.InlineKeyboardButton {
	return button(m.text.label(key), data(verb, arguments...))
}
