//go:build linux

package app_test

import (
	"slices"
	"strings"

	"github.com/stretchr/testify/assert"

	"github.com/chatbotsmanagers/faqbot/internal/botapi"
)

// judgeStrangers wants one ticket for each who asked what nobody can answer: told to the customer, offered to all
// managers with the very question, and under one number everywhere.
func (x *torture) judgeStrangers(sent []sending, v *verdict) {
	x.t.Helper()
	for id, asked := range x.load.strangers {
		told := numbersOf(among(sent, func(s sending) bool { return s.chat == id && s.ReplyMarkup != nil && takesBack(s.Message) }))
		if !assert.Len(x.t, told, 1, "customer %d is told of one ticket", id) {
			continue
		}
		v.Tickets++
		v.Questions += len(asked.questions)
		for _, manager := range managerIDs {
			offers := among(sent, func(s sending) bool {
				return s.chat == manager && offered(s.Message) != 0 && strings.Contains(s.Text, asked.mark)
			})
			if assert.NotEmpty(x.t, offers, "manager %d is offered the question of customer %d", manager, id) {
				assert.Equal(x.t, told, numbersOf(offers), "manager %d, customer %d: number of the ticket", manager, id)
			}
		}
	}
	assert.Positive(x.t, v.Tickets)
}

// takesBack tells whether the customer can take a ticket back by the buttons: it was told of just now.
func takesBack(m botapi.Message) bool {
	return slices.ContainsFunc(m.ReplyMarkup.Rows, func(row []botapi.InlineButton) bool {
		return slices.ContainsFunc(row, func(b botapi.InlineButton) bool { return strings.HasPrefix(b.Data, "drop:") })
	})
}

// numbersOf lists the tickets that messages name, each once.
func numbersOf(sent []sending) (tickets []int64) {
	for _, s := range sent {
		if n := numberIn(s.Text); !slices.Contains(tickets, n) {
			tickets = append(tickets, n)
		}
	}
	return tickets
}

// judgeTickets wants all that was said in a ticket to have reached the other side, in order.
func (x *torture) judgeTickets(sent []sending, v *verdict) {
	x.t.Helper()
	closed := 0
	for ticket, d := range x.load.tickets {
		if !assert.True(x.t, d.closed, "manager %d has done with ticket %d", d.manager, ticket) {
			continue
		}
		closed++
		v.ManagersWords += d.messages
		said := x.inOrder(sent, fromManager, d, func(chat int64) bool { return x.load.strangers[chat] != nil })
		x.inOrder(sent, fromCustomer, d, func(chat int64) bool { return chat == d.manager })
		if len(said) == 0 {
			continue
		}
		customer := said[0].chat
		if d.edited {
			assert.True(x.t, slices.ContainsFunc(x.telegram.Messages(customer), func(m botapi.Message) bool {
				return strings.Contains(m.Text, mark{ticket, d.messages, d.messages}.String(fromManager)+corrected)
			}), "ticket %d: the correction reaches the customer", ticket)
		}
		x.judgeNews(sent, customer, d)
		x.judgeStaff(sent, d)
	}
	assert.Positive(x.t, closed)
}

// inOrder wants the words of one side at the other, each once but for crashes, in order.
func (x *torture) inOrder(sent []sending, who string, d *desk, there func(chat int64) bool) []sending {
	x.t.Helper()
	words := among(sent, func(s sending) bool {
		m, ok := markOf(who, s.Text)
		return ok && m.ticket == d.ticket && there(s.chat) && s.ReplyMarkup == nil // a card quotes words too
	})
	var order []int
	for i, s := range words {
		m, _ := markOf(who, s.Text)
		if i > 0 && words[i-1].params == s.params {
			continue // judgeRepeats has looked at it
		}
		order = append(order, m.n)
	}
	want := make([]int, d.messages)
	for i := range want {
		want[i] = i + 1
	}
	assert.Equal(x.t, want, order, "ticket %d: order of the words (%s)", d.ticket, who)
	return words
}

// judgeNews counts what the customer of a finished ticket was told of it without buttons: that it was taken, and perhaps
// that the second question was added, which goes without a word when it came at once. Words of a live exchange are
// confirmed once a conversation, and a conversation may break off at any of them. All additions are worded alike.
func (x *torture) judgeNews(sent []sending, customer int64, d *desk) {
	x.t.Helper()
	news := among(sent, func(s sending) bool {
		_, said := markOf(fromManager, s.Text)
		return s.chat == customer && s.ReplyMarkup == nil && !said && numberIn(s.Text) == d.ticket
	})
	const least = 1
	most := len(x.load.strangers[customer].questions) + d.messages
	repeated := len(news) - len(once(x, news))
	assert.GreaterOrEqual(x.t, len(news), least, "ticket %d: news for the customer", d.ticket)
	assert.LessOrEqual(x.t, len(news)-repeated, most, "ticket %d: news for the customer", d.ticket)
}
