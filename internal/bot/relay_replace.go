package bot

import "github.com/mymmrac/telego"

// fileOf returns the file of a message as one to send again, and its lasting name; nothing of a message that people cannot
// exchange the file of.
func fileOf(m *telego.Message) (file telego.InputFile, lasting string) {
	var id string
	switch {
	case m.Animation != nil: // before document, which an animation is too
		id, lasting = m.Animation.FileID, m.Animation.FileUniqueID
	case len(m.Photo) > 0: // the largest size is the last
		largest := m.Photo[len(m.Photo)-1]
		id, lasting = largest.FileID, largest.FileUniqueID
	case m.Video != nil:
		id, lasting = m.Video.FileID, m.Video.FileUniqueID
	case m.Audio != nil:
		id, lasting = m.Audio.FileID, m.Audio.FileUniqueID
	case m.Document != nil:
		id, lasting = m.Document.FileID, m.Document.FileUniqueID
	}
	return telego.InputFile{FileID: id}, lasting
}

// newFile returns the file of an edited message as the new content of its copies.
func newFile(m *telego.Message, caption string) telego.InputMedia {
	file, _ := fileOf(m)
	switch kindOf(m) {
	case "animation":
		return &telego.InputMediaAnimation{Type: telego.MediaTypeAnimation, Media: file, Caption: caption, ParseMode: telego.ModeHTML}
	case "photo":
		return &telego.InputMediaPhoto{Type: telego.MediaTypePhoto, Media: file, Caption: caption, ParseMode: telego.ModeHTML}
	case "video":
		return &telego.InputMediaVideo{Type: telego.MediaTypeVideo, Media: file, Caption: caption, ParseMode: telego.ModeHTML}
	case "audio":
		return &telego.InputMediaAudio{Type: telego.MediaTypeAudio, Media: file, Caption: caption, ParseMode: telego.ModeHTML}
	}
	return &telego.InputMediaDocument{Type: telego.MediaTypeDocument, Media: file, Caption: caption, ParseMode: telego.ModeHTML}
}

// replaces tells whether the edit being handled put a file into the message in place of the one with the lasting name.
func (t *turn) replaces(was string) bool {
	_, is := fileOf(t.edited)
	return is != "" && is != was
}
