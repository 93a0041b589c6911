package botapi

import (
	"bytes"
	"encoding/json"
	"fmt"
	"image"
	_ "image/gif" // the formats whose size is read
	_ "image/jpeg"
	_ "image/png"
	"path/filepath"
	"strings"
)

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

func (w *world) byFileID(id string) *storedFile {
	if len(id) < 5 {
		return nil
	}
	stored := w.Files[id[4:]] // behind the kind's prefix stands the unique id
	if stored == nil || stored.FileID != id {
		return nil
	}
	return stored
}

// store keeps contents under new ids.
func (s *Server) store(kind mediaKind, file upload, shape File) *storedFile {
	serial := s.world.serial()
	info := mediaInfo[kind]
	unique := fmt.Sprintf("AQAD%012dAAx", serial)
	extension := filepath.Ext(file.Name)
	if extension == "" {
		extension = info.extension
	}
	stored := &storedFile{
		File: shape, Kind: kind, Data: file.Data, Large: len(file.Data) > maxDownload,
		Path: fmt.Sprintf("%s/file_%d%s", info.folder, serial, extension),
	}
	stored.FileID, stored.FileUniqueID, stored.FileSize = info.prefix+unique, unique, int64(len(file.Data))
	switch kind {
	case photo, sticker:
		if config, _, err := image.DecodeConfig(bytes.NewReader(file.Data)); err == nil && stored.Width == 0 {
			stored.Width, stored.Height = config.Width, config.Height
		}
		if stored.Width == 0 { // no known picture format; the shape is made up, the bytes are kept
			stored.Width, stored.Height = 800, 600
		}
		if kind == sticker {
			no := false
			stored.Type, stored.IsAnimated, stored.IsVideo = "regular", &no, &no
		}
	case videoNote:
		if stored.Length == 0 {
			stored.Length = 240
		}
	default:
		stored.MimeType = file.MIME
		if stored.MimeType == "" || stored.MimeType == "application/octet-stream" {
			stored.MimeType = info.mime
		}
		if kind != voice {
			stored.FileName = filepath.Base(file.Name)
		}
	}
	s.world.Files[unique] = stored
	return stored
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

func (s *Server) getFile(c *call) (any, *apiError) {
	id := c.text("file_id")
	if id == "" {
		return nil, refuse(fileIDMissing)
	}
	stored := s.world.byFileID(id)
	switch {
	case stored == nil:
		return nil, refuse(fileIDInvalid)
	case stored.Large:
		return nil, refuse(fileTooBig)
	}
	return File{FileID: stored.FileID, FileUniqueID: stored.FileUniqueID, FileSize: stored.FileSize, FilePath: stored.Path}, nil
}
