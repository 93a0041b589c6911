package helpdesk

import (
	"errors"
	"reflect"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// TestTicketInvariants lets managers, the customer and the bot act on two tickets in any order and holds what is always
// true of each.
func TestTicketInvariants(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		now := noon
		tickets := []*Ticket{newTicket(1), newTicket(2)}
		step := func(kinds []EventKind, act func(of *Ticket, manager int64) (*Event, error)) func(*rapid.T) {
			return func(t *rapid.T) {
				now = now.Add(time.Duration(rapid.SampledFrom([]int{1, 60, 5 * 24 * 60}).Draw(t, "minutes")) * time.Minute)
				ticket := rapid.SampledFrom(tickets).Draw(t, "ticket")
				manager := rapid.SampledFrom([]int64{1, 2, 3, 100}).Draw(t, "manager") // the last is the customer
				before := *ticket
				event, err := act(ticket, manager)
				checkStep(t, before, *ticket, event, err, kinds, now)
				checkTaken(t, before, manager, err)
			}
		}
		other := func(t *Ticket) *Ticket { return tickets[2-t.ID] }
		t.Repeat(map[string]func(*rapid.T){
			"take": step([]EventKind{EventTaken}, func(of *Ticket, m int64) (*Event, error) { return of.Take(m, now) }),
			"assign": step([]EventKind{EventAssigned, EventTaken}, func(of *Ticket, m int64) (*Event, error) {
				return of.Assign(m, &Manager{ID: 4, Role: RoleManager}, "", now)
			}),
			"transfer": step([]EventKind{EventTransferred}, func(of *Ticket, m int64) (*Event, error) {
				return of.Transfer(m, [...]int64{1: 2, 2: 100, 3: 1}[min(m, 3)], "", now)
			}),
			"release": step([]EventKind{EventReleased}, func(of *Ticket, m int64) (*Event, error) { return of.Release(m, now) }),
			"hand on": step([]EventKind{EventReleased}, func(of *Ticket, _ int64) (*Event, error) { return of.HandOn("", now) }),
			"answer":  step([]EventKind{EventAnswered}, func(of *Ticket, m int64) (*Event, error) { return of.Answer(m, now) }),
			"take back": step([]EventKind{EventDeleted, EventUnanswered}, func(of *Ticket, m int64) (*Event, error) {
				return unanswer(t, of, m, now), nil
			}),
			"write": step([]EventKind{EventReplied, EventReopened}, func(of *Ticket, _ int64) (*Event, error) {
				return of.CustomerWrote(week, now)
			}),
			"resolve":  step([]EventKind{EventResolved}, func(of *Ticket, m int64) (*Event, error) { return of.Resolve(m, now) }),
			"close":    step([]EventKind{EventClosed}, func(of *Ticket, _ int64) (*Event, error) { return of.Close(week, now), nil }),
			"reopen":   step([]EventKind{EventReopened}, func(of *Ticket, m int64) (*Event, error) { return of.Reopen(m, week, now) }),
			"withdraw": step([]EventKind{EventWithdrawn}, func(of *Ticket, _ int64) (*Event, error) { return of.Withdraw(now) }),
			"merge": step([]EventKind{EventMerged}, func(of *Ticket, m int64) (*Event, error) {
				merged, _, err := of.Merge(other(of), &Manager{ID: m, Role: RoleManager}, now)
				return merged, err
			}),
			"": func(t *rapid.T) { checkTicket(t, *tickets[0]); checkTicket(t, *tickets[1]) },
		})
	})
}

// unanswer takes back one or more of the answers of a ticket, none of them where there is none.
func unanswer(t *rapid.T, of *Ticket, manager int64, now time.Time) *Event {
	if of.FirstResponseAt.IsZero() {
		return nil
	}
	before := *of
	var said Standing
	if rapid.Bool().Draw(t, "an answer stands") {
		said.FirstAnswer, said.LastAnswer = of.FirstResponseAt, of.FirstResponseAt
	}
	if said.LastAnswer.IsZero() || rapid.Bool().Draw(t, "the customer has asked since") || of.LastAuthor == AuthorCustomer {
		said.Asked = later(said.LastAnswer, of.CreatedAt)
	}
	event := of.Unanswer(manager, said, now)
	final := before.State == StateClosed || before.State == StateMerged
	switch waits := !said.Asked.IsZero(); {
	case final && event.Kind != EventDeleted, !final && of.FirstResponseAt != said.FirstAnswer:
		t.Fatalf("%s of a ticket that was %s, first answered at %v", event.Kind, before.State, of.FirstResponseAt)
	case !final && waits && (of.LastAuthor != AuthorCustomer || !of.WaitingSince.Equal(said.Asked)):
		t.Fatalf("the customer waits since %v", of.WaitingSince)
	case !waits && (event.Kind != EventDeleted || of.LastAuthor != before.LastAuthor):
		t.Fatal("nobody waits for what was taken back")
	}
	return event
}

func newTicket(id int64) *Ticket {
	return &Ticket{
		ID: id, CustomerID: 100, State: StateNew, LastAuthor: AuthorCustomer, Priority: PriorityNormal,
		CreatedAt: noon, WaitingSince: noon,
	}
}

// checkTicket holds what is true of a ticket in any state.
func checkTicket(t *rapid.T, ticket Ticket) {
	state := ticket.State
	switch {
	case state.Live() && state != ticket.standing():
		t.Fatalf("%s, yet it stands as %s", state, ticket.standing())
	case state.Held() != (state.Live() && ticket.AssigneeID != 0):
		t.Fatalf("%s, and manager %d has it", state, ticket.AssigneeID)
	case ticket.AssigneeID == ticket.CustomerID:
		t.Fatal("the customer has the ticket")
	case (state == StateResolved || state == StateClosed) && ticket.AssigneeID == 0:
		t.Fatal("nobody resolved the resolved ticket")
	case (state == StateResolved || state == StateClosed) == ticket.ResolvedAt.IsZero():
		t.Fatalf("%s, resolved at %v", state, ticket.ResolvedAt)
	case (state == StateClosed || state == StateMerged || state == StateWithdrawn) == ticket.ClosedAt.IsZero():
		t.Fatalf("%s, closed at %v", state, ticket.ClosedAt)
	case state == StateClosed && ticket.ClosedAt.Before(ticket.ResolvedAt.Add(week)):
		t.Fatal("closed while the customer might come back")
	case (state == StateMerged) != (ticket.MergedInto != 0):
		t.Fatalf("%s, merged into %d", state, ticket.MergedInto)
	case ticket.LastAuthor == AuthorManager && ticket.FirstResponseAt.IsZero():
		t.Fatal("a manager spoke, but never first")
	case !ticket.FirstResponseAt.IsZero() && ticket.FirstResponseAt.Before(ticket.CreatedAt):
		t.Fatal("answered before it was made")
	case ticket.WaitingSince.Before(ticket.CreatedAt):
		t.Fatal("somebody waited before it was made")
	}
}

// checkStep holds what is true of any act: a refused one changes nothing, a done one leaves its event, and what is not
// the act's to change stays.
func checkStep(t *rapid.T, before, after Ticket, event *Event, err error, kinds []EventKind, now time.Time) {
	same := reflect.DeepEqual(before, after)
	final := before.State == StateClosed || before.State == StateMerged
	switch {
	case err != nil && (event != nil || !same):
		t.Fatalf("%s was refused (%v), yet something changed", kinds, err)
	case err == nil && event == nil && !same:
		t.Fatalf("%s left no event", kinds)
	case final && !same:
		t.Fatalf("%s changed a ticket that was %s for good", kinds, before.State)
	case event != nil && (!slices.Contains(kinds, event.Kind) || event.TicketID != after.ID || !event.At.Equal(now)):
		t.Fatalf("%s left the event %+v", kinds, *event)
	case !before.FirstResponseAt.IsZero() && !after.FirstResponseAt.IsZero() && !before.FirstResponseAt.Equal(after.FirstResponseAt):
		t.Fatal("the first response happened twice")
	}
}

// checkTaken holds that a manager acts on another's ticket only to reopen it, and is told whose it is.
func checkTaken(t *rapid.T, before Ticket, manager int64, err error) {
	var merge *MergeError
	if errors.As(err, &merge) && merge.TicketID != before.ID {
		return
	}
	var taken *TakenError
	if errors.As(err, &taken) && (taken.By == manager || taken.By != before.AssigneeID || !before.State.Live()) {
		t.Fatalf("manager %d was told that %d has the ticket of %d", manager, taken.By, before.AssigneeID)
	}
}
