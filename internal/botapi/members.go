package botapi

import "slices"

func (s *Server) getChat(c *call) (any, *apiError) {
	ch, err := s.chatFor(c, "chat_id", reading)
	if err != nil {
		return nil, err
	}
	full := struct {
		Chat
		AccentColor int      `json:"accent_color_id"`
		MaxReaction int      `json:"max_reaction_count"`
		Pinned      *Message `json:"pinned_message,omitempty"`
	}{Chat: ch.Info, MaxReaction: 11}
	if n := len(ch.Pinned); n > 0 {
		if m := ch.message(ch.Pinned[n-1]); m != nil {
			full.Pinned = snapshot(m)
		}
	}
	return full, nil
}

func (s *Server) getChatMember(c *call) (any, *apiError) {
	ch, err := s.chatFor(c, "chat_id", readingMembers)
	if err != nil {
		return nil, err
	}
	id := c.int("user_id", 0)
	if id <= 0 {
		return nil, refuse(invalidUserID)
	}
	if id == s.bot.ID {
		return memberOf(s.bot, s.botStatus(ch)), nil
	}
	person := s.world.Users[id]
	if person == nil {
		return nil, refuse(memberNotFound)
	}
	if ch.private() {
		if id != ch.Info.ID {
			return nil, refuse(memberNotFound)
		}
		return memberOf(person.User, "member"), nil
	}
	status := ch.Members[id]
	if status == "" {
		status = "left"
	}
	return memberOf(person.User, status), nil
}

func (s *Server) getChatMemberCount(c *call) (any, *apiError) {
	ch, err := s.chatFor(c, "chat_id", readingMembers)
	if err != nil {
		return nil, err
	}
	if ch.private() {
		return 2, nil
	}
	return len(ch.Members), nil
}

func (s *Server) getChatAdministrators(c *call) (any, *apiError) {
	ch, err := s.chatFor(c, "chat_id", readingMembers)
	if err != nil {
		return nil, err
	}
	if ch.private() {
		return nil, refuse(noAdministrators)
	}
	list := []chatMember{}
	for id, status := range ch.Members {
		if status != "administrator" && status != "creator" {
			continue
		}
		if id == s.bot.ID {
			list = append(list, memberOf(s.bot, status))
		} else {
			list = append(list, memberOf(s.world.Users[id].User, status))
		}
	}
	slices.SortFunc(list, func(a, b chatMember) int { return int(a.User.ID - b.User.ID) })
	return list, nil
}

func (s *Server) leaveChat(c *call) (any, *apiError) {
	ch, err := s.chatFor(c, "chat_id", writing)
	if err != nil {
		return nil, err
	}
	s.botOut(ch, s.bot, "left")
	return true, nil
}
