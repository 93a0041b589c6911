package botapi

import (
	"encoding/json"
	"slices"
)

func (s *Server) pinChatMessage(c *call) (any, *apiError) {
	ch, m, err := s.messageParam(c, pinNotFound)
	if err != nil {
		return nil, err
	}
	ch.Pinned = append(slices.DeleteFunc(ch.Pinned, func(id int64) bool { return id == m.ID }), m.ID)
	s.publish(Event{Kind: PinChanged, Chat: ch.Info.ID, Message: snapshot(m)})
	return true, nil
}

func (s *Server) unpinChatMessage(c *call) (any, *apiError) {
	ch, err := s.chatFor(c, "chat_id", writing)
	if err != nil {
		return nil, err
	}
	id := c.int("message_id", 0)
	if id == 0 && len(ch.Pinned) > 0 {
		id = ch.Pinned[len(ch.Pinned)-1]
	}
	if !slices.Contains(ch.Pinned, id) {
		return nil, refuse(unpinNotFound)
	}
	ch.Pinned = slices.DeleteFunc(ch.Pinned, func(pinned int64) bool { return pinned == id })
	s.publish(Event{Kind: PinChanged, Chat: ch.Info.ID})
	return true, nil
}

func (s *Server) messageParam(c *call, missing reason) (*chat, *Message, *apiError) {
	ch, err := s.chatFor(c, "chat_id", writing)
	if err != nil {
		return nil, nil, err
	}
	m := ch.message(c.int("message_id", 0))
	if m == nil {
		return nil, nil, refuse(missing)
	}
	return ch, m, nil
}

func (s *Server) setMessageReaction(c *call) (any, *apiError) {
	var reactions []struct {
		Type  string `json:"type"`
		Emoji string `json:"emoji"`
	}
	if raw := c.text("reaction"); raw != "" {
		if err := json.Unmarshal([]byte(raw), &reactions); err != nil {
			return nil, refuse(reactionsNotJSON)
		}
	}
	ch, m, err := s.messageParam(c, reactNotFound)
	if err != nil {
		return nil, err
	}
	if len(reactions) > 1 {
		return nil, refuse(reactionsTooMany)
	}
	if ch.Reacted == nil {
		ch.Reacted = map[int64]string{}
	}
	emoji := ""
	if len(reactions) == 1 {
		if emoji = reactions[0].Emoji; reactions[0].Type != "emoji" || emoji == "" {
			return nil, refuse(reactionInvalid)
		}
		ch.Reacted[m.ID] = emoji
	} else {
		delete(ch.Reacted, m.ID)
	}
	s.publish(Event{Kind: ReactionChanged, Chat: ch.Info.ID, Message: snapshot(m), Reaction: emoji})
	return true, nil
}
