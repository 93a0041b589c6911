package delivery

import "fmt"

// HandleError says that an update could not be handled. Its cause is for the log of the operator; it names no text.
type HandleError struct {
	UpdateID int64
	Kind     string
	Attempts int
	SetAside bool // it failed too often and is tried no more
	Err      error
}

func (e *HandleError) Error() string {
	return fmt.Sprintf("handle update %d (%s), attempt %d: %v", e.UpdateID, e.Kind, e.Attempts, e.Err)
}

func (e *HandleError) Unwrap() error { return e.Err }
