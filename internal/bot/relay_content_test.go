package bot

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/mymmrac/telego"
	"github.com/stretchr/testify/require"

	"github.com/chatbotsmanagers/faqbot/internal/delivery"
)

// Messages as Telegram sends them, and what a ticket keeps of each.
func TestMessageOf(t *testing.T) {
	tests := []struct {
		message    string // JSON between the fields that all messages have
		kind, text string
		carried    bool
	}{
		{`"text": "привет"`, "text", "привет", true},
		{`"photo": [{"file_id": "f"}], "caption": "вот"`, "photo", "вот", true},
		{`"animation": {"file_id": "f"}, "document": {"file_id": "f"}`, "animation", "", true},
		{`"document": {"file_id": "f"}, "caption": "акт"`, "document", "акт", true},
		{`"video": {"file_id": "f"}`, "video", "", true},
		{`"audio": {"file_id": "f"}`, "audio", "", true},
		{`"voice": {"file_id": "f"}`, "voice", "", true},
		{`"video_note": {"file_id": "f"}`, "video_note", "", true},
		{`"sticker": {"file_id": "f", "emoji": "🙂"}`, "sticker", "🙂", true},
		{`"contact": {"phone_number": "+79120000000", "first_name": "Анна"}`, "contact", "Анна +79120000000", true},
		{
			`"venue": {"title": "Кафе", "address": "Садовая, 1", "location": {"latitude": 1, "longitude": 2}}, "location": {"latitude": 1, "longitude": 2}`,
			"venue", "Кафе, Садовая, 1", true,
		},
		{`"location": {"latitude": 55.75, "longitude": 37.61}`, "location", "55.75000, 37.61000", true},
		{`"poll": {"id": "1", "question": "Чай?"}`, "poll", "Чай?", true},
		{`"dice": {"emoji": "🎲", "value": 6}`, "dice", "🎲", true},
		{`"story": {"id": 1, "chat": {"id": 5, "type": "private"}}`, "story", "", false},
		{`"game": {"title": "шашки"}`, "game", "", false},
		{`"invoice": {"title": "счёт"}`, "invoice", "", false},
		{`"pinned_message": {"message_id": 1, "date": 0, "chat": {"id": 7, "type": "private"}}`, "", "", false},
		{`"message_auto_delete_timer_changed": {"message_auto_delete_time": 86400}`, "", "", false},
	}
	turn := &turn{Bot: &Bot{Config: Config{Location: time.UTC}}, from: &telego.User{ID: 7}}
	for _, tt := range tests {
		t.Run(tt.message, func(t *testing.T) {
			var m telego.Message
			raw := `{"message_id": 3, "date": 1, "chat": {"id": 7, "type": "private"}, ` + tt.message + `}`
			require.NoError(t, json.Unmarshal([]byte(raw), &m))
			said := turn.messageOf(&m)
			require.Equal(t, tt.kind, said.Kind)
			require.Equal(t, tt.text, said.Text)
			require.Equal(t, tt.carried, canCarry(said.Kind))
			require.Equal(t, int64(7), said.ChatID)
			require.Equal(t, 3, said.TelegramID)
			require.Equal(t, int64(7), said.AuthorID)
		})
	}
}

// A piece of an album as its message and as Telegram takes it into another album.
func TestPieces(t *testing.T) {
	for _, c := range []struct{ message, media string }{
		{`"text": "привет"`, ``},
		{`"photo": [{"file_id": "small"}, {"file_id": "f"}], "caption": "вот"`, ``},
		{
			`"media_group_id": "a", "photo": [{"file_id": "small"}, {"file_id": "f"}], "caption": "вот <", "has_media_spoiler": true`,
			`{"type": "photo", "media": "f", "caption": "вот &lt;", "parse_mode": "HTML", "has_spoiler": true}`,
		},
		{
			`"media_group_id": "a", "video": {"file_id": "f"}, "caption": "вот", "show_caption_above_media": true`,
			`{"type": "video", "media": "f", "caption": "вот", "parse_mode": "HTML", "show_caption_above_media": true}`,
		},
		{`"media_group_id": "a", "document": {"file_id": "f"}`, `{"type": "document", "media": "f", "parse_mode": "HTML"}`},
		{`"media_group_id": "a", "audio": {"file_id": "f"}`, `{"type": "audio", "media": "f", "parse_mode": "HTML"}`},
	} {
		var m telego.Message
		require.NoError(t, json.Unmarshal([]byte(`{"message_id": 7, "date": 0, "chat": {"id": 5, "type": "private"}, `+c.message+`}`), &m))
		turn := &turn{message: &m, from: &telego.User{ID: 5}}
		var o delivery.Outgoing
		require.NoError(t, turn.intoAlbum(&o, turn.messageOf(&m)))
		require.Equal(t, m.MediaGroupID, o.Album)
		if c.media == "" {
			require.Nil(t, o.Media, c.message)
			continue
		}
		require.JSONEq(t, c.media, string(o.Media))
	}
}
