package botapi

import "slices"

// forwardMessage repeats a message with its author's name.
func (s *Server) forwardMessage(c *call) (any, *apiError) {
	source, out, err := s.copySource(c, forwardNotFound)
	if err != nil {
		return nil, err
	}
	if source.empty() {
		return nil, refuse(forwardForbidden)
	}
	return s.postOne(c, out, forwarded(source))
}

func (s *Server) forwardMessages(c *call) (any, *apiError) {
	return s.copyMany(c, func(m *Message) *Message { return forwarded(m) })
}

// copyMessage repeats a message as the bot's own.
func (s *Server) copyMessage(c *call) (any, *apiError) {
	source, out, err := s.copySource(c, copyNotFound)
	if err != nil {
		return nil, err
	}
	if source.empty() {
		return nil, refuse(copyForbidden)
	}
	copied := contentOf(source)
	if _, given := c.params["caption"]; given && copied.file() != nil {
		if copied.Caption, copied.CaptionEntities, err = s.caption(c.text("caption"), c.text("parse_mode"), c.text("caption_entities")); err != nil {
			return nil, err
		}
	}
	sent, err := s.post(c, out, copied)
	if err != nil {
		return nil, err
	}
	return messageID{sent[0].ID}, nil
}

func (s *Server) copyMessages(c *call) (any, *apiError) {
	bare := c.bool("remove_caption")
	return s.copyMany(c, func(m *Message) *Message {
		copied := contentOf(m)
		if bare {
			copied.Caption, copied.CaptionEntities = "", nil
		}
		return copied
	})
}

// messageID is the short result of copying.
type messageID struct {
	ID int64 `json:"message_id"`
}

// copySource finds the message to repeat and checks where it shall go.
func (s *Server) copySource(c *call, missing reason) (*Message, outgoing, *apiError) {
	if c.text("from_chat_id") == "" {
		return nil, outgoing{}, refuse(parameterRequired, "from_chat_id")
	}
	from, err := s.chatFor(c, "from_chat_id", reading)
	if err != nil {
		return nil, outgoing{}, err
	}
	source := from.message(c.int("message_id", 0))
	if source == nil {
		return nil, outgoing{}, refuse(missing)
	}
	out, err := s.prepare(c)
	return source, out, err
}

// copyMany repeats those of the listed messages that exist, in their order, keeping albums together.
func (s *Server) copyMany(c *call, repeat func(*Message) *Message) (any, *apiError) {
	ids, err := readIDs(c, "message_ids")
	if err != nil {
		return nil, err
	}
	from, err := s.chatFor(c, "from_chat_id", reading)
	if err != nil {
		return nil, err
	}
	out, err := s.prepare(c)
	if err != nil {
		return nil, err
	}
	slices.Sort(ids)
	var list []*Message
	albums := map[string]string{}
	for _, id := range ids {
		source := from.message(id)
		if source == nil || source.empty() {
			continue
		}
		m := repeat(source)
		if source.MediaGroupID != "" {
			if albums[source.MediaGroupID] == "" {
				albums[source.MediaGroupID] = s.albumID()
			}
			m.MediaGroupID = albums[source.MediaGroupID]
		}
		list = append(list, m)
	}
	if len(list) == 0 {
		return nil, refuse(noMessagesToForward)
	}
	sent, err := s.post(c, out, list...)
	if err != nil {
		return nil, err
	}
	result := make([]messageID, 0, len(sent))
	for _, m := range sent {
		result = append(result, messageID{m.ID})
	}
	return result, nil
}

// contentOf is the message without its place, author and keyboard.
func contentOf(m *Message) *Message {
	return &Message{
		Text: m.Text, Entities: m.Entities, Caption: m.Caption, CaptionEntities: m.CaptionEntities,
		Photo: m.Photo, Document: m.Document, Voice: m.Voice, Video: m.Video, Audio: m.Audio, Animation: m.Animation,
		VideoNote: m.VideoNote, Sticker: m.Sticker, Location: m.Location, Contact: m.Contact,
		Venue: m.Venue, Poll: m.Poll, Dice: m.Dice,
	}
}

// empty tells messages that hold nothing which could be repeated: those about the chat itself, stories, and quizzes, whose
// right answer the bot does not know.
func (m *Message) empty() bool {
	quiz := m.Poll != nil && m.Poll.Type == "quiz"
	return quiz || m.Text == "" && m.file() == nil && m.Location == nil && m.Contact == nil && m.Poll == nil && m.Dice == nil
}

func forwarded(m *Message) *Message {
	result := contentOf(m)
	result.ForwardOrigin = m.ForwardOrigin
	if result.ForwardOrigin == nil {
		result.ForwardOrigin = &ForwardOrigin{Type: "user", Date: m.Date, SenderUser: m.From}
	}
	return result
}
