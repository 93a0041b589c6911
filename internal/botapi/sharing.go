package botapi

import (
	"fmt"
	"net/http"
)

// Attachment is a file that a person sends.
type Attachment struct {
	Name    string
	MIME    string // detected from the contents when empty
	Data    []byte
	Caption string
	ReplyTo int64
	Seconds int // of a voice or video
}

// SendPhoto sends a picture.
func (p *Person) SendPhoto(a Attachment) (Message, error) { return p.sendFile(photo, a) }

// SendDocument sends a file.
func (p *Person) SendDocument(a Attachment) (Message, error) { return p.sendFile(document, a) }

// SendVoice sends a voice message.
func (p *Person) SendVoice(a Attachment) (Message, error) { return p.sendFile(voice, a) }

// SendVideo sends a video.
func (p *Person) SendVideo(a Attachment) (Message, error) { return p.sendFile(video, a) }

// SendAudio sends a piece of music.
func (p *Person) SendAudio(a Attachment) (Message, error) { return p.sendFile(audio, a) }

// SendVideoNote sends a round video.
func (p *Person) SendVideoNote(a Attachment) (Message, error) { return p.sendFile(videoNote, a) }

// SendAnimation sends a short film without sound.
func (p *Person) SendAnimation(a Attachment) (Message, error) { return p.sendFile(animation, a) }

// SendSticker sends a sticker.
func (p *Person) SendSticker(a Attachment) (Message, error) { return p.sendFile(sticker, a) }

// SendAlbum sends several pictures at once, which reach the bot as messages of one media group.
func (p *Person) SendAlbum(items ...Attachment) ([]Message, error) {
	p.s.mu.Lock()
	album := p.s.albumID()
	list := make([]*Message, 0, len(items))
	for _, a := range items {
		m := p.s.fileMessage(photo, a)
		m.MediaGroupID = album
		list = append(list, m)
	}
	p.s.mu.Unlock()
	return p.say(list...)
}

func (p *Person) sendFile(kind mediaKind, a Attachment) (Message, error) {
	p.s.mu.Lock()
	m := p.s.fileMessage(kind, a)
	p.s.mu.Unlock()
	return p.sayOne(m)
}

// fileMessage stores the file and makes the message that carries it; the caller holds the lock.
func (s *Server) fileMessage(kind mediaKind, a Attachment) *Message {
	if a.MIME == "" {
		a.MIME = http.DetectContentType(a.Data)
	}
	if a.Name == "" {
		a.Name = string(kind) + mediaInfo[kind].extension
	}
	m := &Message{}
	if kind != sticker && kind != videoNote {
		text, _ := trimmed(a.Caption, nil)
		m.Caption, m.CaptionEntities = text, withFound(text, nil)
	}
	if a.ReplyTo != 0 {
		m.ReplyTo = &Message{ID: a.ReplyTo}
	}
	stored := s.store(kind, upload{Name: a.Name, MIME: a.MIME, Data: a.Data}, File{Duration: a.Seconds})
	attach(m, kind, stored)
	return m
}

// SendLocation sends a point on the map.
func (p *Person) SendLocation(latitude, longitude float64) (Message, error) {
	return p.sayOne(&Message{Location: &Location{Latitude: latitude, Longitude: longitude}})
}

// SendVenue sends a place on the map with its name.
func (p *Person) SendVenue(v Venue) (Message, error) {
	return p.sayOne(&Message{Venue: &v, Location: &v.Location}) // Telegram repeats a venue's location for older bots
}

// SendPoll sends a poll, or a quiz.
func (p *Person) SendPoll(poll Poll) (Message, error) { return p.sayOne(&Message{Poll: &poll}) }

// RollDice sends a die that shows the value.
func (p *Person) RollDice(value int) (Message, error) {
	return p.sayOne(&Message{Dice: &Dice{Emoji: "🎲", Value: value}})
}

// ShareStory shares a story of the person's own.
func (p *Person) ShareStory() (Message, error) {
	return p.sayOne(&Message{Story: &Story{ID: 1, Chat: Chat{ID: p.id, Type: "private"}}})
}

// ShareContact shares the person's own phone number; the contact carries the person's id.
func (p *Person) ShareContact() (Message, error) {
	var contact Contact
	err := p.act(func(person *account, _ *chat) error {
		contact = Contact{
			PhoneNumber: person.Phone, FirstName: person.User.FirstName, LastName: person.User.LastName, UserID: p.id,
		}
		return nil
	})
	if err != nil {
		return Message{}, err
	}
	return p.ShareOther(contact)
}

// ShareOther shares a contact out of the phone's address book, which may be anybody's.
func (p *Person) ShareOther(contact Contact) (Message, error) {
	return p.sayOne(&Message{Contact: &contact})
}

// Contents are the bytes behind a file_id, as the page shows them.
func (s *Server) Contents(fileID string) ([]byte, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	stored := s.world.byFileID(fileID)
	if stored == nil {
		return nil, fmt.Errorf("no file has the id %q", fileID)
	}
	return stored.Data, nil
}
