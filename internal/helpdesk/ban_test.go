package helpdesk

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestBanEndsWhatIsLive(t *testing.T) {
	for _, state := range States {
		ticket := &Ticket{ID: 1, CustomerID: 100, State: state, AssigneeID: 7, ResolvedAt: noon}
		event := ticket.Ban(8, "spam", noon)
		require.Equal(t, &Event{TicketID: 1, Kind: EventBanned, ActorID: 8, Note: "spam", At: noon}, event)
		if state.Live() {
			require.Equal(t, StateClosed, ticket.State, state)
			require.Equal(t, noon, ticket.ClosedAt)
		} else {
			require.Equal(t, state, ticket.State, "it had ended before")
			require.Zero(t, ticket.ClosedAt, state)
		}
		before := *ticket
		require.Equal(t, &Event{TicketID: 1, Kind: EventUnbanned, ActorID: 8, At: noon}, ticket.Unban(8, "", noon))
		require.Equal(t, before, *ticket)
	}
}
