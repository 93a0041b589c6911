package botapi

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestFilesCanBeSentOnByTheirID(t *testing.T) {
	s := newServer(t, Options{Strict: true})
	customer, manager := s.User(1), s.User(2)
	_, err := manager.Send("/start")
	require.NoError(t, err)
	voiceNote, err := customer.SendVoice(Attachment{Data: []byte("OggS"), Seconds: 2})
	require.NoError(t, err)
	shot, err := customer.SendPhoto(Attachment{Data: []byte("jpeg"), Caption: "чек"})
	require.NoError(t, err)

	sent := must[Message](t, s, "sendVoice", params{"chat_id": 2, "voice": voiceNote.Voice.FileID, "caption": "<b>Анна</b>", "parse_mode": "HTML"})
	require.Equal(t, voiceNote.Voice, sent.Voice)
	require.Equal(t, []Entity{{Type: "bold", Length: 4}}, sent.CaptionEntities)

	album := must[[]Message](t, s, "sendMediaGroup", params{"chat_id": 2, "media": []params{
		{"type": "photo", "media": shot.Photo[0].FileID, "caption": "раз"}, {"type": "photo", "media": shot.Photo[0].FileID},
	}})
	require.Len(t, album, 2)
	require.Equal(t, album[0].MediaGroupID, album[1].MediaGroupID)

	edited := must[Message](t, s, "editMessageMedia", params{"chat_id": 2, "message_id": sent.ID, "media": params{"type": "photo", "media": shot.Photo[0].FileID}})
	require.Nil(t, edited.Voice)
	require.Len(t, edited.Photo, 1)
	edited = must[Message](t, s, "editMessageCaption", params{"chat_id": 2, "message_id": sent.ID, "caption": "подпись"})
	require.Equal(t, "подпись", edited.Caption)
}

func TestCopyAndForward(t *testing.T) {
	s := newServer(t, Options{Strict: true})
	customer, manager := s.User(1), s.User(2)
	_, err := manager.Send("/start")
	require.NoError(t, err)
	question, err := customer.Send("вопрос https://example.com")
	require.NoError(t, err)
	items, err := customer.SendAlbum(Attachment{Data: []byte("1"), Caption: "подпись"}, Attachment{Data: []byte("2")})
	require.NoError(t, err)

	from := params{"chat_id": 2, "from_chat_id": 1, "message_id": question.ID}
	copied := must[messageID](t, s, "copyMessage", from)
	forwarded := must[Message](t, s, "forwardMessage", from)
	history := s.Messages(2)
	require.Equal(t, copied.ID, history[1].ID)
	require.Equal(t, question.Entities, history[1].Entities)
	require.Nil(t, history[1].ForwardOrigin)
	require.Equal(t, int64(1), forwarded.ForwardOrigin.SenderUser.ID)
	require.Equal(t, "message can't be edited", refusals[editForbidden].Text[len("Bad Request: "):])
	r := callAPI(t, s, "editMessageText", params{"chat_id": 2, "message_id": forwarded.ID, "text": "x"})
	require.Equal(t, "Bad Request: message can't be edited", r.Description)

	ids := must[[]messageID](t, s, "copyMessages", params{"chat_id": 2, "from_chat_id": 1, "message_ids": []int64{items[0].ID, items[1].ID, 999}, "remove_caption": true})
	require.Len(t, ids, 2)
	history = s.Messages(2)
	require.Equal(t, history[3].MediaGroupID, history[4].MediaGroupID)
	require.NotEqual(t, items[0].MediaGroupID, history[3].MediaGroupID)
	require.Empty(t, history[3].Caption)
	must[[]messageID](t, s, "forwardMessages", params{"chat_id": 2, "from_chat_id": 1, "message_ids": []int64{items[0].ID}})
	require.True(t, must[bool](t, s, "deleteMessages", params{"chat_id": 2, "message_ids": []int64{ids[0].ID, 999}}))
}
