package play

import (
	"slices"

	"github.com/chatbotsmanagers/faqbot/internal/botapi"
)

// Group is a group chat that the page shows beside its members' private chats with the bot.
type Group struct {
	ID    int64
	Title string
}

// ManagersGroup holds all managers of the page and the bot as a plain member; what the bot does there is its own affair.
var ManagersGroup = Group{ID: -4_501_000_001, Title: "Менеджеры"}

// openGroup makes the managers' group unless the emulator has it already.
func (p *Page) openGroup() {
	p.members = Managers(p.people)
	known := slices.ContainsFunc(p.server.Chats(), func(c botapi.Chat) bool { return c.ID == ManagersGroup.ID })
	if known || len(p.members) == 0 {
		return
	}
	group := p.server.AddGroup(ManagersGroup.ID, ManagersGroup.Title)
	for _, manager := range p.members {
		group.Join(manager)
	}
	group.Invite(p.members[0], false)
}

// chats are the chats that the page shows.
func (p *Page) chats() []int64 {
	ids := make([]int64, 0, len(p.people)+1)
	for _, person := range p.people {
		ids = append(ids, person.ID)
	}
	if len(p.members) > 0 {
		ids = append(ids, ManagersGroup.ID)
	}
	return ids
}

// acting is the person in the chat that the page names: the private one, or the group of which the person is a member.
func (p *Page) acting(id int64, chat string) (*botapi.Person, bool) {
	switch {
	case !p.shows(id): // the emulator would make an account
		return nil, false
	case chat == "":
		return p.server.User(id), true
	case chat == "group" && slices.Contains(p.members, id):
		return p.server.User(id).In(ManagersGroup.ID), true
	}
	return nil, false
}

type presenceBody struct {
	Present bool `json:"present"`
}

// presence takes the bot out of the group, or back into it.
func (p *Page) presence(person *botapi.Person, body presenceBody) (any, error) {
	group := p.server.AddGroup(ManagersGroup.ID, ManagersGroup.Title)
	if body.Present {
		group.Invite(person.ID(), false)
	} else {
		group.Kick(person.ID())
	}
	return body, nil
}
