package play

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"time"

	"github.com/chatbotsmanagers/faqbot/internal/botapi"
)

const (
	// heartbeat keeps proxies from closing a silent stream and finds out that a page is gone.
	heartbeat = 20 * time.Second
	// writeTimeout is for one write: a stream as a whole has no end.
	writeTimeout = 10 * time.Second
)

// pressAnswer tells the page of the person who pressed a button what the bot showed.
type pressAnswer struct {
	Person int64  `json:"person"`
	Query  string `json:"query"`
	botapi.CallbackAnswer
}

// chatAction is «typing» and its like.
type chatAction struct {
	Chat   int64  `json:"chat"`
	Action string `json:"action"`
}

// stream is the connection to one open page.
type stream struct {
	w       http.ResponseWriter
	control *http.ResponseController
	viewer  *viewer
}

// serveEvents tells a page everything, and then what changes. A page that lost its connection comes back here and is
// told everything again, so there is nothing to resume.
func (p *Page) serveEvents(w http.ResponseWriter, r *http.Request) {
	// Subscribed before looking: what happens in between is told twice rather than not at all.
	events := p.server.Subscribe(r.Context())
	s := &stream{w: w, control: http.NewResponseController(w), viewer: newViewer(p)}
	w.Header().Set("Content-Type", "text/event-stream")
	w.Header().Set("Cache-Control", "no-store")
	all, err := s.viewer.state()
	if err == nil {
		err = s.send("state", all)
	}
	beat := time.NewTicker(heartbeat)
	defer beat.Stop()
	for err == nil {
		select {
		case first, open := <-events:
			if !open { // the browser went away, was too slow, or the emulator ends: the browser comes back if it can
				return
			}
			err = s.tell(append([]botapi.Event{first}, waiting(events)...))
		case <-p.done:
			return
		case <-beat.C:
			err = s.write(": still here\n\n")
		}
	}
	if r.Context().Err() == nil {
		p.logger.Debug("stream to a play page ended", "error", err)
	}
}

// waiting takes the events that are there already, so that a burst is told as one change.
func waiting(events <-chan botapi.Event) []botapi.Event {
	var list []botapi.Event
	for {
		select {
		case e, open := <-events:
			if !open {
				return list
			}
			list = append(list, e)
		default:
			return list
		}
	}
}

// tell passes on what the events announce: changes of chats first, then what passes by without a trace in them.
func (s *stream) tell(events []botapi.Event) error {
	for _, chat := range s.viewer.page.chats() {
		touched, raised := false, false
		for _, e := range events {
			if e.Chat != 0 && e.Chat != chat {
				continue
			}
			touched = touched || e.Kind != botapi.Action && e.Kind != botapi.CallbackAnswered
			raised = raised || e.Kind == botapi.KeyboardChanged && e.Keyboard != nil
		}
		if !touched {
			continue
		}
		change, news, err := s.viewer.change(chat)
		if err != nil {
			return err
		}
		if !news && !raised {
			continue // told already together with an earlier event
		}
		change.Raised = raised
		if err := s.send("chat", change); err != nil {
			return err
		}
	}
	for i, e := range events {
		var err error
		switch e.Kind {
		case botapi.CallbackAnswered:
			if e.Answer != nil {
				err = s.send("answer", pressAnswer{Person: e.User, Query: e.CallbackID, CallbackAnswer: *e.Answer})
			}
		case botapi.Action:
			// Overtaken by the message that it announced, it would say «typing» under a finished answer.
			overtaken := slices.ContainsFunc(events[i:], func(later botapi.Event) bool {
				return later.Kind == botapi.MessageNew && later.Chat == e.Chat
			})
			if !overtaken {
				err = s.send("action", chatAction{Chat: e.Chat, Action: e.Action})
			}
		default:
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func (s *stream) send(event string, body any) error {
	data, err := json.Marshal(body)
	if err != nil {
		return fmt.Errorf("encode event %s: %w", event, err)
	}
	return s.write(fmt.Sprintf("event: %s\ndata: %s\n\n", event, data))
}

func (s *stream) write(text string) error {
	if err := s.control.SetWriteDeadline(time.Now().Add(writeTimeout)); err != nil {
		return fmt.Errorf("set the deadline of a stream: %w", err)
	}
	if _, err := s.w.Write([]byte(text)); err != nil {
		return fmt.Errorf("write to a stream: %w", err)
	}
	if err := s.control.Flush(); err != nil {
		return fmt.Errorf("flush a stream: %w", err)
	}
	return nil
}
