//go:build linux

package app_test

import (
	"context"
	"fmt"
	"math/rand/v2"
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

// ask asks what has an answer, without waiting for it, at times several questions at once.
func (l *load) ask(id int64) {
	dice, person := l.diceOf(id), l.person(id)
	for l.pause(dice, 1300*time.Millisecond) {
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

// answered asks a question and returns when its answer has come.
func (l *load) answered(ctx context.Context) error {
	person := l.person(askerID)
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
	last := ""
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
		// The reply to the last may come once more.
		reply, err := person.Wait(l.patient, func(m botapi.Message) bool {
			return m.FromBot() && m.ID > sent.ID && m.Text != last
		})
		if err != nil {
			if !isOver(err) {
				l.t.Error(err)
			}
			return
		}
		last = reply.Text
	}
}

// bringStrangers has somebody new come now and then with a question that nobody can answer.
func (l *load) bringStrangers() {
	dice := l.diceOf(strangerID)
	for id := int64(strangerID); l.pause(dice, 5*time.Second); id++ {
		second := dice.IntN(2) == 0
		l.customers.Go(func() { l.complain(id, second) })
	}
}

// complain asks one or two questions without an answer, and answers every message of the manager.
func (l *load) complain(id int64, second bool) {
	person := l.person(id)
	s := &stranger{id: id}
	l.mu.Lock()
	l.strangers[id] = s
	l.mu.Unlock()
	texts := []string{fmt.Sprintf("Почему рояль %s расстроен после перелёта? Телефон %s%04d", riddle(id, 1), phonePrefix, id%10_000)}
	if second {
		texts = append(texts, fmt.Sprintf("А скрипка %s почему фальшивит?", riddle(id, 2)))
	}
	for _, text := range texts {
		l.mu.Lock()
		m, err := person.Send(text)
		if err == nil {
			s.questions = append(s.questions, question{id, m.ID, text})
		}
		l.mu.Unlock()
		if err != nil {
			l.t.Error(err)
			return
		}
	}
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
