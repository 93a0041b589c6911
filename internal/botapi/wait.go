package botapi

import (
	"context"
	"errors"
	"fmt"
)

// errClosed says that waiting is in vain.
var errClosed = errors.New("the Bot API emulator was closed")

// Wait gives the first message of the chat that fits: one that is there already, in order, or else the next that is
// sent or edited so.
func (s *Server) Wait(ctx context.Context, chatID int64, fits func(Message) bool) (Message, error) {
	for {
		seen, events, stop := s.watch(ctx, chatID)
		defer stop()
		for _, m := range seen {
			if fits(m) {
				return m, nil
			}
		}
		for e := range events {
			if (e.Kind == MessageNew || e.Kind == MessageEdited) && fits(*e.Message) {
				return *e.Message, nil
			}
		}
		if err := s.gone(ctx); err != nil {
			return Message{}, fmt.Errorf("wait for a message in chat %d: %w", chatID, err)
		} // else too slow for the events: look at the history again
	}
}

// WaitAnswer waits until the bot answers the button press.
func (s *Server) WaitAnswer(ctx context.Context, callbackID string) (CallbackAnswer, error) {
	for {
		_, events, stop := s.watch(ctx, 0)
		defer stop()
		s.mu.Lock()
		p := s.world.Presses[callbackID]
		s.mu.Unlock()
		if p == nil {
			return CallbackAnswer{}, fmt.Errorf("no button press has the id %q", callbackID)
		}
		if answer, ok := s.answered(callbackID); ok {
			return answer, nil
		}
		for e := range events {
			if e.Kind == CallbackAnswered && e.CallbackID == callbackID {
				return *e.Answer, nil
			}
		}
		if err := s.gone(ctx); err != nil {
			return CallbackAnswer{}, fmt.Errorf("wait for the answer to a button press: %w", err)
		}
	}
}

func (s *Server) answered(callbackID string) (CallbackAnswer, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	p := s.world.Presses[callbackID]
	if p == nil || !p.Answered {
		return CallbackAnswer{}, false
	}
	return p.Answer, true
}

// watch gives the history of a chat and, without a gap, the events after it.
func (s *Server) watch(ctx context.Context, chatID int64) ([]Message, <-chan Event, func()) {
	s.mu.Lock()
	defer s.mu.Unlock()
	l := s.subscribe(ctx, chatID)
	return s.view(chatID).Messages, l.events, func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		s.drop(l)
	}
}

// gone tells why events ended, nil when only because they came too fast.
func (s *Server) gone(ctx context.Context) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	if s.ctx.Err() != nil {
		return errClosed
	}
	return nil
}
