package play

import (
	"bytes"
	"fmt"
	"mime"
	"net/http"
	"slices"
	"time"

	"github.com/chatbotsmanagers/faqbot/internal/botapi"
)

// maxFile is what Telegram lets a bot download.
const maxFile = 20 << 20

// megabytes words a limit.
func megabytes(bytes int) string { return fmt.Sprintf("%d МБ", bytes>>20) }

type mediaBody struct {
	Files   []mediaFile `json:"files"`
	Caption string      `json:"caption"`
	ReplyTo int64       `json:"reply_to"`
}

type mediaFile struct {
	Kind    string `json:"kind"` // photo, document or voice
	Name    string `json:"name"`
	MIME    string `json:"mime"`
	Data    []byte `json:"data"`
	Seconds int    `json:"seconds"`
}

// sendMedia sends one file, an album of photos, or one file after another.
func sendMedia(person *botapi.Person, body mediaBody) (any, error) {
	if len(body.Files) == 0 {
		return nil, refusal("Выберите файл.")
	}
	var list []botapi.Attachment
	for i, file := range body.Files {
		switch {
		case len(file.Data) == 0:
			return nil, refusal("Пустой файл отправить нельзя.")
		case len(file.Data) > maxFile:
			return nil, refusal("Файл больше " + megabytes(maxFile) + ": бот в Telegram его не получит.")
		case i >= 10:
			return nil, refusal("За один раз отправляется не больше десяти файлов.")
		}
		a := botapi.Attachment{Name: file.Name, MIME: file.MIME, Data: file.Data, ReplyTo: body.ReplyTo, Seconds: file.Seconds}
		if i == 0 {
			a.Caption = body.Caption
		}
		list = append(list, a)
	}
	notPhoto := func(f mediaFile) bool { return f.Kind != "photo" }
	if len(list) > 1 && !slices.ContainsFunc(body.Files, notPhoto) {
		sent, err := person.SendAlbum(list...)
		if err != nil {
			return nil, err
		}
		return message{sent[0].ID}, nil
	}
	var last message
	for i, a := range list {
		sent, err := sendOne(person, body.Files[i].Kind, a)
		if err != nil {
			return nil, err
		}
		last = message{sent.ID}
	}
	return last, nil
}

func sendOne(person *botapi.Person, kind string, a botapi.Attachment) (botapi.Message, error) {
	switch kind {
	case "photo":
		return person.SendPhoto(a)
	case "voice":
		return person.SendVoice(a)
	default:
		return person.SendDocument(a)
	}
}

// shown are the types that a browser may show in the page; everything else is a download, for a file of a stranger
// could be a web page that acts in the name of this one.
var shown = map[string]bool{
	"image/png": true, "image/jpeg": true, "image/gif": true, "image/webp": true,
	"audio/ogg": true, "application/ogg": true, "audio/mpeg": true, "audio/wave": true, "audio/wav": true,
	"video/mp4": true, "video/webm": true,
}

// serveFile hands out a file that a message carries.
func (p *Page) serveFile(w http.ResponseWriter, r *http.Request) {
	data, err := p.server.Contents(r.PathValue("id"))
	if err != nil {
		http.Error(w, "no such file", http.StatusNotFound)
		return
	}
	kind, _, err := mime.ParseMediaType(http.DetectContentType(data))
	if err != nil || !shown[kind] {
		kind = "application/octet-stream"
		w.Header().Set("Content-Disposition", "attachment")
	}
	w.Header().Set("Content-Type", kind)
	w.Header().Set("Content-Security-Policy", "default-src 'none'; sandbox")
	w.Header().Set("Cache-Control", "private, max-age=3600") // an id never changes its contents
	http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(data))
}
