package play

import (
	"encoding/json"
	"fmt"
	"hash/maphash"
	"strings"

	"github.com/chatbotsmanagers/faqbot/internal/botapi"
)

// state is all that the page shows; a stream begins with it.
type state struct {
	Bot    botapi.User   `json:"bot"`
	People []shownPerson `json:"people"`
	Group  *shownGroup   `json:"group,omitempty"`
	Chats  []chatChange  `json:"chats"`
}

// shownGroup is the managers' group.
type shownGroup struct {
	ID      int64   `json:"id"`
	Title   string  `json:"title"`
	Members []int64 `json:"members"`
}

// shownPerson is a person as the page shows one.
type shownPerson struct {
	ID        int64  `json:"id"`
	Name      string `json:"name"`
	FirstName string `json:"first_name"`
	Phone     string `json:"phone"`
	Role      Role   `json:"role"`
	Colour    int    `json:"colour"` // of the avatar
}

// chatChange tells what became different in a chat. Messages are told whole and the rest of the chat always, so that a
// change may be applied twice without harm.
type chatChange struct {
	Chat     int64            `json:"chat"`
	Messages []botapi.Message `json:"messages,omitempty"` // new and changed ones
	Deleted  []int64          `json:"deleted,omitempty"`
	Keyboard *botapi.Keyboard `json:"keyboard,omitempty"`
	Raised   bool             `json:"keyboard_raised,omitempty"` // the bot put the keyboard up just now
	Commands []botapi.Command `json:"commands,omitempty"`
	Blocked  bool             `json:"blocked,omitempty"`  // the person blocked the bot, or it is not in the group
	Language string           `json:"language,omitempty"` // of the person's app
}

// viewer is one open page: it remembers what the page was told, and so can tell what is new. What it tells is computed
// from the chat as it is now, never from the event that announced a change; so events may be late, merged or doubled,
// and the page is still right.
type viewer struct {
	page *Page
	told map[int64]map[int64]uint64 // chat, message: hash of its last form
	rest map[int64]uint64           // chat: hash of all but its messages
	seed maphash.Seed
}

func newViewer(p *Page) *viewer {
	return &viewer{page: p, told: map[int64]map[int64]uint64{}, rest: map[int64]uint64{}, seed: maphash.MakeSeed()}
}

// state is everything, and the base of later changes.
func (v *viewer) state() (state, error) {
	all := state{Bot: v.page.server.Bot()}
	for i, person := range v.page.people {
		all.People = append(all.People, shownPerson{
			ID: person.ID, Name: strings.TrimSpace(person.FirstName + " " + person.LastName),
			FirstName: person.FirstName, Phone: person.Phone, Role: person.Role, Colour: i % 4,
		})
	}
	if members := v.page.members; len(members) > 0 {
		all.Group = &shownGroup{ID: ManagersGroup.ID, Title: ManagersGroup.Title, Members: members}
	}
	for _, chat := range v.page.chats() {
		change, _, err := v.change(chat)
		if err != nil {
			return state{}, err
		}
		all.Chats = append(all.Chats, change)
	}
	return all, nil
}

// change is what the page does not know yet of a chat, and whether there is anything.
func (v *viewer) change(chat int64) (change chatChange, news bool, err error) {
	view := v.page.server.View(chat)
	change = chatChange{
		Chat: chat, Keyboard: view.Keyboard, Commands: view.Commands, Blocked: view.Blocked,
	}
	if chat > 0 {
		change.Language = v.page.server.User(chat).Account().LanguageCode
	}
	rest, err := v.hash(change)
	if err != nil {
		return change, false, fmt.Errorf("encode chat %d: %w", chat, err)
	}
	news = rest != v.rest[chat]
	v.rest[chat] = rest

	before, now := v.told[chat], make(map[int64]uint64, len(view.Messages))
	for _, m := range view.Messages {
		hash, err := v.hash(m)
		if err != nil {
			return change, false, fmt.Errorf("encode message %d of chat %d: %w", m.ID, chat, err)
		}
		if old, known := before[m.ID]; !known || old != hash {
			change.Messages = append(change.Messages, m)
		}
		now[m.ID] = hash
	}
	for id := range before {
		if _, there := now[id]; !there {
			change.Deleted = append(change.Deleted, id)
		}
	}
	v.told[chat] = now
	return change, news || len(change.Messages) > 0 || len(change.Deleted) > 0, nil
}

// hash stands for what the page was told of a value.
func (v *viewer) hash(value any) (uint64, error) {
	data, err := json.Marshal(value)
	return maphash.Bytes(v.seed, data), err
}
