//go:build linux

package app_test

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/chatbotsmanagers/faqbot/internal/botapi"
)

// patience is how long anything may take that has to happen. Machines that run tests are busy.
const patience = 2 * time.Minute

// whileMoving waits for an end, and gives up only when the bot has sent nothing to anybody for as long as patience: a
// chat gets no more than about a message a second, so that what piled up over hundreds of crashes takes its time.
func whileMoving(telegram *botapi.Server, end func() bool) bool {
	tick := time.NewTicker(200 * time.Millisecond)
	defer tick.Stop()
	last, since := lastSent(telegram), time.Now()
	for ; !end(); <-tick.C {
		if now := lastSent(telegram); now != last {
			last, since = now, time.Now()
		}
		if time.Since(since) > patience {
			return false
		}
	}
	return true
}

// lastSent returns the number of the last request that sent or changed a message.
func lastSent(telegram *botapi.Server) int64 {
	for _, r := range slices.Backward(telegram.Log("sendMessage", "editMessageText")) {
		if r.Applied {
			return r.Serial
		}
	}
	return 0
}

// awaited is what somebody waits for.
type awaited struct {
	ticket int64 // 0 for none
	what   string
	since  time.Time
}

// await waits for what a person must get, and lets it be known meanwhile.
func (l *load) await(person *botapi.Person, ticket int64, what string, fits func(botapi.Message) bool) (botapi.Message, error) {
	l.mu.Lock()
	l.awaited[person.ID()] = awaited{ticket, what, time.Now()}
	l.mu.Unlock()
	m, err := person.Wait(l.patient, fits)
	if err != nil {
		return m, fmt.Errorf("wait for %s: %w", what, err)
	}
	l.mu.Lock()
	delete(l.awaited, person.ID())
	l.mu.Unlock()
	return m, nil
}

// waits tells who waits for what, and, of a manager, what was said of the ticket there.
func (l *load) waits() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	var told strings.Builder
	for id, a := range l.awaited {
		fmt.Fprintf(&told, "\n%d, ticket %d: waits for %s since %s", id, a.ticket, a.what, a.since.Format(clock))
		if d := l.tickets[a.ticket]; d != nil {
			fmt.Fprintf(&told, "; manager %d has it, closed: %v", d.manager, d.closed)
		}
		for _, m := range l.telegram.Messages(id) {
			if a.ticket != 0 && isOf(m, a.ticket) {
				fmt.Fprintf(&told, "\n\t%d from %d, buttons: %v: %q", m.ID, m.From.ID, m.ReplyMarkup != nil, m.Text)
			}
		}
	}
	return told.String()
}

// isOf tells whether a message offers a ticket, names it, or carries a word of it.
func isOf(m botapi.Message, ticket int64) bool {
	for _, who := range []string{fromManager, fromCustomer} {
		if said, ok := markOf(who, m.Text); ok && said.ticket == ticket {
			return true
		}
	}
	return takeable(m) == ticket || numberIn(m.Text) == ticket
}
