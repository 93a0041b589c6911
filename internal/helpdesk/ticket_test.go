package helpdesk

import (
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

var noon = time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)

const (
	maria int64 = 1
	oleg  int64 = 2
	third int64 = 4
)

// boss is an administrator, who may take a ticket out of the hands of others.
var (
	colleague = &Manager{ID: maria, Role: RoleManager}
	boss      = &Manager{ID: 3, Role: RoleAdministrator}
)

// week is how long customers may come back.
const week = 7 * 24 * time.Hour

// each act of Maria, her boss, the customer or the bot, by name.
var acts = map[string]func(*Ticket) (*Event, error){
	"take":        func(t *Ticket) (*Event, error) { return t.Take(maria, noon) },
	"assign":      func(t *Ticket) (*Event, error) { return t.Assign(third, colleague, "", noon) },
	"boss":        func(t *Ticket) (*Event, error) { return t.Assign(maria, boss, "", noon) },
	"transfer":    func(t *Ticket) (*Event, error) { return t.Transfer(maria, oleg, "", noon) },
	"release":     func(t *Ticket) (*Event, error) { return t.Release(maria, noon) },
	"hand on":     func(t *Ticket) (*Event, error) { return t.HandOn("silent", noon) },
	"answer":      func(t *Ticket) (*Event, error) { return t.Answer(maria, noon) },
	"write":       func(t *Ticket) (*Event, error) { return t.CustomerWrote(week, noon) },
	"resolve":     func(t *Ticket) (*Event, error) { return t.Resolve(maria, noon) },
	"close":       func(t *Ticket) (*Event, error) { return t.Close(week, noon), nil },
	"close late":  func(t *Ticket) (*Event, error) { return t.Close(week, noon.Add(week)), nil },
	"reopen":      func(t *Ticket) (*Event, error) { return t.Reopen(maria, week, noon) },
	"reopen late": func(t *Ticket) (*Event, error) { return t.Reopen(maria, week, noon.Add(week)) },
	"withdraw":    func(t *Ticket) (*Event, error) { return t.Withdraw(noon) },
	"prioritise":  func(t *Ticket) (*Event, error) { return t.Prioritise(PriorityUrgent, maria, noon) },
	"tag":         func(t *Ticket) (*Event, error) { return t.Tag([]string{"брак"}, maria, noon) },
}

func TestActsByState(t *testing.T) {
	olegs, merged := &TakenError{By: oleg}, &MergedError{Into: 7}
	tests := []struct {
		state    State
		assignee int64
		act      string
		want     State
		err      error
	}{
		{StateNew, 0, "take", StateOpen, nil},
		{StateNew, 0, "assign", StateOpen, nil},
		{StateNew, 0, "transfer", StateNew, ErrNotAssigned},
		{StateNew, 0, "release", StateNew, ErrNotAssigned},
		{StateNew, 0, "hand on", StateNew, ErrNotAssigned},
		{StateNew, 0, "answer", StateNew, ErrNotAssigned},
		{StateNew, 0, "write", StateNew, nil},
		{StateNew, 0, "resolve", StateNew, ErrNotAssigned},
		{StateNew, 0, "close late", StateNew, nil},
		{StateNew, 0, "reopen", StateNew, ErrLive},
		{StateNew, 0, "withdraw", StateWithdrawn, nil},
		{StateNew, 0, "prioritise", StateNew, nil},
		{StateNew, 0, "tag", StateNew, nil},

		{StateOpen, maria, "take", StateOpen, nil},
		{StateOpen, maria, "assign", StateOpen, nil},
		{StateOpen, maria, "transfer", StateOpen, nil},
		{StateOpen, maria, "release", StateNew, nil},
		{StateOpen, maria, "hand on", StateNew, nil},
		{StateOpen, maria, "answer", StateWaitingCustomer, nil},
		{StateOpen, maria, "write", StateOpen, nil},
		{StateOpen, maria, "resolve", StateResolved, nil},
		{StateOpen, maria, "close late", StateOpen, nil},
		{StateOpen, maria, "reopen", StateOpen, ErrLive},
		{StateOpen, maria, "withdraw", StateWithdrawn, nil},

		{StateWaitingCustomer, maria, "take", StateWaitingCustomer, nil},
		{StateWaitingCustomer, maria, "transfer", StateWaitingCustomer, nil},
		{StateWaitingCustomer, maria, "release", StateNew, nil},
		{StateWaitingCustomer, maria, "answer", StateWaitingCustomer, nil},
		{StateWaitingCustomer, maria, "write", StateWaitingManager, nil},
		{StateWaitingCustomer, maria, "resolve", StateResolved, nil},
		{StateWaitingCustomer, maria, "withdraw", StateWithdrawn, nil},

		{StateWaitingManager, maria, "transfer", StateWaitingManager, nil},
		{StateWaitingManager, maria, "release", StateNew, nil},
		{StateWaitingManager, maria, "answer", StateWaitingCustomer, nil},
		{StateWaitingManager, maria, "write", StateWaitingManager, nil},
		{StateWaitingManager, maria, "resolve", StateResolved, nil},
		{StateWaitingManager, maria, "withdraw", StateWithdrawn, nil},

		{StateOpen, oleg, "take", StateOpen, olegs},
		{StateOpen, oleg, "assign", StateOpen, olegs},
		{StateWaitingManager, oleg, "boss", StateWaitingManager, nil},
		{StateOpen, oleg, "transfer", StateOpen, olegs},
		{StateOpen, oleg, "release", StateOpen, olegs},
		{StateOpen, oleg, "answer", StateOpen, olegs},
		{StateOpen, oleg, "resolve", StateOpen, olegs},
		{StateOpen, oleg, "prioritise", StateOpen, nil},
		{StateOpen, oleg, "tag", StateOpen, nil},

		{StateResolved, maria, "take", StateResolved, ErrNotLive},
		{StateResolved, maria, "assign", StateResolved, ErrNotLive},
		{StateResolved, maria, "release", StateResolved, ErrNotLive},
		{StateResolved, maria, "answer", StateResolved, ErrNotLive},
		{StateResolved, maria, "write", StateWaitingManager, nil},
		{StateResolved, maria, "resolve", StateResolved, ErrNotLive},
		{StateResolved, maria, "close", StateResolved, nil},
		{StateResolved, maria, "close late", StateClosed, nil},
		{StateResolved, maria, "reopen", StateWaitingCustomer, nil},
		{StateResolved, maria, "withdraw", StateResolved, ErrNotLive},
		{StateResolved, maria, "prioritise", StateResolved, ErrNotLive},
		{StateResolved, maria, "tag", StateResolved, nil},

		{StateClosed, maria, "take", StateClosed, ErrFinal},
		{StateClosed, maria, "answer", StateClosed, ErrFinal},
		{StateClosed, maria, "write", StateClosed, ErrFinal},
		{StateClosed, maria, "close late", StateClosed, nil},
		{StateClosed, maria, "reopen", StateClosed, ErrFinal},
		{StateClosed, maria, "withdraw", StateClosed, ErrFinal},
		{StateClosed, maria, "tag", StateClosed, nil},

		{StateMerged, maria, "take", StateMerged, merged},
		{StateMerged, maria, "answer", StateMerged, merged},
		{StateMerged, maria, "write", StateMerged, merged},
		{StateMerged, maria, "reopen", StateMerged, merged},
		{StateMerged, maria, "withdraw", StateMerged, merged},
		{StateMerged, maria, "tag", StateMerged, merged},

		{StateWithdrawn, 0, "take", StateWithdrawn, ErrNotLive},
		{StateWithdrawn, 0, "reopen", StateNew, nil},
		{StateWithdrawn, 0, "reopen late", StateWithdrawn, ErrFinal},
		{StateWithdrawn, oleg, "reopen", StateWaitingCustomer, nil},
		{StateWithdrawn, 0, "write", StateNew, nil},
		{StateWithdrawn, 0, "close late", StateWithdrawn, nil},
		{StateWithdrawn, 0, "withdraw", StateWithdrawn, ErrNotLive},
	}
	for _, tt := range tests {
		t.Run(string(tt.state)+" "+tt.act, func(t *testing.T) {
			ticket := standingTicket(tt.state, tt.assignee)
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

// standingTicket is a ticket in a state, with all that belongs to it.
func standingTicket(s State, assignee int64) Ticket {
	t := Ticket{
		ID: 12, CustomerID: 9, State: s, AssigneeID: assignee, Priority: PriorityNormal,
		LastAuthor: AuthorCustomer, CreatedAt: noon, WaitingSince: noon,
	}
	answered := []State{StateWaitingCustomer, StateResolved, StateClosed, StateWithdrawn, StateMerged}
	if s == StateWaitingManager || assignee != 0 && slices.Contains(answered, s) {
		t.FirstResponseAt = noon
	}
	if assignee != 0 && slices.Contains(answered, s) {
		t.LastAuthor = AuthorManager
	}
	if s == StateResolved || s == StateClosed {
		t.ResolvedAt = noon
	}
	if s == StateMerged {
		t.MergedInto = 7
	}
	if s == StateClosed {
		t.ClosedAt = noon.Add(week)
	}
	if s == StateMerged || s == StateWithdrawn {
		t.ClosedAt = noon
	}
	return t
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
	ticket := Ticket{State: StateOpen, AssigneeID: maria, CustomerID: 9, LastAuthor: AuthorCustomer}
	_, err := ticket.Resolve(maria, noon)
	require.NoError(t, err)
	require.Equal(t, noon, ticket.ResolvedAt)
	event, err := ticket.CustomerWrote(week, noon.Add(time.Hour))
	require.NoError(t, err)
	require.Equal(t, &Event{Kind: EventReopened, ActorID: 9, At: noon.Add(time.Hour)}, event)
	require.Zero(t, ticket.ResolvedAt)
	require.Equal(t, maria, ticket.AssigneeID, "its manager has it again, whoever reopened it")
	require.Equal(t, StateOpen, ticket.State, "nobody ever answered")
	require.Equal(t, noon.Add(time.Hour), ticket.WaitingSince)
}

func TestWaitingSinceTheTurnChanged(t *testing.T) {
	ticket := Ticket{AssigneeID: maria, CustomerID: 9, State: StateOpen, LastAuthor: AuthorCustomer, WaitingSince: noon}
	at := func(minutes int) time.Time { return noon.Add(time.Duration(minutes) * time.Minute) }
	_, err := ticket.CustomerWrote(week, at(1))
	require.NoError(t, err)
	require.Equal(t, noon, ticket.WaitingSince, "the customer waits since the first word")
	_, err = ticket.Answer(maria, at(2))
	require.NoError(t, err)
	_, err = ticket.Answer(maria, at(3))
	require.NoError(t, err)
	require.Equal(t, at(3), ticket.WaitingSince, "the manager waits since the last word")
	event, err := ticket.CustomerWrote(week, at(4))
	require.NoError(t, err)
	require.Equal(t, &Event{Kind: EventReplied, ActorID: 9, At: at(4)}, event)
	event, err = ticket.CustomerWrote(week, at(5))
	require.NoError(t, err)
	require.Nil(t, event)
	require.Equal(t, at(4), ticket.WaitingSince)
}

func TestHandingOver(t *testing.T) {
	ticket := standingTicket(StateOpen, maria)
	event, err := ticket.Transfer(maria, oleg, "знает склад", noon)
	require.NoError(t, err)
	require.Equal(t, &Event{
		TicketID: 12, Kind: EventTransferred, ActorID: maria, OtherID: oleg, Note: "знает склад", At: noon,
	}, event)
	event, err = ticket.Transfer(oleg, oleg, "", noon)
	require.NoError(t, err)
	require.Nil(t, event)
	event, err = ticket.Assign(boss.ID, boss, "", noon)
	require.NoError(t, err)
	require.Equal(t, EventTaken, event.Kind, "who assigns it to oneself takes it")
	event, err = ticket.HandOn("silent", noon)
	require.NoError(t, err)
	require.Equal(t, &Event{TicketID: 12, Kind: EventReleased, Note: "silent", At: noon}, event)
}

func TestAnswersTakenBack(t *testing.T) {
	at := func(hour int) time.Time { return noon.Add(time.Duration(hour) * time.Hour) }
	ticket := &Ticket{ID: 12, CustomerID: 100, State: StateOpen, AssigneeID: maria, LastAuthor: AuthorCustomer, CreatedAt: noon, WaitingSince: noon}
	did := func(_ *Event, err error) { t.Helper(); require.NoError(t, err) }
	did(ticket.Answer(maria, at(1)))
	did(ticket.Answer(maria, at(2)))

	require.Equal(t, EventDeleted, ticket.Unanswer(maria, Standing{FirstAnswer: at(2), LastAnswer: at(2)}, at(3)).Kind, "the other one stands")
	require.Equal(t, StateWaitingCustomer, ticket.State)
	require.Equal(t, at(2), ticket.FirstResponseAt)
	require.Equal(t, &Event{TicketID: 12, Kind: EventUnanswered, ActorID: maria, At: at(3)}, ticket.Unanswer(maria, Standing{Asked: noon}, at(3)))
	require.Equal(t, StateOpen, ticket.State, "nobody has answered yet")
	require.Equal(t, noon, ticket.WaitingSince, "the customer has waited all the time")
	require.Zero(t, ticket.FirstResponseAt)

	did(ticket.Answer(maria, at(4)))
	did(ticket.CustomerWrote(week, at(5)))
	did(ticket.Answer(maria, at(6)))
	first := Standing{FirstAnswer: at(4), LastAnswer: at(4), Asked: at(5)}
	require.Equal(t, EventUnanswered, ticket.Unanswer(maria, first, at(7)).Kind, "what was said before the question does not answer it")
	require.Equal(t, StateWaitingManager, ticket.State)
	require.Equal(t, at(5), ticket.WaitingSince)
	require.Equal(t, EventUnanswered, ticket.Unanswer(maria, Standing{Asked: noon}, at(7)).Kind, "the wait is longer now")
	require.Equal(t, StateOpen, ticket.State)
	require.Equal(t, noon, ticket.WaitingSince)

	did(ticket.Answer(maria, at(8)))
	did(ticket.Resolve(maria, at(9)))
	require.Equal(t, EventUnanswered, ticket.Unanswer(maria, Standing{Asked: noon}, at(10)).Kind)
	require.Equal(t, StateResolved, ticket.State, "what is over stays so")
	did(ticket.Reopen(maria, week, at(11)))
	require.Equal(t, StateOpen, ticket.State, "but nobody answered it")
}

func TestNotesAndUndeliveredLeaveTheTicketAsItIs(t *testing.T) {
	for _, state := range States {
		ticket := Ticket{ID: 12, State: state, AssigneeID: maria}
		before := ticket
		require.Equal(t, &Event{TicketID: 12, Kind: EventNoted, ActorID: oleg, At: noon}, ticket.Note(oleg, noon))
		require.Equal(t, &Event{TicketID: 12, Kind: EventUndelivered, Note: "blocked", At: noon}, ticket.Undelivered("blocked", noon))
		require.Equal(t, &Event{TicketID: 12, Kind: EventNoteUndelivered, OtherID: oleg, Note: "blocked", At: noon},
			ticket.NoteUndelivered(oleg, "blocked", noon))
		require.Equal(t, before, ticket)
	}
}

// Errors are logged, and who has a ticket is nobody's business there.
func TestTakenErrorNamesNobody(t *testing.T) {
	t.Parallel()
	require.Equal(t, "another manager has the ticket", (&TakenError{By: 2001}).Error())
}
