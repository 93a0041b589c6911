package botapi

import (
	"encoding/json"
	"fmt"
	"strings"
)

// inputMedia is an item of sendMediaGroup or the media of editMessageMedia.
type inputMedia struct {
	Type            string          `json:"type"`
	Media           string          `json:"media"`
	Caption         string          `json:"caption"`
	ParseMode       string          `json:"parse_mode"`
	CaptionEntities json.RawMessage `json:"caption_entities"`
	Width           int             `json:"width"`
	Height          int             `json:"height"`
	Duration        int             `json:"duration"`
}

// readInputMedia makes the content of an InputMedia object.
func (s *Server) readInputMedia(c *call, input inputMedia) (*Message, *apiError) {
	kind := mediaKind(input.Type)
	switch kind {
	case photo, document, video, audio, animation:
	default:
		return nil, refuse(mediaMalformed, fmt.Sprintf("type %q is unsupported", input.Type))
	}
	text, entities, err := s.caption(input.Caption, input.ParseMode, string(input.CaptionEntities))
	if err != nil {
		return nil, err
	}
	if input.Media == "" {
		return nil, refuse(mediaMalformed, "media not found")
	}
	var file *upload
	if name, ok := strings.CutPrefix(input.Media, "attach://"); ok {
		f, sent := c.files[name]
		if !sent {
			return nil, refuse(mediaMalformed, "media not found")
		}
		file = &f
	}
	stored, err := s.resolve(kind, input.Media, file, File{Width: input.Width, Height: input.Height, Duration: input.Duration})
	if err != nil {
		return nil, err
	}
	m := &Message{Caption: text, CaptionEntities: entities}
	attach(m, kind, stored)
	return m, nil
}

func (s *Server) sendMediaGroup(c *call) (any, *apiError) {
	raw := c.text("media")
	if !json.Valid([]byte(raw)) {
		return nil, refuse(mediaNotJSON)
	}
	var inputs []inputMedia
	if err := json.Unmarshal([]byte(raw), &inputs); err != nil {
		return nil, refuse(mediaShape)
	}
	switch {
	case len(inputs) == 0:
		return nil, refuse(mediaCount, "there are no messages to send")
	case len(inputs) > 10:
		return nil, refuse(mediaCount, "too many messages to send as an album")
	}
	var list []*Message
	families := map[string]bool{}
	for _, input := range inputs {
		m, err := s.readInputMedia(c, input)
		if err != nil {
			return nil, err
		}
		family := input.Type
		if family == string(photo) || family == string(video) {
			family = "visual"
		}
		families[family] = true
		list = append(list, m)
	}
	if len(families) > 1 || families[string(animation)] {
		return nil, refuse(mediaMixed)
	}
	out, err := s.prepare(c)
	if err != nil {
		return nil, err
	}
	if len(list) > 1 {
		album := s.albumID()
		for _, m := range list {
			m.MediaGroupID = album
		}
	}
	sent, err := s.post(c, out, list...)
	if err != nil {
		return nil, err
	}
	return sent, nil
}

func (s *Server) albumID() string { return fmt.Sprintf("137%014d", s.world.serial()) }
