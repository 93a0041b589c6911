//go:build linux

package app_test

import (
	"slices"

	"github.com/stretchr/testify/assert"

	"github.com/chatbotsmanagers/faqbot/internal/botapi"
)

// judgeStaff wants the manager of a finished ticket to have got, each once but for crashes, the card, a confirmation of
// every word, and that of the end; and every manager to see in the offer who has the ticket.
func (x *torture) judgeStaff(sent []sending, d *desk) {
	x.t.Helper()
	about := among(sent, func(s sending) bool {
		return s.chat == d.manager && (isCard(s.Message, d.ticket) || numberIn(s.Text) == d.ticket && !marks.MatchString(s.Text))
	})
	times := func(fits func(sending) bool) int { return len(distinct(among(about, fits))) }
	assert.Equal(x.t, 1, times(func(s sending) bool { return isCard(s.Message, d.ticket) }),
		"manager %d, ticket %d: cards", d.manager, d.ticket)
	for n, word := range d.words {
		assert.Equal(x.t, 1, times(func(s sending) bool { return s.ReplyTo != nil && s.ReplyTo.ID == word }),
			"manager %d, ticket %d: confirmations of word %d", d.manager, d.ticket, n+1)
	}
	assert.Equal(x.t, 1, times(func(s sending) bool { return d.isClosed(s.Message) }),
		"manager %d, ticket %d: confirmations of /close", d.manager, d.ticket)
	for _, manager := range managerIDs {
		x.judgeOffer(sent, manager, d)
	}
}

// judgeOffer wants a manager to see who took the ticket. Of an offer that a crash sent twice, one copy tells.
func (x *torture) judgeOffer(sent []sending, manager int64, d *desk) {
	x.t.Helper()
	var copies []int64
	for _, s := range sent {
		if s.chat == manager && offered(s.Message) == d.ticket {
			copies = append(copies, s.ID)
		}
	}
	assert.True(x.t, slices.ContainsFunc(x.telegram.Messages(manager), func(m botapi.Message) bool {
		return slices.Contains(copies, m.ID) && isTaken(m, d.manager)
	}), "manager %d sees that manager %d took ticket %d", manager, d.manager, d.ticket)
}

// distinct drops all repetitions. Whether a crash excuses them is judged by judgeRepeats.
func distinct(sent []sending) (kept []sending) {
	for _, s := range sent {
		if !slices.ContainsFunc(kept, func(k sending) bool { return k.params == s.params }) {
			kept = append(kept, s)
		}
	}
	return kept
}
