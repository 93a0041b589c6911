//go:build linux

package app_test

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/chatbotsmanagers/faqbot/internal/botapi"
)

// mark numbers what is said in a ticket, so that the judge sees whether all of it came over, in order.
type mark struct {
	ticket int64
	n, of  int
}

// Who says something.
const (
	fromManager  = "мм"
	fromCustomer = "кк"
	fromAlbum    = "аа" // a manager, in a caption
)

func (m mark) String(who string) string {
	return fmt.Sprintf("%s-%d-%d-%d-%s", who, m.ticket, m.n, m.of, who)
}

var marks = regexp.MustCompile(`(мм|кк|аа)-(\d+)-(\d+)-(\d+)-`)

// markOf reads the mark in what somebody said.
func markOf(who, text string) (m mark, ok bool) {
	if !strings.Contains(text, who+"-") {
		return m, false // at once: a judge reads every message for every ticket
	}
	found := marks.FindStringSubmatch(text)
	if found == nil || found[1] != who {
		return m, false
	}
	m.ticket, _ = strconv.ParseInt(found[2], 10, 64) // digits, as the expression says
	m.n, _ = strconv.Atoi(found[3])
	m.of, _ = strconv.Atoi(found[4])
	return m, true
}

// corrected ends a message that was edited.
const corrected = " исправлено"

// manage takes whatever ticket is offered, often at the same moment as a colleague, and sees it through.
func (l *load) manage(id int64) {
	dice, person := l.diceOf(id), l.person(id)
	tried := map[int64]bool{}
	for {
		offer, err := person.Wait(l.work, func(m botapi.Message) bool { n := takeable(m); return n != 0 && !tried[n] })
		if err != nil {
			if !isOver(err) {
				l.t.Error(err)
			}
			return
		}
		d := &desk{ticket: takeable(offer), manager: id, messages: 1 + dice.IntN(3), edited: dice.IntN(2) == 0}
		album := dice.IntN(2) == 0
		tried[d.ticket] = true
		switch err := l.see(person, offer, d, album); {
		case isOver(err):
			return
		case err != nil:
			l.t.Errorf("manager %d, ticket %d: %v", id, d.ticket, err)
			return
		}
	}
}

// see takes the ticket, unless a colleague was quicker, talks with the customer, shows an album if it is wanted, and closes it.
func (l *load) see(person *botapi.Person, offer botapi.Message, d *desk, album bool) error {
	card, err := l.take(person, offer, d)
	if err != nil || card.ID == 0 {
		return err
	}
	l.mu.Lock()
	l.tickets[d.ticket] = d
	l.mu.Unlock()
	for n := 1; n <= d.messages; n++ {
		// A reply names the ticket; plain text goes to the one in hand.
		to := card.ID
		if n%2 == 0 {
			to = 0
		}
		m, err := person.Reply(to, mark{d.ticket, n, d.messages}.String(fromManager))
		if err != nil {
			return err
		}
		d.words = append(d.words, m.ID)
	}
	if d.edited {
		text := mark{d.ticket, d.messages, d.messages}.String(fromManager) + corrected
		if err := person.Edit(d.words[d.messages-1], text); err != nil {
			return err
		}
	}
	if album {
		if err := d.showAlbum(person, card.ID); err != nil {
			return err
		}
	}
	for n := 1; n <= d.messages; n++ {
		if _, err := l.await(person, d.ticket, fmt.Sprintf("word %d of the customer", n), func(m botapi.Message) bool {
			heard, ok := markOf(fromCustomer, m.Text)
			return m.FromBot() && ok && heard.ticket == d.ticket && heard.n == n
		}); err != nil {
			return err
		}
	}
	asked, err := person.Send(fmt.Sprintf("/close %d", d.ticket))
	if err != nil {
		return err
	}
	d.asked = asked.ID
	_, err = l.await(person, d.ticket, "the confirmation of /close", d.isClosed)
	l.mu.Lock()
	d.closed = err == nil
	l.mu.Unlock()
	return err
}

// isClosed tells whether a message says that the ticket is closed: it names the ticket after the manager asked for that,
// and neither carries a word nor confirms one by a reply to it.
func (d *desk) isClosed(m botapi.Message) bool {
	return m.FromBot() && m.ID > d.asked && m.ReplyTo == nil && numberIn(m.Text) == d.ticket && !marks.MatchString(m.Text)
}

// take presses «Взять» and returns the card, or none when a colleague has the ticket.
func (l *load) take(person *botapi.Person, offer botapi.Message, d *desk) (botapi.Message, error) {
	if _, err := person.Press(offer.ID, "m.take:"+strconv.FormatInt(d.ticket, 10)); err != nil {
		return botapi.Message{}, nil //nolint:nilerr // the button went away meanwhile
	}
	// The offer that was pressed may be the first copy of one that a crash sent twice: then only the second is changed.
	lost := func(m botapi.Message) bool {
		return numberIn(m.Text) == d.ticket && slices.ContainsFunc(managerIDs, func(id int64) bool {
			return id != d.manager && isTaken(m, id)
		})
	}
	shown, err := l.await(person, d.ticket, "the card, or a colleague's name in the offer", func(m botapi.Message) bool {
		return m.FromBot() && (isCard(m, d.ticket) || lost(m))
	})
	if err == nil && lost(shown) {
		return botapi.Message{}, nil
	}
	return shown, err
}

// isCard tells whether a message is the card of a ticket that its reader has.
func isCard(m botapi.Message, ticket int64) bool {
	_, closes := m.Button(fmt.Sprintf("m.close:%d", ticket))
	return closes
}

// isTaken tells whether an offer says that a manager has the ticket.
func isTaken(offer botapi.Message, manager int64) bool {
	return offer.ReplyMarkup == nil && strings.Contains(offer.Text, nameOf(manager))
}

// offered returns the ticket that an offer is of, 0 for another message. One that still waited when somebody took the ticket,
// or closed it too, says only that.
func offered(m botapi.Message) int64 {
	if m.ReplyMarkup == nil && (strings.HasPrefix(m.Text, "✔️") || strings.Contains(m.Text, "закрыта, менеджер")) {
		return numberIn(m.Text)
	}
	return takeable(m)
}

// takeable returns the ticket that a message offers, 0 for none.
func takeable(m botapi.Message) int64 {
	if m.ReplyMarkup == nil {
		return 0
	}
	for _, row := range m.ReplyMarkup.Rows {
		for _, b := range row {
			if n, found := strings.CutPrefix(b.Data, "m.take:"); found {
				id, err := strconv.ParseInt(n, 10, 64)
				if err == nil {
					return id
				}
			}
		}
	}
	return 0
}

var numbers = regexp.MustCompile(`№(\d+)`)

// numberIn returns the number of the ticket that a text names, 0 for none.
func numberIn(text string) int64 {
	found := numbers.FindStringSubmatch(text)
	if found == nil {
		return 0
	}
	n, _ := strconv.ParseInt(found[1], 10, 64) // digits, as the expression says
	return n
}
