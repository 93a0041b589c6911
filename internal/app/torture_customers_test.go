//go:build linux

package app_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/chatbotsmanagers/faqbot/internal/botapi"
)

// pause lets about so much time pass; it returns false when the work is over.
func (l *load) pause(dice *rand.Rand, about time.Duration) bool {
	select {
	case <-time.After(about/2 + time.Duration(dice.Int64N(int64(about)))):
		return true
	case <-l.work.Done():
		return false
	}
}

// crowd is how many updates may wait at Telegram before nobody begins anything more: on a busy machine starts take so
// long that more would come than the bot ever gets through. Of what waits it sees the first hundred, until these are
// stored; in an outage nobody behind them gets an answer.
const crowd = 50

func (l *load) crowded() bool { return l.telegram.Pending() >= crowd }

// ask asks what has an answer, without waiting for it, at times several questions at once.
func (l *load) ask(id int64) {
	dice, person := l.diceOf(id), l.person(id)
	for l.pause(dice, 1300*time.Millisecond) {
		if l.crowded() {
			continue
		}
		for range 1 + dice.IntN(2)*dice.IntN(2) {
			if _, err := l.put(person, known[dice.IntN(len(known))]); err != nil {
				l.t.Error(err)
				return
			}
		}
	}
}

// put asks a question and keeps it for the judge.
func (l *load) put(person *botapi.Person, text string) (question, error) {
	l.mu.Lock() // the judge must not miss one
	defer l.mu.Unlock()
	m, err := person.Send(text)
	q := question{person.ID(), m.ID, text}
	if err == nil {
		l.questions = append(l.questions, q)
	}
	return q, err
}

// answered asks a question and returns when its answer has come. Each time it is somebody new, of whom nothing is on the
// way: an update whose commit is uncertain waits for the database, and by webhook those of its chat wait behind it.
func (l *load) answered(ctx context.Context) error {
	person := l.person(outageID + l.alone)
	l.alone++
	q, err := l.put(person, known[0])
	if err != nil {
		return err
	}
	_, err = person.Wait(ctx, func(m botapi.Message) bool { return m.FromBot() && isAbout(m, q.id) })
	return err
}

// isAbout tells whether the buttons of an answer or a suggestion name the question.
func isAbout(m botapi.Message, question int64) bool {
	verb, id := outcomeOf(m)
	return verb != "" && id == question
}

// outcomeOf returns what a message to a customer makes of a question: the verb of the first button that names one.
func outcomeOf(m botapi.Message) (verb string, id int64) {
	if m.ReplyMarkup == nil {
		return "", 0
	}
	for _, row := range m.ReplyMarkup.Rows {
		for _, b := range row {
			parts := strings.Split(b.Data, ":")
			if len(parts) < 2 || parts[0] != "helped" && parts[0] != "choose" {
				continue
			}
			if n, err := strconv.ParseInt(parts[1], 10, 64); err == nil {
				return parts[0], n
			}
		}
	}
	return "", 0
}

// chat says three things in turn, each after the reply to the last, so that it is known what each reply is to.
func (l *load) chat(id int64) {
	dice, person := l.diceOf(id), l.person(id)
	replies := map[string]string{} // by what was said; earlier ones may come once more
	heard := func(text string) bool {
		return slices.ContainsFunc(smalltalk, func(said string) bool { return replies[said] == text })
	}
	for n := 0; l.pause(dice, 300*time.Millisecond); n++ {
		text := smalltalk[n%len(smalltalk)]
		l.mu.Lock()
		l.talk[id] = append(l.talk[id], word{text, time.Now()})
		l.mu.Unlock()
		sent, err := person.Send(text)
		if err != nil {
			l.t.Error(err)
			return
		}
		reply, err := l.await(person, 0, "the reply to small talk", func(m botapi.Message) bool {
			want := replies[text]
			return m.FromBot() && m.ID > sent.ID && (m.Text == want || want == "" && !heard(m.Text))
		})
		if err != nil {
			if !isOver(err) {
				l.t.Error(err)
			}
			return
		}
		replies[text] = reply.Text
	}
}

// bringStrangers has somebody new come now and then with a question that nobody can answer, or that the answer does not
// help with.
func (l *load) bringStrangers() {
	dice := l.diceOf(strangerID)
	for id := int64(strangerID); l.pause(dice, 5*time.Second); id++ {
		if l.crowded() {
			continue
		}
		switch dice.IntN(4) {
		case 0:
			text := known[dice.IntN(len(known))]
			l.asking.Go(func() { l.insist(id, text) })
		case 1:
			l.asking.Go(func() { l.complain(id, true) })
		default:
			l.asking.Go(func() { l.complain(id, false) })
		}
	}
}

// come is the first word of somebody new.
func (l *load) come(id int64, mark string) (*botapi.Person, *stranger) {
	s := &stranger{id: id, mark: mark}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.strangers[id] = s
	return l.person(id), s
}

// say is a stranger's question, kept for the judge.
func (l *load) say(person *botapi.Person, s *stranger, text string) (question, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	m, err := person.Send(text)
	q := question{s.id, m.ID, text}
	if err == nil {
		s.questions = append(s.questions, q)
	}
	return q, err
}

// insist asks what has an answer and presses the button that says that it did not help.
func (l *load) insist(id int64, text string) {
	person, s := l.come(id, nameOf(id))
	q, err := l.say(person, s, text)
	if err != nil {
		l.t.Error(err)
		return
	}
	reply, err := l.await(person, 0, "the answer to what was asked", func(m botapi.Message) bool {
		return m.FromBot() && isAbout(m, q.id)
	})
	if err != nil {
		if !isOver(err) {
			l.t.Error(err)
		}
		return
	}
	label := "Не помогло"
	if verb, _ := outcomeOf(reply); verb == "choose" {
		label = "Другое"
	}
	if _, err := person.Press(reply.ID, label); err != nil {
		l.t.Error(err)
		return
	}
	l.mu.Lock()
	l.pressed++
	l.mu.Unlock()
	l.customers.Go(func() { l.discuss(person) })
}

// complain asks one or two questions without an answer.
func (l *load) complain(id int64, second bool) {
	person, s := l.come(id, riddle(id, 1))
	texts := []string{fmt.Sprintf("Почему рояль %s расстроен после перелёта? Телефон %s%04d", riddle(id, 1), phonePrefix, id%10_000)}
	if second {
		texts = append(texts, fmt.Sprintf("А скрипка %s почему фальшивит?", riddle(id, 2)))
	}
	for _, text := range texts {
		if _, err := l.say(person, s, text); err != nil {
			l.t.Error(err)
			return
		}
	}
	l.customers.Go(func() { l.discuss(person) })
}

// discuss answers every message of the manager.
func (l *load) discuss(person *botapi.Person) {
	for n, of := 1, 1; n <= of; n++ {
		heard, err := person.Wait(l.patient, func(m botapi.Message) bool {
			mark, ok := markOf(fromManager, m.Text)
			return m.FromBot() && ok && mark.n == n
		})
		if err != nil {
			if !isOver(err) {
				l.t.Error(err)
			}
			return
		}
		mark, _ := markOf(fromManager, heard.Text)
		of = mark.of
		if _, err := person.Reply(heard.ID, mark.String(fromCustomer)); err != nil {
			l.t.Error(err)
			return
		}
	}
}

// riddle is a word that ties what managers see to the question.
func riddle(id int64, n int) string { return fmt.Sprintf("q%dx%dq", id, n) }
