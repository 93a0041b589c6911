package helpdesk

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

var noon = time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)

const (
	maria int64 = 1
	oleg  int64 = 2
)

// each act of a manager or the customer, by name.
var acts = map[string]func(*Ticket) (*Event, error){
	"take":     func(t *Ticket) (*Event, error) { return t.Take(maria, noon) },
	"release":  func(t *Ticket) (*Event, error) { return t.Release(maria, noon) },
	"answer":   func(t *Ticket) (*Event, error) { return t.Answer(maria, noon) },
	"close":    func(t *Ticket) (*Event, error) { return t.Close(maria, noon) },
	"reopen":   func(t *Ticket) (*Event, error) { return t.Reopen(maria, noon) },
	"withdraw": func(t *Ticket) (*Event, error) { return t.Withdraw(noon) },
}

func TestActsByState(t *testing.T) {
	tests := []struct {
		state    State
		assignee int64
		act      string
		want     State
		err      error
	}{
		{StateNew, 0, "take", StateOpen, nil},
		{StateNew, 0, "release", StateNew, ErrNotAssigned},
		{StateNew, 0, "answer", StateNew, ErrNotAssigned},
		{StateNew, 0, "close", StateNew, ErrNotAssigned},
		{StateNew, 0, "reopen", StateNew, ErrLive},
		{StateNew, 0, "withdraw", StateWithdrawn, nil},

		{StateOpen, maria, "take", StateOpen, nil},
		{StateOpen, maria, "release", StateNew, nil},
		{StateOpen, maria, "answer", StateOpen, nil},
		{StateOpen, maria, "close", StateClosed, nil},
		{StateOpen, maria, "reopen", StateOpen, ErrLive},
		{StateOpen, maria, "withdraw", StateWithdrawn, nil},

		{StateOpen, oleg, "take", StateOpen, &TakenError{By: oleg}},
		{StateOpen, oleg, "release", StateOpen, &TakenError{By: oleg}},
		{StateOpen, oleg, "answer", StateOpen, &TakenError{By: oleg}},
		{StateOpen, oleg, "close", StateOpen, &TakenError{By: oleg}},

		{StateClosed, maria, "take", StateClosed, ErrNotLive},
		{StateClosed, maria, "release", StateClosed, ErrNotLive},
		{StateClosed, maria, "answer", StateClosed, ErrNotLive},
		{StateClosed, maria, "close", StateClosed, ErrNotLive},
		{StateClosed, maria, "reopen", StateOpen, nil},
		{StateClosed, maria, "withdraw", StateClosed, ErrNotLive},

		{StateWithdrawn, 0, "take", StateWithdrawn, ErrNotLive},
		{StateWithdrawn, 0, "reopen", StateNew, nil},
		{StateWithdrawn, oleg, "reopen", StateOpen, nil},
		{StateWithdrawn, 0, "withdraw", StateWithdrawn, ErrNotLive},
	}
	for _, tt := range tests {
		t.Run(string(tt.state)+" "+tt.act, func(t *testing.T) {
			ticket := Ticket{ID: 12, CustomerID: 9, State: tt.state, AssigneeID: tt.assignee}
			before := ticket
			event, err := acts[tt.act](&ticket)
			require.Equal(t, tt.err, err)
			require.Equal(t, tt.want, ticket.State)
			if err != nil {
				require.Nil(t, event)
				require.Equal(t, before, ticket, "a refused act changes nothing")
			}
		})
	}
}

func TestTakingTwiceIsNoEvent(t *testing.T) {
	ticket := Ticket{ID: 12, State: StateNew}
	event, err := ticket.Take(maria, noon)
	require.NoError(t, err)
	require.Equal(t, &Event{TicketID: 12, Kind: EventTaken, ActorID: maria, At: noon}, event)

	event, err = ticket.Take(maria, noon.Add(time.Hour))
	require.NoError(t, err)
	require.Nil(t, event)
}

func TestFirstResponseIsTheFirst(t *testing.T) {
	ticket := Ticket{State: StateOpen, AssigneeID: maria, LastAuthor: AuthorCustomer}
	_, err := ticket.Answer(maria, noon)
	require.NoError(t, err)
	_, err = ticket.Answer(maria, noon.Add(time.Hour))
	require.NoError(t, err)
	require.Equal(t, noon, ticket.FirstResponseAt)
	require.Equal(t, AuthorManager, ticket.LastAuthor)
}

func TestReopenedTicketIsNotClosed(t *testing.T) {
	ticket := Ticket{State: StateOpen, AssigneeID: maria}
	_, err := ticket.Close(maria, noon)
	require.NoError(t, err)
	require.Equal(t, noon, ticket.ClosedAt)
	_, err = ticket.Reopen(oleg, noon.Add(time.Hour))
	require.NoError(t, err)
	require.Zero(t, ticket.ClosedAt)
	require.Equal(t, maria, ticket.AssigneeID, "its manager has it again, whoever reopened it")
}

func TestNotesAndUndeliveredLeaveTheTicketAsItIs(t *testing.T) {
	for _, state := range States {
		ticket := Ticket{ID: 12, State: state, AssigneeID: maria}
		before := ticket
		require.Equal(t, &Event{TicketID: 12, Kind: EventNoted, ActorID: oleg, At: noon}, ticket.Note(oleg, noon))
		require.Equal(t, &Event{TicketID: 12, Kind: EventUndelivered, Note: "blocked", At: noon}, ticket.Undelivered("blocked", noon))
		require.Equal(t, before, ticket)
	}
}

// Errors are logged, and who has a ticket is nobody's business there.
func TestTakenErrorNamesNobody(t *testing.T) {
	t.Parallel()
	require.Equal(t, "another manager has the ticket", (&TakenError{By: 2001}).Error())
}
