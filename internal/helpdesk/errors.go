package helpdesk

import (
	"errors"
	"fmt"
)

// ErrNotFound says that there is no such ticket, message, person or thing.
var ErrNotFound = errors.New("not found")

// ErrNameTaken says that something else has the name already.
var ErrNameTaken = errors.New("the name is taken")

// Errors of acts that the state of a ticket does not allow.
var (
	ErrNotLive     = errors.New("ticket is not live")
	ErrLive        = errors.New("ticket is live")
	ErrFinal       = errors.New("ticket is closed for good")
	ErrNotAssigned = errors.New("nobody has the ticket")
	ErrBanned      = errors.New("the customer is banned")
	ErrOwn         = errors.New("who shall have the ticket is its customer")

	// Of two tickets.
	ErrSameTicket    = errors.New("a ticket cannot be merged with itself")
	ErrOtherCustomer = errors.New("the tickets are of two customers")

	ErrNotCustomers = errors.New("only a customer's message can be split off")
)

// Errors of ratings.
var (
	ErrNoScore = errors.New("there is no such score")
	ErrRated   = errors.New("the score can be changed no more")
)

// TakenError says that another manager has the ticket. Its words do not name the manager, since errors are logged.
type TakenError struct{ By int64 }

func (e *TakenError) Error() string { return "another manager has the ticket" }

// MergedError says that what was said in the ticket stands in another one.
type MergedError struct{ Into int64 }

func (e *MergedError) Error() string { return fmt.Sprintf("ticket is merged into ticket %d", e.Into) }

// MergeError says which of two tickets cannot be merged, and why.
type MergeError struct {
	TicketID int64
	Err      error
}

func (e *MergeError) Error() string { return fmt.Sprintf("merge ticket %d: %v", e.TicketID, e.Err) }

func (e *MergeError) Unwrap() error { return e.Err }
