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
	var result Message
	err := s.until(ctx, chatID, func() bool {
		for _, m := range s.Messages(chatID) {
			if fits(m) {
				result = m
				return true
			}
		}
		return false
	}, func(e Event) bool {
		if (e.Kind != MessageNew && e.Kind != MessageEdited) || !fits(*e.Message) {
			return false
		}
		result = *e.Message
		return true
	})
	if err != nil {
		return Message{}, fmt.Errorf("wait for a message in chat %d: %w", chatID, err)
	}
	return result, nil
}

// WaitAnswer waits until the bot answers the button press.
func (s *Server) WaitAnswer(ctx context.Context, callbackID string) (CallbackAnswer, error) {
	var result CallbackAnswer
	answered := func() bool {
		s.mu.Lock()
		defer s.mu.Unlock()
		p := s.world.Presses[callbackID]
		if p == nil || !p.Answered {
			return false
		}
		result = p.Answer
		return true
	}
	s.mu.Lock()
	known := s.world.Presses[callbackID] != nil
	s.mu.Unlock()
	if !known {
		return result, fmt.Errorf("no button press has the id %q", callbackID)
	}
	if err := s.until(ctx, 0, answered, func(Event) bool { return answered() }); err != nil {
		return CallbackAnswer{}, fmt.Errorf("wait for the answer to a button press: %w", err)
	}
	return result, nil
}

// until waits for a state that already fits, or for an event of the chat (0 means all) that does. It begins to listen
// before it looks, so that nothing falls in between.
func (s *Server) until(ctx context.Context, chatID int64, already func() bool, fits func(Event) bool) error {
	for {
		end, err := s.listen(ctx, chatID, already, fits)
		if end || err != nil {
			return err
		} // else the events came faster than they were read: look anew
	}
}

func (s *Server) listen(ctx context.Context, chatID int64, already func() bool, fits func(Event) bool) (bool, error) {
	s.mu.Lock()
	l := s.subscribe(ctx, chatID)
	s.mu.Unlock()
	defer func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		s.drop(l)
	}()
	if already() {
		return true, nil
	}
	for e := range l.events {
		if fits(e) {
			return true, nil
		}
	}
	if err := ctx.Err(); err != nil {
		return false, err
	}
	if s.ctx.Err() != nil {
		return false, errClosed
	}
	return false, nil
}
