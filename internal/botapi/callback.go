package botapi

import (
	"strconv"
	"time"
)

// pressLifetime is how long a button press waits for its answer; then Telegram forgets it.
const pressLifetime = 150 * time.Second

// maxAlert is how long the text shown for a press may be.
const maxAlert = 200

func (s *Server) answerCallbackQuery(c *call) (any, *apiError) {
	p := s.world.Presses[c.text("callback_query_id")]
	if p == nil || s.opts.Now().Sub(p.Time) > pressLifetime {
		return nil, refuse(queryTooOld)
	}
	if utf16Len(c.text("text")) > maxAlert {
		return nil, refuse(callbackTextLong)
	}
	answer := CallbackAnswer{Text: c.text("text"), Alert: c.bool("show_alert"), URL: c.text("url")}
	first := !p.Answered
	p.Answered = true
	if first { // Telegram takes a second answer without complaint and shows only the first
		p.Answer = answer
		s.publish(Event{
			Kind: CallbackAnswered, Chat: p.Query.Message.Chat.ID, Message: snapshot(p.Query.Message),
			User: p.Query.From.ID, CallbackID: p.Query.ID, Answer: &answer,
		})
	}
	return true, nil
}

// Unanswered lists the button presses that the bot has not answered: each shows a spinner on somebody's phone.
func (s *Server) Unanswered() []CallbackQuery {
	s.mu.Lock()
	defer s.mu.Unlock()
	var list []CallbackQuery
	for _, p := range s.world.Presses {
		if !p.Answered {
			list = append(list, p.Query)
		}
	}
	return list
}

// press queues a press of the button with the data under the message.
func (s *Server) press(from User, ch *chat, m *Message, data string) string {
	id := strconv.FormatInt(4_294_967_296_000_000_000+s.world.serial(), 10) // as long as the real ones
	shown := m.clone()
	q := CallbackQuery{ID: id, From: from, Message: &shown, ChatInstance: strconv.FormatInt(-ch.Info.ID*1_000_003-7, 10), Data: data}
	now := s.opts.Now()
	for old, p := range s.world.Presses {
		if now.Sub(p.Time) > 2*pressLifetime {
			delete(s.world.Presses, old)
		}
	}
	s.world.Presses[id] = &press{Query: q, Time: now}
	s.enqueue(ch.Info.ID, "callback_query", q)
	return id
}
