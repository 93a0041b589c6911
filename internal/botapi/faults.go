package botapi

import (
	"context"
	"fmt"
	"math/rand/v2"
	"net/http"
	"slices"
	"sync"
	"time"
)

// Fault is something that goes wrong between the bot and Telegram. Its first group of fields says which requests it
// hits, the second what happens to them.
type Fault struct {
	Method      string  // only this method; "" means every one
	Chat        int64   // only requests about this chat; 0 means every one
	Times       int     // only so many of the requests that it would hit; 0 means until it is removed
	Probability float64 // only this share of them; 0 means all

	Delay      time.Duration // the request waits so long before anything else happens
	Drop       bool          // the connection is cut before the request is handled: nothing happened
	LoseReply  bool          // the connection is cut after the request was handled: it happened, and the bot cannot know
	Status     int           // an HTTP error instead of handling, 500 or 502 for example
	RetryAfter time.Duration // 429 with this retry_after instead of handling

	// Hit is called once the request took its effect, or was refused it, and before the bot can learn of that: the
	// moment at which a tester pulls the plug. It may be nil.
	Hit func()
}

// Faults are the faults in force.
type Faults struct {
	mu   sync.Mutex
	list []*Fault
	dice *rand.Rand
}

// Faults makes the network misbehave.
func (s *Server) Faults() *Faults { return s.faults }

// Add puts a fault into force until its Times are used up or remove is called. Of several that would hit a request the
// one added first does.
func (f *Faults) Add(fault Fault) (remove func()) {
	added := &fault
	f.mu.Lock()
	defer f.mu.Unlock()
	f.list = append(f.list, added)
	return func() {
		f.mu.Lock()
		defer f.mu.Unlock()
		f.list = slices.DeleteFunc(f.list, func(x *Fault) bool { return x == added })
	}
}

// Clear ends all faults.
func (f *Faults) Clear() {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.list = nil
}

// pick gives the fault that hits the request, the zero value when none does.
func (f *Faults) pick(method string, chat int64) Fault {
	f.mu.Lock()
	defer f.mu.Unlock()
	for i, fault := range f.list {
		if fault.Method != "" && fault.Method != method || fault.Chat != 0 && fault.Chat != chat {
			continue
		}
		if fault.Probability > 0 && f.dice.Float64() >= fault.Probability {
			continue
		}
		hit := *fault
		if fault.Times > 0 {
			if fault.Times--; fault.Times == 0 {
				f.list = slices.Delete(f.list, i, i+1)
			}
		}
		return hit
	}
	return Fault{}
}

// wait holds the request back; false means that the bot hung up or the server closed meanwhile.
func (f Fault) wait(bot, server context.Context) bool {
	if f.Delay <= 0 {
		return true
	}
	timer := time.NewTimer(f.Delay)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-bot.Done():
	case <-server.Done():
	}
	return false
}

// strike tells the tester that the request was hit.
func (f Fault) strike() {
	if f.Hit != nil {
		f.Hit()
	}
}

// refusal is the error that the bot gets instead of a result, nil when it gets one.
func (f Fault) refusal() *apiError {
	switch {
	case f.RetryAfter > 0:
		return refuseFor(f.RetryAfter)
	case f.Status > 0:
		return &apiError{reason: injected, code: f.Status, description: http.StatusText(f.Status)}
	}
	return nil
}

// name describes the fault for the log.
func (f Fault) name() string {
	switch {
	case f.Drop:
		return "dropped"
	case f.LoseReply:
		return "reply lost"
	case f.RetryAfter > 0:
		return "too many requests"
	case f.Status > 0:
		return fmt.Sprintf("status %d", f.Status)
	case f.Delay > 0:
		return "delayed"
	}
	return ""
}
