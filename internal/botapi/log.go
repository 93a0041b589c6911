package botapi

import (
	"slices"
	"time"
)

// Request is an entry of the log: one request of the bot and what became of it.
type Request struct {
	Serial      int64 // counts from 1, also past what the log still keeps
	Time        time.Time
	Duration    time.Duration
	HTTPMethod  string // GET or POST; WEBHOOK for a method in the answer to a webhook
	Method      string // of the Bot API
	Params      map[string]string
	Files       []string // uploads as field=name
	Chat        int64    // chat_id, 0 when there is none
	Code        int      // 200 or the error code; 0 when the request was cut off before it was handled
	Description string   // of the refusal
	Applied     bool     // it took effect, whether or not the bot learned of it
	Cut         bool     // the bot got no reply: a fault took it, or the bot had gone by then
	Fault       string   // what was injected, "" when nothing
	Messages    []int64  // the messages sent, edited or deleted
}

// Violation is something that Telegram swallows silently and a bot should not do.
type Violation struct {
	Time    time.Time
	Method  string
	Param   string
	Problem string
}

// recorder keeps the log.
type recorder struct {
	requests   []Request
	violations []Violation
	limit      int
	serial     int64
}

func (s *Server) record(r Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	rec := &s.recorder
	rec.serial++
	r.Serial = rec.serial
	if len(rec.requests) >= rec.limit+rec.limit/4 { // cut seldom, so that appending stays cheap
		rec.requests = append([]Request(nil), rec.requests[len(rec.requests)-rec.limit:]...)
	}
	rec.requests = append(rec.requests, r)
}

func (s *Server) violated(v Violation) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.recorder.violations) < s.recorder.limit {
		s.recorder.violations = append(s.recorder.violations, v)
	}
}

// Log is every request received, in the order in which they were finished; of methods, when given, only of these.
func (s *Server) Log(methods ...string) []Request {
	s.mu.Lock()
	defer s.mu.Unlock()
	list := s.recorder.requests[max(len(s.recorder.requests)-s.recorder.limit, 0):]
	result := make([]Request, 0, len(list))
	for _, r := range list {
		if len(methods) == 0 || slices.Contains(methods, r.Method) {
			result = append(result, r)
		}
	}
	return result
}

// Violations lists what the bot did that Telegram would have let pass.
func (s *Server) Violations() []Violation {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.recorder.violations)
}
