package botapi

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

// Invite brings the bot into the group, as an administrator or as a plain member.
func (g *Group) Invite(by int64, administrator bool) {
	g.s.User(by)
	g.s.mu.Lock()
	defer g.s.mu.Unlock()
	ch := g.s.world.Chats[g.id]
	was := g.s.botStatus(ch)
	ch.Left, ch.Blocked, ch.Started = false, false, true
	ch.Members[g.s.bot.ID] = "member"
	if administrator {
		ch.Members[g.s.bot.ID] = "administrator"
	}
	g.s.memberChanged("my_chat_member", ch, g.s.world.Users[by].User, g.s.bot, was, ch.Members[g.s.bot.ID])
}

// Kick throws the bot out.
func (g *Group) Kick(by int64) {
	g.s.User(by)
	g.s.mu.Lock()
	defer g.s.mu.Unlock()
	ch := g.s.world.Chats[g.id]
	was := g.s.botStatus(ch)
	ch.Blocked = true
	delete(ch.Members, g.s.bot.ID)
	g.s.memberChanged("my_chat_member", ch, g.s.world.Users[by].User, g.s.bot, was, "kicked")
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

// memberChanged tells the bot and the page that somebody's place in a chat is another.
func (s *Server) memberChanged(kind string, ch *chat, by, who User, was, now string) {
	s.enqueue(ch.Info.ID, kind, struct {
		Chat Chat       `json:"chat"`
		From User       `json:"from"`
		Date int64      `json:"date"`
		Old  chatMember `json:"old_chat_member"`
		New  chatMember `json:"new_chat_member"`
	}{ch.Info, by, s.opts.Now().Unix(), memberOf(who, was), memberOf(who, now)})
	s.publish(Event{Kind: ChatChanged, Chat: ch.Info.ID})
}
