package helpdesk

import "time"

// Period is a span of time, from its beginning to before its end.
type Period struct {
	From time.Time `json:"from"`
	To   time.Time `json:"to"`
}

// Export is an administrator's wish for a file of the tickets that were opened in a period.
type Export struct {
	ManagerID int64
	Period    Period
}

// Record is a ticket with what is told of it in a table.
type Record struct {
	Ticket   Ticket
	Customer Customer
	Assignee string // the name of the manager who has it, or had it last; empty for nobody
	Reopened int    // how often
	Breached int    // how many targets were missed
	Score    int    // the customer's, 0 for none
	Comment  string // the customer's, to the score
}
