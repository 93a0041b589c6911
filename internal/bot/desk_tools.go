package bot

import "context"

// The verbs of the buttons of managers' tools.
const (
	verbCustomer   = "m.who"    // ticket
	verbMerge      = "m.merge"  // ticket, ticket that it goes on in
	verbBan        = "m.ban"    // ticket
	verbUnban      = "m.unban"  // customer, page of the list (none for elsewhere)
	verbBanned     = "m.banned" // page
	verbAskArticle = "m.art"    // ticket
	verbTeamStats  = "m.stats"

	verbCanned       = "m.canned"   // ticket (0 for none), replies to pass over
	verbCannedShow   = "m.can.show" // ticket (0 for none), reply
	verbCannedSend   = "m.can.send" // ticket, reply, its revision
	verbCannedDelete = "m.can.del"  // reply
)

// doPressOnTool does what a button of a manager's tool asks for.
func (m *managerTurn) doPressOnTool(ctx context.Context, a action) error {
	switch a.verb {
	case verbFoundPage:
		return m.turnFound(ctx, int(a.id(0)))
	case verbCustomer:
		return m.customer(ctx, a.id(0))
	case verbMerge:
		return m.merge(ctx, a.id(0), a.id(1))
	case verbBan:
		return m.ban(ctx, a.id(0))
	case verbUnban:
		return m.pressUnban(ctx, a)
	case verbBanned:
		return m.turnBanned(ctx, a.page(0))
	case verbAskArticle:
		return m.askArticle(ctx, a.id(0))
	case verbTeamStats:
		return m.pressStats(ctx)
	case verbCanned:
		return m.listCanned(ctx, a.id(0), int(a.id(1)))
	case verbCannedShow:
		return m.showCanned(ctx, a.id(0), a.id(1))
	case verbCannedSend:
		return m.sendCanned(ctx, a.id(0), a.id(1), a.id(2))
	case verbCannedDelete:
		return m.deleteCanned(ctx, a.id(0))
	}
	return m.doPressOnDraft(ctx, a)
}
