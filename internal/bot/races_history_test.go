package bot_test

import (
	"context"
	"slices"

	"github.com/jackc/pgx/v5" //nolint:depguard // the checks read rows that no method of the store shows
	"github.com/stretchr/testify/require"

	"github.com/chatbotsmanagers/faqbot/internal/helpdesk"
	"github.com/chatbotsmanagers/faqbot/internal/postgres"
)

// checkHistories reads the history of each ticket as a witness of what happened: each event must have been allowed where
// it happened, and the last one must leave the ticket as it stands.
func (r *race) checkHistories() {
	for _, id := range r.ticketsOfCustomer() {
		ticket := r.s.ticket(r.s.t.Context(), id)
		var events []helpdesk.Event
		require.NoError(r.t, r.s.db.InTx(r.s.t.Context(), func(ctx context.Context, tx *postgres.Tx) (err error) {
			events, err = tx.Events(ctx, id)
			return err
		}))
		w := witness{has: []int64{0}, state: helpdesk.StateNew, gone: r.gone()}
		for i, e := range events[1:] {
			require.True(r.t, w.allows(e), "event %d of ticket %d: %s by %d, while %+v", i+1, id, e.Kind, e.ActorID, w)
			w.see(e)
		}
		require.Contains(r.t, w.has, ticket.AssigneeID, "ticket %d", id)
		require.Equal(r.t, w.state, coarse(ticket.State), "ticket %d", id)
		require.Equal(r.t, ticket.State.Held(), ticket.State.Live() && ticket.AssigneeID != 0, "ticket %d", id)
		require.Equal(r.t, ticket.State == helpdesk.StateResolved, !ticket.ResolvedAt.IsZero(), "ticket %d", id)
	}
}

// checkAnswered holds that where the customer is waited for something stands that a manager said.
func (r *race) checkAnswered() {
	var unanswered int
	require.NoError(r.t, r.s.sql.QueryRow(r.s.t.Context(), `
		SELECT count(*) FROM tickets AS t
		WHERE t.customer_id = $1 AND t.state IN ('new', 'open', 'waiting_customer', 'waiting_manager') AND t.last_author = 'manager'
			AND NOT EXISTS (
				SELECT FROM ticket_messages AS m
				WHERE m.ticket_id = t.id AND m.author = 'manager' AND m.deleted_at IS NULL)`, r.customer.ID()).Scan(&unanswered))
	require.Zero(r.t, unanswered, "tickets whose customers are waited for although no answer stands")
}

// checkHolders holds that whoever has a live ticket is there to work on it.
func (r *race) checkHolders() {
	var orphans int
	require.NoError(r.t, r.s.sql.QueryRow(r.s.t.Context(), `
		SELECT count(*) FROM tickets AS t JOIN managers AS m ON m.id = t.assignee_id
		WHERE t.state IN ('new', 'open', 'waiting_customer', 'waiting_manager') AND (m.left_at IS NOT NULL OR m.role = 'observer')`).Scan(&orphans))
	require.Zero(r.t, orphans, "tickets in the hands of who has left")
}

// gone are the managers who have left the staff.
func (r *race) gone() []int64 {
	rows, err := r.s.sql.Query(r.s.t.Context(), `SELECT id FROM managers WHERE left_at IS NOT NULL`)
	require.NoError(r.t, err)
	gone, err := pgx.CollectRows(rows, pgx.RowTo[int64])
	require.NoError(r.t, err)
	return gone
}

// coarse is a state as a witness tells it: live tickets are new.
func coarse(s helpdesk.State) helpdesk.State {
	if s.Live() {
		return helpdesk.StateNew
	}
	return s
}

// witness is what is known of a ticket from its history.
type witness struct {
	has   []int64 // the managers of whom one has it; after a merge there are two possibilities
	state helpdesk.State
	gone  []int64 // the managers who have left
}

// allows tells whether an event could have happened next.
func (w *witness) allows(e helpdesk.Event) bool {
	has := func(id int64) bool { return slices.Contains(w.has, id) }
	live := w.state == helpdesk.StateNew
	switch e.Kind {
	case helpdesk.EventTaken:
		return live && has(0)
	case helpdesk.EventReleased:
		if e.ActorID == 0 { // the bot hands it on
			return live && !slices.Equal(w.has, []int64{0})
		}
		return live && has(e.ActorID)
	case helpdesk.EventTransferred, helpdesk.EventAnswered, helpdesk.EventResolved:
		return live && has(e.ActorID)
	case helpdesk.EventAssigned: // an administrator gives what others have
		return live && (has(0) || has(e.ActorID) || e.ActorID == ids["Мария"])
	case helpdesk.EventSplit:
		return live && (has(0) || has(e.ActorID))
	case helpdesk.EventDeleted, helpdesk.EventUnanswered:
		return w.state != helpdesk.StateMerged
	case helpdesk.EventMerged, helpdesk.EventAbsorbed:
		return live && (has(0) || has(e.ActorID) || e.ActorID == ids["Мария"]) // an administrator merges what others have
	case helpdesk.EventReplied, helpdesk.EventWithdrawn:
		return live
	case helpdesk.EventBanned: // it is noted in the ticket that led to it, wherever that stands
		return true
	case helpdesk.EventRated: // also while it is open again
		return w.state != helpdesk.StateMerged
	case helpdesk.EventReopened:
		return w.state == helpdesk.StateResolved || w.state == helpdesk.StateWithdrawn
	default: // nobody does it here
		return false
	}
}

// see learns from an event.
func (w *witness) see(e helpdesk.Event) {
	switch e.Kind {
	case helpdesk.EventTaken, helpdesk.EventAnswered:
		w.has = []int64{e.ActorID}
	case helpdesk.EventTransferred, helpdesk.EventAssigned:
		w.has = []int64{e.OtherID}
	case helpdesk.EventReleased:
		w.has = []int64{0}
	case helpdesk.EventResolved:
		w.has, w.state = []int64{e.ActorID}, helpdesk.StateResolved
	case helpdesk.EventAbsorbed:
		if e.ActorID == ids["Мария"] { // the other ticket may have been anybody's
			w.has = append(w.has, ids["Олег"])
		}
		w.has = append(w.has, 0, e.ActorID)
	case helpdesk.EventMerged:
		w.state = helpdesk.StateMerged
	case helpdesk.EventWithdrawn:
		w.state = helpdesk.StateWithdrawn
	case helpdesk.EventBanned:
		if w.state == helpdesk.StateNew {
			w.state = helpdesk.StateClosed
		}
	case helpdesk.EventReopened:
		if slices.ContainsFunc(w.has, func(id int64) bool { return slices.Contains(w.gone, id) }) {
			w.has = append(w.has, 0) // it comes back to nobody who has left
		}
		w.state = helpdesk.StateNew
	default: // it changes neither
	}
}
