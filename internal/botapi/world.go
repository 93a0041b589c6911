package botapi

import (
	"cmp"
	"slices"
	"time"
)

// world is everything that Telegram would remember: people, chats, files and the bot's own settings. It is one value,
// so that it can be saved and loaded whole.
type world struct {
	Users     map[int64]*account
	Chats     map[int64]*chat
	Files     map[string]*storedFile // by unique id
	Presses   map[string]*press      // by callback query id
	Commands  map[string][]Command   // by scope and language
	Profile   map[string]string      // name, description and short description by field and language
	Menu      map[int64]string       // menu button by chat, 0 is the default
	LoggedOut bool
	Serial    int64 // the last number given to a file, a press or an album
}

// account is a person with a Telegram account.
type account struct {
	User        User
	Phone       string
	Deactivated bool
}

// chat is a private chat (its id is the person's) or a group (a negative id).
type chat struct {
	Info     Chat
	Started  bool  // the person wrote to the bot at least once
	Blocked  bool  // the person blocked the bot, or the group threw it out
	Left     bool  // the bot is no member of the group
	MovedTo  int64 `json:",omitempty"` // the supergroup that a basic group became
	Muted    bool  `json:",omitempty"` // only administrators may send messages to the group
	Members  map[int64]string
	Messages []*Message
	LastID   int64
	Keyboard *Keyboard
	Pinned   []int64
	Reacted  map[int64]string // the bot's reaction by message
}

// storedFile is the contents behind a file_id.
type storedFile struct {
	File
	Kind  mediaKind
	Path  string
	Data  []byte
	Large bool // over what getFile hands out
}

// press is a button press that the bot has not answered yet.
type press struct {
	Query    CallbackQuery
	Time     time.Time
	Answered bool
	Answer   CallbackAnswer
}

func newWorld() world {
	return world{
		Users: map[int64]*account{}, Chats: map[int64]*chat{}, Files: map[string]*storedFile{},
		Presses: map[string]*press{}, Commands: map[string][]Command{}, Profile: map[string]string{}, Menu: map[int64]string{},
	}
}

func (w *world) serial() int64 {
	w.Serial++
	return w.Serial
}

// message finds a message that was not deleted.
func (c *chat) message(id int64) *Message {
	i, found := slices.BinarySearchFunc(c.Messages, id, func(m *Message, id int64) int { return cmp.Compare(m.ID, id) })
	if !found {
		return nil
	}
	return c.Messages[i]
}

// add gives the message the chat's next id and keeps it.
func (c *chat) add(m *Message) {
	c.LastID++
	m.ID = c.LastID
	m.Chat = c.Info
	c.Messages = append(c.Messages, m)
}

// remove deletes the message.
func (c *chat) remove(id int64) {
	c.Messages = slices.DeleteFunc(c.Messages, func(m *Message) bool { return m.ID == id })
}

func (c *chat) private() bool { return c.Info.ID > 0 }

// clone copies a message so that the caller's copy does not change when the stored one is edited. Slices inside are
// replaced on edits, never written to, and so may be shared.
func (m *Message) clone() Message { return *m }
