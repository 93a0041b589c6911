package bot

import (
	"context"

	"github.com/chatbotsmanagers/faqbot/internal/helpdesk"
)

// The verbs of the buttons of what tickets teach.
const (
	verbDraft         = "m.draft"     // ticket
	verbKnown         = "m.known"     // ticket
	verbKnownAs       = "m.knownas"   // ticket, hash of the article
	verbDrafts        = "m.drafts"    // drafts to pass over
	verbShowDraft     = "m.showdraft" // draft
	verbPublish       = "m.publish"   // draft
	verbReject        = "m.reject"    // draft
	verbEditQuestion  = "m.question"  // draft
	verbEditAnswer    = "m.answer"    // draft
	verbTopicsOfDraft = "m.topics"    // draft
	verbMoveDraft     = "m.topic"     // draft, hash of the topic
)

// doPressOnDraft does what a button of what tickets teach asks for.
func (m *managerTurn) doPressOnDraft(ctx context.Context, a action) error {
	switch a.verb {
	case verbDraft:
		return m.proposeArticle(ctx, a.id(0))
	case verbKnown:
		return m.chooseKnown(ctx, a.id(0), "")
	case verbKnownAs:
		return m.proposePhrasing(ctx, a.id(0), a.arg(1))
	case verbDrafts:
		return m.drafts(ctx, int(a.id(0)))
	case verbShowDraft:
		return m.draft(ctx, a.id(0))
	case verbPublish:
		return m.publish(ctx, a.id(0))
	case verbReject:
		return m.reject(ctx, a.id(0))
	case verbEditQuestion:
		return m.askPart(ctx, a.id(0), helpdesk.DraftQuestion)
	case verbEditAnswer:
		return m.askPart(ctx, a.id(0), helpdesk.DraftAnswer)
	case verbTopicsOfDraft:
		return m.askTopic(ctx, a.id(0))
	case verbMoveDraft:
		return m.moveDraft(ctx, a.id(0), a.arg(1))
	}
	return m.refuse(ctx, "manager.stale", nil)
}
