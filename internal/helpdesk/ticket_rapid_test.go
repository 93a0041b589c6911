package helpdesk

import (
	"errors"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// TestTicketInvariants lets managers and the customer act on a ticket in any order and holds what is always true.
func TestTicketInvariants(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		ticket := Ticket{ID: 1, CustomerID: 100, State: StateNew, LastAuthor: AuthorCustomer, CreatedAt: noon}
		now := noon
		step := func(act func(manager int64) (*Event, error), kind EventKind) func(*rapid.T) {
			return func(t *rapid.T) {
				now = now.Add(time.Minute)
				manager := rapid.Int64Range(1, 3).Draw(t, "manager")
				before := ticket
				event, err := act(manager)
				checkStep(t, before, ticket, event, err, kind, now)
				checkTaken(t, before, manager, err)
			}
		}
		t.Repeat(map[string]func(*rapid.T){
			"take":    step(func(m int64) (*Event, error) { return ticket.Take(m, now) }, EventTaken),
			"release": step(func(m int64) (*Event, error) { return ticket.Release(m, now) }, EventReleased),
			"answer":  step(func(m int64) (*Event, error) { return ticket.Answer(m, now) }, EventAnswered),
			"close":   step(func(m int64) (*Event, error) { return ticket.Close(m, now) }, EventClosed),
			"reopen":  step(func(m int64) (*Event, error) { return ticket.Reopen(m, now) }, EventReopened),
			"withdraw": step(func(int64) (*Event, error) {
				return ticket.Withdraw(now)
			}, EventWithdrawn),
			"": func(t *rapid.T) { checkTicket(t, ticket) },
		})
	})
}

// checkTicket holds what is true of a ticket in any state.
func checkTicket(t *rapid.T, ticket Ticket) {
	switch {
	case ticket.State == StateNew && ticket.AssigneeID != 0:
		t.Fatalf("a ticket in the queue has manager %d", ticket.AssigneeID)
	case ticket.State == StateOpen && ticket.AssigneeID == 0:
		t.Fatal("an open ticket has no manager")
	case ticket.State == StateClosed && ticket.AssigneeID == 0:
		t.Fatal("nobody closed the closed ticket")
	case ticket.State.Live() != ticket.ClosedAt.IsZero():
		t.Fatalf("%s, closed at %v", ticket.State, ticket.ClosedAt)
	case ticket.LastAuthor == AuthorManager && ticket.FirstResponseAt.IsZero():
		t.Fatal("a manager spoke, but never first")
	case !ticket.FirstResponseAt.IsZero() && ticket.FirstResponseAt.Before(ticket.CreatedAt):
		t.Fatal("answered before it was made")
	}
}

// checkStep holds what is true of any act: a refused one changes nothing, a done one leaves its event, and what is not
// the act's to change stays.
func checkStep(t *rapid.T, before, after Ticket, event *Event, err error, kind EventKind, now time.Time) {
	same := before.State == after.State && before.AssigneeID == after.AssigneeID && before.ClosedAt.Equal(after.ClosedAt) &&
		before.FirstResponseAt.Equal(after.FirstResponseAt) && before.LastAuthor == after.LastAuthor
	switch {
	case err != nil && (event != nil || !same):
		t.Fatalf("%s was refused (%v), yet something changed", kind, err)
	case err == nil && event == nil && (!same || kind != EventTaken):
		t.Fatalf("%s left no event", kind)
	case event != nil && (event.Kind != kind || event.TicketID != after.ID || !event.At.Equal(now)):
		t.Fatalf("%s left the event %+v", kind, *event)
	case !before.FirstResponseAt.IsZero() && !before.FirstResponseAt.Equal(after.FirstResponseAt):
		t.Fatal("the first response happened twice")
	}
}

// checkTaken holds that a manager acts on another's ticket only to reopen it, and is told whose it is.
func checkTaken(t *rapid.T, before Ticket, manager int64, err error) {
	var taken *TakenError
	if errors.As(err, &taken) && (taken.By == manager || taken.By != before.AssigneeID || !before.State.Live()) {
		t.Fatalf("manager %d was told that %d has the ticket of %d", manager, taken.By, before.AssigneeID)
	}
}
