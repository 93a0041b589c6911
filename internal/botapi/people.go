package botapi

import (
	"context"
	"errors"
	"fmt"
)

// Person is somebody with Telegram on the phone, acting in one chat: the private chat with the bot, or the group that
// [Person.In] names. What a person does reaches the bot as an update.
type Person struct {
	s    *Server
	id   int64
	chat int64
}

// Profile of a new person.
type Profile struct {
	FirstName string
	LastName  string
	Username  string
	Phone     string
	Language  string // of the app: «ru» unless given
}

// AddUser makes an account, or gives an existing one this profile. The person has not written to the bot yet.
func (s *Server) AddUser(id int64, p Profile) *Person {
	if p.FirstName == "" {
		p.FirstName = fmt.Sprintf("User %d", id)
	}
	if p.Language == "" {
		p.Language = "ru"
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	user := User{ID: id, FirstName: p.FirstName, LastName: p.LastName, Username: p.Username, LanguageCode: p.Language}
	if p.Phone == "" {
		p.Phone = fmt.Sprintf("+7900%07d", id%10_000_000)
	}
	person := s.world.Users[id]
	if person == nil {
		person = &account{}
		s.world.Users[id] = person
	}
	person.User, person.Phone = user, p.Phone
	info := Chat{ID: id, Type: "private", FirstName: p.FirstName, LastName: p.LastName, Username: p.Username}
	if ch := s.world.Chats[id]; ch != nil {
		ch.Info = info
	} else {
		s.world.Chats[id] = &chat{Info: info}
	}
	s.publish(Event{Kind: ChatChanged, Chat: id})
	return &Person{s: s, id: id, chat: id}
}

// User is the person with the id, made with a plain profile when there is none yet.
func (s *Server) User(id int64) *Person {
	s.mu.Lock()
	_, known := s.world.Users[id]
	s.mu.Unlock()
	if !known {
		return s.AddUser(id, Profile{})
	}
	return &Person{s: s, id: id, chat: id}
}

// ID is the person's Telegram id, which is also the id of the private chat.
func (p *Person) ID() int64 { return p.id }

// Account is the person's account as it is now, the language of the app included.
func (p *Person) Account() User {
	p.s.mu.Lock()
	defer p.s.mu.Unlock()
	return p.s.world.Users[p.id].User
}

// In is the same person acting in a group.
func (p *Person) In(groupID int64) *Person { return &Person{s: p.s, id: p.id, chat: groupID} }

// errNotThere says that a person cannot act in a chat.
var errNotThere = errors.New("not in this chat")

// act runs f with the lock held, the person's account and the chat.
func (p *Person) act(f func(*account, *chat) error) error {
	p.s.mu.Lock()
	defer p.s.mu.Unlock()
	person, ch := p.s.world.Users[p.id], p.s.world.Chats[p.chat]
	switch {
	case person == nil || ch == nil:
		return fmt.Errorf("user %d, chat %d: %w", p.id, p.chat, errNotThere)
	case person.Deactivated:
		return fmt.Errorf("user %d is deactivated", p.id)
	case !ch.private() && (ch.Members[p.id] == "" || ch.MovedTo != 0):
		return fmt.Errorf("user %d, chat %d: %w", p.id, p.chat, errNotThere)
	}
	return f(person, ch)
}

// say puts the person's messages into the chat and tells the bot.
func (p *Person) say(list ...*Message) ([]Message, error) {
	var sent []Message
	err := p.act(func(person *account, ch *chat) error {
		if ch.private() && ch.Blocked {
			return fmt.Errorf("user %d blocked the bot and has to unblock it before writing", p.id)
		}
		ch.Started = true
		from := person.User
		for _, m := range list {
			m.From = &from
			m.Date = p.s.opts.Now().Unix()
			if m.ReplyTo != nil {
				target := ch.message(m.ReplyTo.ID)
				if target == nil {
					return fmt.Errorf("chat %d has no message %d to reply to", p.chat, m.ReplyTo.ID)
				}
				m.ReplyTo = snapshot(target)
				m.ReplyTo.ReplyTo = nil
			}
			ch.add(m)
			if ch.Keyboard != nil && ch.Keyboard.OneTime {
				ch.Keyboard = nil
				p.s.publish(Event{Kind: KeyboardChanged, Chat: p.chat})
			}
			p.s.publish(Event{Kind: MessageNew, Chat: p.chat, Message: snapshot(m)})
			if p.s.hears(ch, m) {
				p.s.enqueue(p.chat, "message", m)
			}
			sent = append(sent, m.clone())
		}
		return nil
	})
	return sent, err
}

func (p *Person) sayOne(m *Message) (Message, error) {
	sent, err := p.say(m)
	if err != nil {
		return Message{}, err
	}
	return sent[0], nil
}

// Send writes a text.
func (p *Person) Send(text string) (Message, error) { return p.Reply(0, text) }

// Reply writes a text in answer to a message; 0 answers none.
func (p *Person) Reply(to int64, text string) (Message, error) {
	text, entities := trimmed(text, nil)
	switch {
	case text == "":
		return Message{}, errors.New("nobody can send an empty message")
	case utf16Len(text) > maxText:
		return Message{}, errors.New("a message has at most 4096 characters; the app would send it as several")
	}
	m := &Message{Text: text, Entities: withFound(text, entities)}
	if to != 0 {
		m.ReplyTo = &Message{ID: to}
	}
	return p.sayOne(m)
}

// Edit changes the text, or the caption, of the person's own message.
func (p *Person) Edit(messageID int64, text string) error {
	return p.act(func(_ *account, ch *chat) error {
		m := ch.message(messageID)
		if m == nil || m.From.ID != p.id {
			return fmt.Errorf("chat %d has no message %d of user %d", p.chat, messageID, p.id)
		}
		text, _ := trimmed(text, nil)
		edited := m.clone()
		if m.file() != nil {
			edited.Caption, edited.CaptionEntities = text, withFound(text, nil)
		} else {
			edited.Text, edited.Entities = text, withFound(text, nil)
		}
		edited.EditDate = p.s.opts.Now().Unix()
		*m = edited
		p.s.publish(Event{Kind: MessageEdited, Chat: p.chat, Message: snapshot(m)})
		if p.s.hears(ch, m) {
			p.s.enqueue(p.chat, "edited_message", m)
		}
		return nil
	})
}

// ReplacePhoto puts another picture into the person's own message.
func (p *Person) ReplacePhoto(messageID int64, a Attachment) error {
	p.s.mu.Lock()
	content := p.s.fileMessage(photo, a)
	p.s.mu.Unlock()
	return p.act(func(_ *account, ch *chat) error {
		m := ch.message(messageID)
		if m == nil || m.From.ID != p.id {
			return fmt.Errorf("chat %d has no message %d of user %d", p.chat, messageID, p.id)
		}
		content.ID, content.From, content.Chat, content.Date = m.ID, m.From, m.Chat, m.Date
		content.ReplyTo, content.MediaGroupID, content.EditDate = m.ReplyTo, m.MediaGroupID, p.s.opts.Now().Unix()
		*m = content.clone()
		p.s.publish(Event{Kind: MessageEdited, Chat: p.chat, Message: snapshot(m)})
		if p.s.hears(ch, m) {
			p.s.enqueue(p.chat, "edited_message", m)
		}
		return nil
	})
}

// Delete removes a message for both sides. Telegram tells the bot nothing of it.
func (p *Person) Delete(messageID int64) error {
	return p.act(func(_ *account, ch *chat) error {
		m := ch.message(messageID)
		if m == nil {
			return fmt.Errorf("chat %d has no message %d", p.chat, messageID)
		}
		gone := snapshot(m)
		ch.remove(messageID)
		p.s.publish(Event{Kind: MessageDeleted, Chat: p.chat, Message: gone})
		return nil
	})
}

// Block blocks the bot: it gets 403 from now on, and an update that says so.
func (p *Person) Block() error { return p.setBlocked(true) }

// Unblock takes the block back.
func (p *Person) Unblock() error { return p.setBlocked(false) }

func (p *Person) setBlocked(blocked bool) error {
	return p.act(func(person *account, ch *chat) error {
		if !ch.private() {
			return errors.New("a person blocks the bot in the private chat only")
		}
		if ch.Blocked == blocked {
			return nil
		}
		ch.Blocked = blocked
		was, now := "member", "kicked"
		if !blocked {
			was, now = now, was
		}
		p.s.botMoved(ch, person.User, was, now)
		return nil
	})
}

// Language sets the language of the person's app.
func (p *Person) Language(code string) error {
	return p.act(func(person *account, _ *chat) error {
		person.User.LanguageCode = code
		p.s.publish(Event{Kind: CommandsChanged, Chat: p.chat})
		return nil
	})
}

// Deactivate deletes the person's account: the bot gets 403.
func (p *Person) Deactivate() error {
	return p.act(func(person *account, _ *chat) error {
		person.Deactivated = true
		return nil
	})
}

// View is the chat as the person sees it.
func (p *Person) View() ChatView { return p.s.View(p.chat) }

// Wait waits for a message of the chat that fits, as [Server.Wait] does.
func (p *Person) Wait(ctx context.Context, fits func(Message) bool) (Message, error) {
	return p.s.Wait(ctx, p.chat, fits)
}
