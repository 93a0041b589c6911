package bot

import (
	"encoding/json"
	"fmt"
	"time"

	"github.com/mymmrac/telego"

	"github.com/chatbotsmanagers/faqbot/internal/delivery"
	"github.com/chatbotsmanagers/faqbot/internal/helpdesk"
)

// albumWait is how long the first piece of an album waits for the others. Telegram has the whole album before it hands out the
// first, and the others follow within some tens of milliseconds; the rest is for handling ten of them one after the other.
// Nobody notices half a second in what took somebody longer to choose and upload.
const albumWait = 500 * time.Millisecond

// pieceOf returns what an album takes of a message that is a piece of one, nil for any other.
func pieceOf(m *telego.Message) *helpdesk.Piece {
	if m.MediaGroupID == "" {
		return nil
	}
	file, _ := fileOf(m)
	return &helpdesk.Piece{
		Album: m.MediaGroupID, File: file.FileID, Spoiler: m.HasMediaSpoiler, CaptionAbove: m.ShowCaptionAboveMedia,
	}
}

// inputMedia is Telegram's InputMedia of any kind that there are albums of.
type inputMedia struct {
	Type         string `json:"type"`
	Media        string `json:"media"`
	Caption      string `json:"caption,omitempty"`
	ParseMode    string `json:"parse_mode,omitempty"`
	Spoiler      bool   `json:"has_spoiler,omitempty"`
	CaptionAbove bool   `json:"show_caption_above_media,omitempty"`
}

// intoAlbum has the copy of a piece of an album go out together with those of the others. Of pieces that come one by one the
// first waits for the others; those of an album that came before are queued all at once.
func (t *turn) intoAlbum(o *delivery.Outgoing, message helpdesk.Message) (err error) {
	piece := message.Piece
	if piece == nil {
		return nil
	}
	if t.isNow(message) && !t.laterInAlbum {
		o.Delay = albumWait
	}
	o.Album = piece.Album
	o.Media, err = json.Marshal(inputMedia{
		Type: message.Kind, Media: piece.File, Caption: message.HTML, ParseMode: telego.ModeHTML,
		Spoiler: piece.Spoiler, CaptionAbove: piece.CaptionAbove,
	})
	if err != nil {
		return fmt.Errorf("encode a piece of an album: %w", err)
	}
	return nil
}
