package botapi

import "strings"

// mediaKind is a kind of file, named as the Bot API names its parameter.
type mediaKind string

const (
	photo     mediaKind = "photo"
	document  mediaKind = "document"
	voice     mediaKind = "voice"
	video     mediaKind = "video"
	audio     mediaKind = "audio"
	animation mediaKind = "animation"
	videoNote mediaKind = "video_note"
	sticker   mediaKind = "sticker"
)

// The limits of files.
const (
	maxDownload = 20 << 20
	maxPhoto    = 10 << 20
)

// mediaInfo says where files of a kind lie and what Telegram calls them.
var mediaInfo = map[mediaKind]struct {
	folder, extension, mime string
	title                   string // in «can't use file of type … as …»
	prefix                  string // of the file_id
}{
	photo:     {"photos", ".jpg", "", "Photo", "AgAC"},
	document:  {"documents", "", "application/octet-stream", "Document", "BQAC"},
	voice:     {"voice", ".oga", "audio/ogg", "VoiceNote", "AwAC"},
	video:     {"videos", ".mp4", "video/mp4", "Video", "BAAC"},
	audio:     {"music", ".mp3", "audio/mpeg", "Audio", "CQAC"},
	animation: {"animations", ".mp4", "video/mp4", "Animation", "CgAC"},
	videoNote: {"video_notes", ".mp4", "", "VideoNote", "DQAC"},
	sticker:   {"stickers", ".webp", "", "Sticker", "CAAC"},
}

// sendMedia makes the handler that sends one file of the kind.
func sendMedia(kind mediaKind) func(*Server, *call) (any, *apiError) {
	return func(s *Server, c *call) (any, *apiError) {
		text, entities, err := s.caption(c.text("caption"), c.text("parse_mode"), c.text("caption_entities"))
		if err != nil {
			return nil, err
		}
		ref, file, err := c.fileParam(string(kind))
		if err != nil {
			return nil, err
		}
		stored, err := s.resolve(kind, ref, file, File{
			Width: int(c.int("width", 0)), Height: int(c.int("height", 0)), Length: int(c.int("length", 0)),
			Duration: int(c.int("duration", 0)), Emoji: c.text("emoji"),
		})
		if err != nil {
			return nil, err
		}
		out, err := s.prepare(c)
		if err != nil {
			return nil, err
		}
		m := &Message{Caption: text, CaptionEntities: entities}
		attach(m, kind, stored)
		return s.postOne(c, out, m)
	}
}

// fileParam finds a file parameter: sent along, referred to by attach://, or a string.
func (c *call) fileParam(key string) (ref string, file *upload, err *apiError) {
	if f, ok := c.files[key]; ok {
		return "", &f, nil
	}
	ref = c.text(key)
	if name, ok := strings.CutPrefix(ref, "attach://"); ok {
		if f, ok := c.files[name]; ok {
			return "", &f, nil
		}
		return "", nil, refuse(mediaMissing, strings.ReplaceAll(key, "_", " "))
	}
	if ref == "" {
		return "", nil, refuse(mediaMissing, strings.ReplaceAll(key, "_", " "))
	}
	return ref, nil, nil
}

// resolve stores an upload, or finds the file that a file_id names.
func (s *Server) resolve(kind mediaKind, ref string, file *upload, shape File) (*storedFile, *apiError) {
	if file != nil {
		switch {
		case len(file.Data) == 0:
			return nil, refuse(fileEmpty)
		case kind == photo && len(file.Data) > maxPhoto:
			return nil, refuse(photoTooBig, len(file.Data))
		}
		return s.store(kind, *file, shape), nil
	}
	if strings.HasPrefix(ref, "http://") || strings.HasPrefix(ref, "https://") {
		return nil, refuse(urlNotFetched)
	}
	stored := s.world.byFileID(ref)
	if stored == nil {
		return nil, refuse(wrongFileID, wrongIDReason(ref))
	}
	asDocument := kind == document && stored.Kind == animation || kind == animation && stored.Kind == document
	if stored.Kind != kind && !asDocument {
		return nil, refuse(wrongFileType, mediaInfo[stored.Kind].title, mediaInfo[kind].title)
	}
	return stored, nil
}

// wrongIDReason words what is wrong with a file_id, as TDLib's base64 decoder does.
func wrongIDReason(ref string) string {
	for _, b := range []byte(ref) {
		if !isNameToken(b) && b != '_' || b == '.' {
			return "Wrong character in the string"
		}
	}
	if len(ref)%4 == 1 {
		return "Wrong padding length"
	}
	return "can't unserialize it. Wrong last symbol"
}

// attach hangs the file on the message under its kind's field.
func attach(m *Message, kind mediaKind, stored *storedFile) {
	f := stored.File
	switch kind {
	case photo:
		m.Photo = []File{f}
	case document:
		m.Document = &f
	case voice:
		m.Voice = &f
	case video:
		m.Video = &f
	case audio:
		m.Audio = &f
	case animation:
		m.Animation = &f
		m.Document = &f // Telegram repeats an animation as a document for older bots
	case videoNote:
		m.VideoNote = &f
	case sticker:
		m.Sticker = &f
	}
}
