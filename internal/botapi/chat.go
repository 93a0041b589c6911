package botapi

// access is what a request wants of a chat.
type access byte

const (
	reading        access = iota
	readingMembers        // which a group that became a supergroup no longer has
	writing
)

// chatFor finds the chat that the parameter names, if the bot may do there what it wants. The order of the checks is
// Telegram's: the id, the chat, then the right to it.
func (s *Server) chatFor(c *call, key string, want access) (*chat, *apiError) {
	if c.text(key) == "" {
		return nil, refuse(chatIDEmpty)
	}
	return s.chatByID(c.int(key, 0), want)
}

func (s *Server) chatByID(id int64, want access) (*chat, *apiError) {
	ch := s.world.Chats[id]
	if ch == nil || ch.private() && !s.met(ch) {
		return nil, refuse(chatNotFound)
	}
	if ch.private() {
		return ch, s.privateAccess(ch, want)
	}
	supergroup := ch.Info.Type == "supergroup"
	switch {
	case want == reading && !supergroup:
		return ch, nil
	case ch.MovedTo != 0:
		err := refuse(upgradedGroup)
		err.migrateTo = ch.MovedTo
		return nil, err
	case ch.Blocked && supergroup:
		return nil, refuse(kickedFromSupergroup)
	case ch.Blocked:
		return nil, refuse(kickedFromGroup)
	case ch.Left && supergroup:
		return nil, refuse(notMemberSupergroup)
	case ch.Left:
		return nil, refuse(notMemberGroup)
	}
	return ch, nil
}

// met tells whether the bot ever came across the person: in the private chat, or in a group that both are members of.
// Of anybody else a bot knows nothing, though the account exists.
func (s *Server) met(private *chat) bool {
	if private.Started {
		return true
	}
	for _, group := range s.world.Chats {
		if !group.private() && !group.Left && !group.Blocked && group.Members[private.Info.ID] != "" {
			return true
		}
	}
	return false
}

func (s *Server) privateAccess(ch *chat, want access) *apiError {
	if want != writing {
		return nil
	}
	switch {
	case s.world.Users[ch.Info.ID].Deactivated:
		return refuse(userDeactivated)
	case !ch.Started:
		return refuse(cannotInitiate)
	case ch.Blocked:
		return refuse(blockedByUser)
	}
	return nil
}

// ChatView is a chat as its people see it.
type ChatView struct {
	Chat     Chat      `json:"chat"`
	Messages []Message `json:"messages"`
	Keyboard *Keyboard `json:"keyboard,omitempty"` // in place of the letters
	Commands []Command `json:"commands,omitempty"` // the menu beside the input field
	Pinned   []int64   `json:"pinned,omitempty"`
	Blocked  bool      `json:"blocked,omitempty"` // the person blocked the bot, or it is not in the group
}

// View is the chat as it looks now; the zero value when there is none.
func (s *Server) View(chatID int64) ChatView {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.view(chatID)
}

func (s *Server) view(chatID int64) ChatView {
	ch := s.world.Chats[chatID]
	if ch == nil {
		return ChatView{}
	}
	view := ChatView{
		Chat: ch.Info, Messages: make([]Message, 0, len(ch.Messages)), Keyboard: ch.Keyboard,
		Pinned: append([]int64(nil), ch.Pinned...), Blocked: ch.Blocked || ch.Left, Commands: s.commandsShown(chatID),
	}
	for _, m := range ch.Messages {
		view.Messages = append(view.Messages, m.clone())
	}
	return view
}

// Messages is the chat's history as people see it: edits applied, deleted messages gone.
func (s *Server) Messages(chatID int64) []Message { return s.View(chatID).Messages }

// Chats lists the chats that exist, private ones and groups, in no order.
func (s *Server) Chats() []Chat {
	s.mu.Lock()
	defer s.mu.Unlock()
	list := make([]Chat, 0, len(s.world.Chats))
	for _, ch := range s.world.Chats {
		list = append(list, ch.Info)
	}
	return list
}
