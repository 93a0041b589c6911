package helpdesk

// State is where a ticket stands.
type State string

// The states of a ticket. While it is live, its state follows from two facts: who has it, and who spoke last.
//
//	nobody has it                              new
//	a manager has it, and has yet to answer    open
//	        … and the manager spoke last       waiting_customer
//	        … and the customer spoke last      waiting_manager
//
//	       take, assign          answer                      the customer writes
//	new ─────────────────> open ────────> waiting_customer <─────────────────────> waiting_manager
//	 ^                      │                    │                  answer                │
//	 └─── release, hand on ─┴────────────────────┴────────────────────────────────────────┘
//
//	live ──resolve───> resolved ──the window passes──> closed, for good
//	live ──withdraw──> withdrawn
//	live ──ban───────> closed, for good: managers take nothing from its customer
//	live ──merge─────> merged, for good: what was said in it stands in another ticket
//
//	resolved, withdrawn ──reopen, or the customer writes, within the window──> live again
//
// Reopened is no state but an event: a ticket that was opened again waits for exactly what any live one waits for, and
// its history says that it came back. Assigned, transferred, noted, tagged and the like are events too: they change
// who has a ticket or what is known of it, not what it waits for. What a customer writes into a closed ticket begins a
// new one; into a merged one, it goes where that went.
const (
	StateNew             State = "new"              // waits in the queue: nobody has it
	StateOpen            State = "open"             // a manager has it, and the customer waits for the first answer
	StateWaitingCustomer State = "waiting_customer" // the manager spoke last
	StateWaitingManager  State = "waiting_manager"  // the customer spoke last, and waits for the next answer
	StateResolved        State = "resolved"         // its manager is done; the customer may come back
	StateClosed          State = "closed"           // resolved, and the time to come back is over; or its customer was banned
	StateMerged          State = "merged"           // its words stand in another ticket
	StateWithdrawn       State = "withdrawn"        // the customer took it back
)

// States are all states, for metrics that are created before anything happens.
var States = []State{
	StateNew, StateOpen, StateWaitingCustomer, StateWaitingManager, StateResolved, StateClosed, StateMerged, StateWithdrawn,
}

// Live tells whether somebody still waits for something.
func (s State) Live() bool { return s == StateNew || s.Held() }

// Held tells whether a manager works on it.
func (s State) Held() bool {
	return s == StateOpen || s == StateWaitingCustomer || s == StateWaitingManager
}

// standing is the state of a live ticket.
func (t *Ticket) standing() State {
	switch {
	case t.AssigneeID == 0:
		return StateNew
	case t.LastAuthor == AuthorManager:
		return StateWaitingCustomer
	case t.FirstResponseAt.IsZero():
		return StateOpen
	}
	return StateWaitingManager
}
