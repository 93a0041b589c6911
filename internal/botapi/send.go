package botapi

import (
	"encoding/json"
	"strconv"
	"strings"
)

// outgoing is a message of the bot before it has a place in a chat.
type outgoing struct {
	chat    *chat
	markup  replyMarkup
	replyTo *Message
	quote   *Quote
}

// prepare reads and checks what every sending method shares. The content is checked before it: Telegram looks at the
// text first, then at the shape of reply parameters and markup, then at the chat.
func (s *Server) prepare(c *call) (outgoing, *apiError) {
	replyTo, err := readReply(c)
	if err != nil {
		return outgoing{}, err
	}
	markup, err := readMarkup(c)
	if err != nil {
		return outgoing{}, err
	}
	ch, err := s.chatFor(c, "chat_id", writing)
	if err != nil {
		return outgoing{}, err
	}
	if ch.Muted && ch.Members[s.bot.ID] != "administrator" {
		return outgoing{}, refuse(mutedGroup)
	}
	out := outgoing{chat: ch, markup: markup}
	if err := s.findReply(&out, replyTo); err != nil {
		return out, err
	}
	return out, markup.fit(ch)
}

// findReply looks up the message that the new one answers.
func (s *Server) findReply(out *outgoing, replyTo replyParameters) *apiError {
	if replyTo.ID <= 0 {
		return nil
	}
	in := out.chat
	if other := int64(replyTo.Chat); other != 0 && other != in.Info.ID {
		var err *apiError
		if in, err = s.chatByID(other, reading); err != nil {
			return err
		}
	}
	target := in.message(replyTo.ID)
	switch {
	case target == nil && replyTo.Lenient:
		return nil
	case target == nil:
		return refuse(replyNotFound)
	}
	out.replyTo = snapshot(target)
	out.replyTo.ReplyTo = nil // Telegram nests replies one deep
	if replyTo.Quote != "" {
		out.quote = &Quote{Text: replyTo.Quote, IsManual: true}
	}
	return nil
}

// replyParameters name the message that a new one answers.
type replyParameters struct {
	ID      int64     `json:"message_id"`
	Chat    looseChat `json:"chat_id"`
	Lenient bool      `json:"allow_sending_without_reply"`
	Quote   string    `json:"quote"`
}

// looseChat is a chat id inside a JSON object, where Telegram takes a number or a string and reads an empty one as none.
type looseChat int64

// UnmarshalJSON reads both forms.
func (id *looseChat) UnmarshalJSON(data []byte) error {
	*id = looseChat(leadingInt(strings.Trim(string(data), `"`)))
	return nil
}

// readReply reads reply_parameters, or the older pair of parameters that Telegram still takes.
func readReply(c *call) (replyParameters, *apiError) {
	raw := c.text("reply_parameters")
	if raw == "" {
		return replyParameters{ID: c.int("reply_to_message_id", 0), Lenient: c.bool("allow_sending_without_reply")}, nil
	}
	var p replyParameters
	if !json.Valid([]byte(raw)) {
		return p, refuse(replyParamsNotJSON)
	}
	if raw[0] != '{' || json.Unmarshal([]byte(raw), &p) != nil {
		return p, refuse(replyParamsShape)
	}
	return p, nil
}

// post puts the messages into the chat: one, or an album.
func (s *Server) post(c *call, out outgoing, list ...*Message) ([]Message, *apiError) {
	if err := s.limiter.take(s.opts.Now(), out.chat, len(list)); err != nil {
		return nil, err
	}
	bot := s.bot
	sent := make([]Message, 0, len(list))
	for _, m := range list {
		m.From = &bot
		m.Date = s.opts.Now().Unix()
		m.ReplyTo, m.Quote = out.replyTo, out.quote
		m.ReplyMarkup = out.markup.inline
		out.chat.add(m)
		c.affected = append(c.affected, m.ID)
		s.publish(Event{Kind: MessageNew, Chat: out.chat.Info.ID, Message: snapshot(m)})
		sent = append(sent, m.clone())
	}
	switch {
	case out.markup.keys != nil:
		out.chat.Keyboard = out.markup.keys
		s.publish(Event{Kind: KeyboardChanged, Chat: out.chat.Info.ID, Keyboard: out.markup.keys})
	case out.markup.remove && out.chat.Keyboard != nil:
		out.chat.Keyboard = nil
		s.publish(Event{Kind: KeyboardChanged, Chat: out.chat.Info.ID})
	}
	return sent, nil
}

// postOne is post for a single message.
func (s *Server) postOne(c *call, out outgoing, m *Message) (any, *apiError) {
	sent, err := s.post(c, out, m)
	if err != nil {
		return nil, err
	}
	return sent[0], nil
}

func (s *Server) sendMessage(c *call) (any, *apiError) {
	text, entities, err := s.messageText(c)
	if err != nil {
		return nil, err
	}
	out, err := s.prepare(c)
	if err != nil {
		return nil, err
	}
	return s.postOne(c, out, &Message{Text: text, Entities: entities})
}

func (s *Server) sendLocation(c *call) (any, *apiError) {
	if c.text("latitude") == "" {
		return nil, refuse(latitudeMissing)
	}
	if c.text("longitude") == "" {
		return nil, refuse(longitudeMissing)
	}
	latitude, _ := strconv.ParseFloat(c.text("latitude"), 64) // like Telegram, a word is 0
	longitude, _ := strconv.ParseFloat(c.text("longitude"), 64)
	if latitude < -90 || latitude > 90 || longitude < -180 || longitude > 180 {
		return nil, refuse(locationInvalid)
	}
	out, err := s.prepare(c)
	if err != nil {
		return nil, err
	}
	return s.postOne(c, out, &Message{Location: &Location{Latitude: latitude, Longitude: longitude}})
}

func (s *Server) sendContact(c *call) (any, *apiError) {
	if c.text("phone_number") == "" {
		return nil, refuse(parameterRequired, "phone_number")
	}
	if c.text("first_name") == "" {
		return nil, refuse(parameterRequired, "first_name")
	}
	out, err := s.prepare(c)
	if err != nil {
		return nil, err
	}
	return s.postOne(c, out, &Message{Contact: &Contact{
		PhoneNumber: c.text("phone_number"), FirstName: c.text("first_name"), LastName: c.text("last_name"),
	}})
}

// chatActions are the words that sendChatAction takes.
var chatActions = map[string]bool{
	"typing": true, "upload_photo": true, "record_video": true, "upload_video": true, "record_voice": true,
	"upload_voice": true, "upload_document": true, "choose_sticker": true, "find_location": true,
	"record_video_note": true, "upload_video_note": true, "cancel": true,
	"record_audio": true, "upload_audio": true, // the older names of the voice ones
}

func (s *Server) sendChatAction(c *call) (any, *apiError) {
	action := c.text("action")
	if !chatActions[action] {
		return nil, refuse(wrongAction)
	}
	ch, err := s.chatFor(c, "chat_id", writing)
	if err != nil {
		return nil, err
	}
	s.publish(Event{Kind: Action, Chat: ch.Info.ID, Action: action})
	return true, nil
}
