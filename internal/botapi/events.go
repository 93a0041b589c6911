package botapi

import "context"

// EventKind says what happened.
type EventKind string

// What a subscriber hears of.
const (
	MessageNew       EventKind = "message"  // somebody, bot or person, sent a message
	MessageEdited    EventKind = "edited"   // text, media or keyboard of a message changed
	MessageDeleted   EventKind = "deleted"  // a message is gone
	CallbackAnswered EventKind = "answered" // the bot answered a button press
	Action           EventKind = "action"   // the bot is typing, uploading, …
	KeyboardChanged  EventKind = "keyboard" // the reply keyboard was put up or taken away
	CommandsChanged  EventKind = "commands" // the menu of commands changed in some chat
	ChatChanged      EventKind = "chat"     // a chat was made, or the bot blocked, added or removed
	PinChanged       EventKind = "pin"      // a message was pinned or unpinned
	ReactionChanged  EventKind = "reaction" // the bot reacted to a message
)

// Event is something that a person looking at the chat would see.
type Event struct {
	Kind       EventKind       `json:"kind"`
	Chat       int64           `json:"chat,omitempty"` // 0 when it concerns all
	Message    *Message        `json:"message,omitempty"`
	User       int64           `json:"user,omitempty"` // who pressed
	CallbackID string          `json:"callback_id,omitempty"`
	Answer     *CallbackAnswer `json:"answer,omitempty"`
	Action     string          `json:"action,omitempty"`
	Keyboard   *Keyboard       `json:"keyboard,omitempty"` // nil with KeyboardChanged: taken away
	Reaction   string          `json:"reaction,omitempty"`
}

// EventBuffer is how many events a subscriber may lag behind.
const EventBuffer = 4096

// listener is a subscriber.
type listener struct {
	events chan Event
	chat   int64 // 0 means all
	stop   func() bool
}

// Subscribe streams what happens from now on. Nothing is lost as long as the subscriber lags less than [EventBuffer]
// events behind; past that, the channel is closed, and the subscriber should look at [Server.View] and subscribe anew.
// The channel is also closed when ctx ends or the server closes.
func (s *Server) Subscribe(ctx context.Context) <-chan Event {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.subscribe(ctx, 0).events
}

func (s *Server) subscribe(ctx context.Context, chat int64) *listener {
	l := &listener{events: make(chan Event, EventBuffer), chat: chat}
	if s.closed {
		close(l.events)
		return l
	}
	s.listeners[l] = struct{}{}
	l.stop = context.AfterFunc(ctx, func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		s.drop(l)
	})
	return l
}

// drop ends a subscription; the caller holds the lock.
func (s *Server) drop(l *listener) {
	if _, ok := s.listeners[l]; ok {
		delete(s.listeners, l)
		l.stop()
		close(l.events)
	}
}

// publish tells the subscribers; the caller holds the lock.
func (s *Server) publish(e Event) {
	s.changed = true
	for l := range s.listeners {
		if l.chat != 0 && e.Chat != 0 && l.chat != e.Chat {
			continue
		}
		select {
		case l.events <- e:
		default:
			s.drop(l)
		}
	}
}

func snapshot(m *Message) *Message {
	shown := m.clone()
	return &shown
}
