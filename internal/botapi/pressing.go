package botapi

import (
	"fmt"
	"slices"
)

// Press presses an inline button, named by its callback data or its text, and gives the id of the press, by which
// [Server.WaitAnswer] knows it.
func (p *Person) Press(messageID int64, dataOrText string) (string, error) {
	var id string
	err := p.act(func(person *account, ch *chat) error {
		m := ch.message(messageID)
		if m == nil {
			return fmt.Errorf("chat %d has no message %d", p.chat, messageID)
		}
		button, ok := m.Button(dataOrText)
		if !ok {
			return fmt.Errorf("message %d of chat %d has no button %q", messageID, p.chat, dataOrText)
		}
		if button.Data == "" {
			return fmt.Errorf("button %q of message %d tells the bot nothing", dataOrText, messageID)
		}
		if ch.Left || ch.Blocked {
			return fmt.Errorf("the bot is not in chat %d to hear of the press", p.chat)
		}
		id = p.s.press(person.User, ch, m, button.Data)
		return nil
	})
	return id, err
}

// Forge presses a button that is not there, as a changed app can: any data under any message of the chat.
func (p *Person) Forge(messageID int64, data string) (string, error) {
	var id string
	err := p.act(func(person *account, ch *chat) error {
		m := ch.message(messageID)
		if m == nil {
			return fmt.Errorf("chat %d has no message %d", p.chat, messageID)
		}
		id = p.s.press(person.User, ch, m, data)
		return nil
	})
	return id, err
}

// Tap taps a key of the reply keyboard: it sends the key's text, or shares the person's own contact.
func (p *Person) Tap(text string) (Message, error) {
	var key Key
	err := p.act(func(_ *account, ch *chat) error {
		if ch.Keyboard == nil {
			return fmt.Errorf("chat %d shows no keyboard", p.chat)
		}
		for _, row := range ch.Keyboard.Rows {
			if i := slices.IndexFunc(row, func(k Key) bool { return k.Text == text }); i >= 0 {
				key = row[i]
				return nil
			}
		}
		return fmt.Errorf("the keyboard of chat %d has no key %q", p.chat, text)
	})
	switch {
	case err != nil:
		return Message{}, err
	case key.RequestContact:
		return p.ShareContact()
	case key.RequestLocation:
		return p.SendLocation(55.7558, 37.6173)
	}
	return p.Send(text)
}
