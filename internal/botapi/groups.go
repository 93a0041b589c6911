package botapi

import "maps"

// Group is a group chat, to be filled with people.
type Group struct {
	s  *Server
	id int64
}

// firstSupergroup is where the ids of supergroups begin, downwards; those above it are basic groups.
const firstSupergroup = -1_000_000_000_000

// AddGroup makes a group without members; its negative id tells whether it is a basic group or a supergroup.
func (s *Server) AddGroup(id int64, title string) *Group {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.world.Chats[id] == nil {
		info := Chat{ID: id, Type: "group", Title: title}
		if id < firstSupergroup {
			info.Type = "supergroup"
		}
		s.world.Chats[id] = &chat{Info: info, Left: true, Members: map[int64]string{}}
		s.publish(Event{Kind: ChatChanged, Chat: id})
	}
	return &Group{s: s, id: id}
}

// Join makes a person a member; the bot hears of it when it is in the group.
func (g *Group) Join(userID int64) {
	g.s.User(userID) // makes the account
	g.s.mu.Lock()
	defer g.s.mu.Unlock()
	ch, user := g.s.world.Chats[g.id], g.s.world.Users[userID].User
	if ch.Members[userID] == "" {
		ch.Members[userID] = "member"
		g.s.service(ch, user, &Message{NewMembers: []User{user}})
	}
}

// Leave takes a person out of the group.
func (g *Group) Leave(userID int64) {
	g.s.mu.Lock()
	defer g.s.mu.Unlock()
	ch := g.s.world.Chats[g.id]
	if ch.Members[userID] != "" {
		delete(ch.Members, userID)
		user := g.s.world.Users[userID].User
		g.s.service(ch, user, &Message{LeftMember: &user})
	}
}

// Invite brings the bot into the group, as an administrator or as a plain member. A bot that is there already becomes
// the one or the other.
func (g *Group) Invite(by int64, administrator bool) {
	g.s.User(by)
	g.s.mu.Lock()
	defer g.s.mu.Unlock()
	ch, who := g.s.world.Chats[g.id], g.s.world.Users[by].User
	was, now := g.s.botStatus(ch), "member"
	if administrator {
		now = "administrator"
	}
	ch.Left, ch.Blocked, ch.Started = false, false, true
	ch.Members[g.s.bot.ID] = now
	g.s.botMoved(ch, who, was, now)
	if was == "left" || was == "kicked" {
		g.s.service(ch, who, &Message{NewMembers: []User{g.s.bot}})
	}
}

// Kick throws the bot out.
func (g *Group) Kick(by int64) {
	g.s.User(by)
	g.s.mu.Lock()
	defer g.s.mu.Unlock()
	g.s.botOut(g.s.world.Chats[g.id], g.s.world.Users[by].User, "kicked")
}

// Promote makes a member an administrator of the group, or takes that back.
func (g *Group) Promote(userID int64, administrator bool) {
	g.s.mu.Lock()
	defer g.s.mu.Unlock()
	ch := g.s.world.Chats[g.id]
	if ch.Members[userID] == "" {
		return
	}
	ch.Members[userID] = "member"
	if administrator {
		ch.Members[userID] = "administrator"
	}
	g.s.publish(Event{Kind: ChatChanged, Chat: g.id})
}

// Mute keeps all but administrators from sending messages to the group, the bot too, or lets them again.
func (g *Group) Mute(muted bool) {
	g.s.mu.Lock()
	defer g.s.mu.Unlock()
	g.s.world.Chats[g.id].Muted = muted
}

// Upgrade makes a basic group a supergroup, as Telegram does by itself when its history is shown to newcomers, and
// returns it. The bot hears of it in both, and is refused in the old one from then on. That it left the old one it is
// not told (tdlib/telegram-bot-api issue 266).
func (g *Group) Upgrade(by int64) *Group {
	g.s.User(by)
	g.s.mu.Lock()
	defer g.s.mu.Unlock()
	old, who := g.s.world.Chats[g.id], g.s.world.Users[by].User
	id := firstSupergroup + g.id
	for g.s.world.Chats[id] != nil {
		id--
	}
	moved := &chat{
		Info: Chat{ID: id, Type: "supergroup", Title: old.Info.Title}, Members: maps.Clone(old.Members),
		Started: old.Started, Left: old.Left, Blocked: old.Blocked, Muted: old.Muted,
	}
	g.s.world.Chats[id] = moved
	if status := g.s.botStatus(moved); !moved.Left && !moved.Blocked {
		g.s.botMoved(moved, who, "left", status)
	}
	g.s.service(old, who, &Message{MigrateTo: id})
	g.s.service(moved, who, &Message{MigrateFrom: g.id})
	old.MovedTo = id
	g.s.publish(Event{Kind: ChatChanged, Chat: g.id})
	g.s.publish(Event{Kind: ChatChanged, Chat: id})
	return &Group{s: g.s, id: id}
}

// ID is the group's chat id.
func (g *Group) ID() int64 { return g.id }

// botOut takes the bot out of the group. It is told of it last.
func (s *Server) botOut(ch *chat, by User, status string) {
	was, bot := s.botStatus(ch), s.bot
	s.service(ch, by, &Message{LeftMember: &bot})
	ch.Left, ch.Blocked = status == "left", status == "kicked"
	delete(ch.Members, s.bot.ID)
	s.botMoved(ch, by, was, status)
}

func (s *Server) botStatus(ch *chat) string {
	switch status := ch.Members[s.bot.ID]; {
	case ch.Blocked:
		return "kicked"
	case status == "":
		return "left"
	default:
		return status
	}
}

// service puts a message about the chat itself into it.
func (s *Server) service(ch *chat, from User, m *Message) {
	m.From, m.Date = &from, s.opts.Now().Unix()
	ch.add(m)
	s.publish(Event{Kind: MessageNew, Chat: ch.Info.ID, Message: snapshot(m)})
	if s.hears(ch, m) {
		s.enqueue(ch.Info.ID, "message", m)
	}
}

// chatMember is a member of a chat as the Bot API shows it.
type chatMember struct {
	User      User   `json:"user"`
	Status    string `json:"status"`
	UntilDate *int64 `json:"until_date,omitempty"`
}

func memberOf(user User, status string) chatMember {
	m := chatMember{User: user, Status: status}
	if status == "kicked" {
		forever := int64(0)
		m.UntilDate = &forever
	}
	return m
}

// botMoved tells the bot and the page that the bot's place in a chat is another.
func (s *Server) botMoved(ch *chat, by User, was, now string) {
	s.enqueue(ch.Info.ID, "my_chat_member", struct {
		Chat Chat       `json:"chat"`
		From User       `json:"from"`
		Date int64      `json:"date"`
		Old  chatMember `json:"old_chat_member"`
		New  chatMember `json:"new_chat_member"`
	}{ch.Info, by, s.opts.Now().Unix(), memberOf(s.bot, was), memberOf(s.bot, now)})
	s.publish(Event{Kind: ChatChanged, Chat: ch.Info.ID})
}
