package botapi

import (
	"encoding/json"
	"reflect"
	"time"
)

// deletable is how long after sending a bot may delete a message.
const deletable = 48 * time.Hour

// edit is a checked request to change a message of the bot.
type edit struct {
	chat   *chat
	target *Message
	markup replyMarkup
}

// editable finds the bot's own message that an edit is about.
func (s *Server) editable(c *call) (edit, *apiError) {
	markup, err := readMarkup(c)
	if err != nil {
		return edit{}, err
	}
	if c.text("chat_id") == "" && c.text("message_id") == "" {
		return edit{}, refuse(messageIDMissing) // neither a chat's message nor an inline one
	}
	ch, err := s.chatFor(c, "chat_id", writing)
	if err != nil {
		return edit{}, err
	}
	m := ch.message(c.int("message_id", 0))
	switch {
	case m == nil:
		return edit{}, refuse(editNotFound)
	case m.From.ID != s.bot.ID || m.ForwardOrigin != nil:
		return edit{}, refuse(editForbidden)
	}
	return edit{chat: ch, target: m, markup: markup}, nil
}

// apply replaces the message by its edited form, unless nothing would change.
func (s *Server) apply(c *call, e edit, edited Message) (any, *apiError) {
	var err *apiError
	if edited.ReplyMarkup, err = e.markup.inlineOnly(e.chat); err != nil {
		return nil, err
	}
	ch, m := e.chat, e.target
	if reflect.DeepEqual(*m, edited) {
		return nil, refuse(notModified)
	}
	if err := s.limiter.take(s.opts.Now(), ch, 1); err != nil {
		return nil, err
	}
	edited.EditDate = s.opts.Now().Unix()
	*m = edited
	c.affected = append(c.affected, m.ID)
	s.publish(Event{Kind: MessageEdited, Chat: ch.Info.ID, Message: snapshot(m)})
	return m.clone(), nil
}

func (s *Server) editMessageText(c *call) (any, *apiError) {
	text, entities, err := s.messageText(c)
	if err != nil {
		return nil, err
	}
	e, err := s.editable(c)
	if err != nil {
		return nil, err
	}
	if e.target.Text == "" {
		return nil, refuse(noTextToEdit)
	}
	edited := e.target.clone()
	edited.Text, edited.Entities = text, entities
	return s.apply(c, e, edited)
}

func (s *Server) editMessageCaption(c *call) (any, *apiError) {
	text, entities, err := s.caption(c.text("caption"), c.text("parse_mode"), c.text("caption_entities"))
	if err != nil {
		return nil, err
	}
	e, err := s.editable(c)
	if err != nil {
		return nil, err
	}
	if m := e.target; m.file() == nil || m.Sticker != nil || m.VideoNote != nil {
		return nil, refuse(noCaptionToEdit)
	}
	edited := e.target.clone()
	edited.Caption, edited.CaptionEntities = text, entities
	return s.apply(c, e, edited)
}

func (s *Server) editMessageReplyMarkup(c *call) (any, *apiError) {
	e, err := s.editable(c)
	if err != nil {
		return nil, err
	}
	return s.apply(c, e, e.target.clone())
}

func (s *Server) editMessageMedia(c *call) (any, *apiError) {
	var input inputMedia
	if err := json.Unmarshal([]byte(c.text("media")), &input); err != nil {
		return nil, refuse(inputMediaNotJSON)
	}
	content, err := s.readInputMedia(c, input)
	if err != nil {
		return nil, err
	}
	e, err := s.editable(c)
	if err != nil {
		return nil, err
	}
	edited, m := *content, e.target
	edited.ID, edited.From, edited.Chat, edited.Date = m.ID, m.From, m.Chat, m.Date
	edited.EditDate, edited.ReplyTo, edited.Quote, edited.MediaGroupID = m.EditDate, m.ReplyTo, m.Quote, m.MediaGroupID
	return s.apply(c, e, edited)
}

func (s *Server) deleteMessage(c *call) (any, *apiError) {
	ch, err := s.chatFor(c, "chat_id", writing)
	if err != nil {
		return nil, err
	}
	m := ch.message(c.int("message_id", 0))
	if m == nil {
		return nil, refuse(deleteNotFound)
	}
	if err := s.mayDelete(ch, m); err != nil {
		return nil, err
	}
	s.delete(c, ch, m.ID)
	return true, nil
}

// deleteMessages skips what is not there, unlike its singular.
func (s *Server) deleteMessages(c *call) (any, *apiError) {
	ids, err := readIDs(c, "message_ids")
	if err != nil {
		return nil, err
	}
	ch, err := s.chatFor(c, "chat_id", writing)
	if err != nil {
		return nil, err
	}
	for _, id := range ids {
		if m := ch.message(id); m != nil {
			if err := s.mayDelete(ch, m); err != nil {
				return nil, err
			}
		}
	}
	for _, id := range ids {
		s.delete(c, ch, id)
	}
	return true, nil
}

func (s *Server) mayDelete(ch *chat, m *Message) *apiError {
	switch {
	case !ch.private() && m.From.ID != s.bot.ID && ch.Members[s.bot.ID] != "administrator":
		return refuse(deleteForbidden)
	case s.opts.Now().Sub(time.Unix(m.Date, 0)) > deletable:
		return refuse(deleteTooOld)
	}
	return nil
}

func (s *Server) delete(c *call, ch *chat, id int64) {
	m := ch.message(id)
	if m == nil {
		return
	}
	gone := snapshot(m)
	ch.remove(id)
	c.affected = append(c.affected, id)
	s.publish(Event{Kind: MessageDeleted, Chat: ch.Info.ID, Message: gone})
}

// readIDs reads a JSON list of at most a hundred message ids.
func readIDs(c *call, key string) ([]int64, *apiError) {
	raw := c.text(key)
	if raw == "" {
		return nil, refuse(messageIDsMissing)
	}
	var ids []int64
	if err := json.Unmarshal([]byte(raw), &ids); err != nil {
		return nil, refuse(messageIDsShape)
	}
	if len(ids) > 100 {
		return nil, refuse(messageIDsTooMany)
	}
	return ids, nil
}
