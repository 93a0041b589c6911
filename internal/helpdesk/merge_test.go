package helpdesk

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestMerge(t *testing.T) {
	early, late := noon, noon.Add(time.Hour)
	from := Ticket{
		ID: 2, CustomerID: 9, State: StateOpen, AssigneeID: maria, LastAuthor: AuthorCustomer, CreatedAt: early,
		WaitingSince: early, Priority: PriorityUrgent, Tags: []string{"брак", "опт"},
	}
	into := Ticket{
		ID: 1, CustomerID: 9, State: StateNew, LastAuthor: AuthorManager, FirstResponseAt: early, CreatedAt: early,
		WaitingSince: late, Priority: PriorityLow, Tags: []string{"опт"},
	}
	merged, absorbed, err := from.Merge(&into, colleague, late)
	require.NoError(t, err)
	require.Equal(t, &Event{TicketID: 2, Kind: EventMerged, ActorID: maria, OtherID: 1, At: late}, merged)
	require.Equal(t, &Event{TicketID: 1, Kind: EventAbsorbed, ActorID: maria, OtherID: 2, At: late}, absorbed)

	require.Equal(t, StateMerged, from.State)
	require.Equal(t, int64(1), from.MergedInto)
	require.Equal(t, late, from.ClosedAt)

	require.Equal(t, StateWaitingManager, into.State, "the customer waits in one of them")
	require.Equal(t, maria, into.AssigneeID, "who had one of them has both")
	require.Equal(t, early, into.WaitingSince)
	require.Equal(t, PriorityUrgent, into.Priority)
	require.Equal(t, []string{"брак", "опт"}, into.Tags)
}

func TestAdministratorMergesWhatOthersHave(t *testing.T) {
	from := Ticket{ID: 2, State: StateOpen, AssigneeID: maria, LastAuthor: AuthorCustomer}
	into := Ticket{ID: 1, State: StateWaitingCustomer, AssigneeID: oleg, LastAuthor: AuthorManager, FirstResponseAt: noon}
	_, _, err := from.Merge(&into, boss, noon)
	require.NoError(t, err)
	require.Equal(t, oleg, into.AssigneeID, "who had it has it")
	require.Equal(t, StateWaitingManager, into.State)
}

func TestMergeTakesOverThatSomebodyAnswered(t *testing.T) {
	from := Ticket{ID: 2, State: StateWaitingCustomer, AssigneeID: maria, LastAuthor: AuthorManager, FirstResponseAt: noon}
	into := Ticket{ID: 1, State: StateNew, LastAuthor: AuthorCustomer, CreatedAt: noon.Add(time.Minute)}
	_, _, err := from.Merge(&into, colleague, noon.Add(time.Hour))
	require.NoError(t, err)
	require.Equal(t, StateWaitingManager, into.State)
	require.Equal(t, into.CreatedAt, into.FirstResponseAt, "not before it was made")
}

func TestWhatIsNotMerged(t *testing.T) {
	tests := []struct {
		name       string
		from, into Ticket
		err        error
	}{
		{"itself", Ticket{ID: 1, State: StateNew}, Ticket{ID: 1, State: StateNew}, ErrSameTicket},
		{"another customer's", Ticket{ID: 1, State: StateNew, CustomerID: 8}, Ticket{ID: 2, State: StateNew, CustomerID: 9}, ErrOtherCustomer},
		{"resolved", Ticket{ID: 1, State: StateResolved}, Ticket{ID: 2, State: StateNew}, &MergeError{1, ErrNotLive}},
		{"into a closed one", Ticket{ID: 1, State: StateNew}, Ticket{ID: 2, State: StateClosed}, &MergeError{2, ErrFinal}},
		{"merged", Ticket{ID: 1, State: StateMerged, MergedInto: 5}, Ticket{ID: 2, State: StateNew}, &MergeError{1, &MergedError{5}}},
		{"a colleague's", Ticket{ID: 1, State: StateOpen, AssigneeID: oleg}, Ticket{ID: 2, State: StateNew}, &MergeError{1, &TakenError{oleg}}},
		{"into a colleague's", Ticket{ID: 1, State: StateNew}, Ticket{ID: 2, State: StateOpen, AssigneeID: oleg}, &MergeError{2, &TakenError{oleg}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			from, into := tt.from, tt.into
			_, _, err := from.Merge(&into, colleague, noon)
			require.Equal(t, tt.err, err)
			require.Equal(t, tt.from, from)
			require.Equal(t, tt.into, into)
		})
	}
}

func TestSplit(t *testing.T) {
	ticket := standingTicket(StateWaitingManager, maria)
	ticket.Topic, ticket.Priority = "Доставка", PriorityHigh
	said := Message{TicketID: 12, Author: AuthorCustomer, Text: "А ещё верните деньги", CreatedAt: noon}
	part, event, err := ticket.Split(said, AuthorManager, maria, noon.Add(time.Hour))
	require.NoError(t, err)
	require.Equal(t, &Event{TicketID: 12, Kind: EventSplit, ActorID: maria, At: noon.Add(time.Hour)}, event)
	require.Equal(t, StateWaitingCustomer, ticket.State, "what is left was answered")
	require.Equal(t, &Ticket{
		CustomerID: 9, State: StateNew, Origin: OriginSplit, ParentID: 12, Topic: "Доставка",
		Question: "А ещё верните деньги", Priority: PriorityHigh, LastAuthor: AuthorCustomer,
		CreatedAt: noon.Add(time.Hour), WaitingSince: noon,
	}, part)

	_, _, err = ticket.Split(Message{TicketID: 12, Author: AuthorManager}, AuthorCustomer, maria, noon)
	require.Equal(t, ErrNotCustomers, err)
	_, _, err = ticket.Split(said, AuthorCustomer, oleg, noon)
	require.Equal(t, &TakenError{By: maria}, err)
}

func TestTags(t *testing.T) {
	require.Equal(t, []string{"vip", "брак", "склад-2"}, ParseTags(" #Брак,VIP  склад-2; #брак "))
	require.Empty(t, ParseTags(" #, . "))

	ticket := Ticket{ID: 12, State: StateNew, Tags: []string{"опт"}}
	event, err := ticket.Tag([]string{"брак", "опт"}, maria, noon)
	require.NoError(t, err)
	require.Equal(t, &Event{TicketID: 12, Kind: EventTagged, ActorID: maria, Note: "брак", At: noon}, event)
	require.Equal(t, []string{"брак", "опт"}, ticket.Tags)
	event, err = ticket.Tag([]string{"опт"}, maria, noon)
	require.NoError(t, err)
	require.Nil(t, event)
	event, err = ticket.Untag([]string{"опт", "vip"}, maria, noon)
	require.NoError(t, err)
	require.Equal(t, &Event{TicketID: 12, Kind: EventUntagged, ActorID: maria, Note: "опт", At: noon}, event)
	require.Equal(t, []string{"брак"}, ticket.Tags)
}

func TestPrioritise(t *testing.T) {
	ticket := Ticket{ID: 12, State: StateNew, Priority: PriorityNormal}
	event, err := ticket.Prioritise(PriorityNormal, maria, noon)
	require.NoError(t, err)
	require.Nil(t, event)
	event, err = ticket.Prioritise(PriorityUrgent, maria, noon)
	require.NoError(t, err)
	require.Equal(t, &Event{TicketID: 12, Kind: EventPrioritised, ActorID: maria, Note: "urgent", At: noon}, event)
}
