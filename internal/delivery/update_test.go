package delivery_test

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/chatbotsmanagers/faqbot/internal/delivery"
)

func TestParseUpdate(t *testing.T) {
	now := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	for name, test := range map[string]struct {
		raw  string
		chat int64
		kind string
	}{
		"message":          {`{"update_id":5,"message":{"chat":{"id":7},"from":{"id":8}}}`, 7, "message"},
		"group":            {`{"update_id":5,"edited_message":{"chat":{"id":-100},"from":{"id":8}}}`, -100, "edited_message"},
		"press":            {`{"update_id":5,"callback_query":{"from":{"id":8},"message":{"chat":{"id":7}}}}`, 7, "callback_query"},
		"press, no text":   {`{"update_id":5,"callback_query":{"from":{"id":8},"inline_message_id":"x"}}`, 8, "callback_query"},
		"membership":       {`{"update_id":5,"my_chat_member":{"chat":{"id":7}}}`, 7, "my_chat_member"},
		"kind of tomorrow": {`{"update_id":5,"telepathy":{"user":{"id":9}}}`, 9, "telepathy"},
		"odd content":      {`{"update_id":5,"poll":"closed"}`, 0, "poll"},
		"odd chat":         {`{"update_id":5,"message":{"chat":"x","from":{"id":8}}}`, 8, "message"},
		"nothing":          {`{"update_id":5}`, 0, "unknown"},
	} {
		t.Run(name, func(t *testing.T) {
			u, err := delivery.ParseUpdate(json.RawMessage(test.raw), now)
			require.NoError(t, err)
			require.Equal(t, delivery.Update{ID: 5, ChatID: test.chat, Kind: test.kind, Raw: json.RawMessage(test.raw), ReceivedAt: now}, u)
		})
	}
	for _, raw := range []string{`[]`, `{}`, `{"update_id":"5"}`, `nonsense`} {
		_, err := delivery.ParseUpdate(json.RawMessage(raw), now)
		require.Error(t, err, raw)
	}
}

func FuzzParseUpdate(f *testing.F) {
	f.Add([]byte(`{"update_id":5,"message":{"chat":{"id":7},"from":{"id":8},"text":"\ud83d\u0000"}}`))
	f.Add([]byte(`{"update_id":5,"callback_query":{"message":null,"from":{"id":8}}}`))
	f.Add([]byte(`{"update_id":1e3,"a":1,"b":{}}`))
	f.Fuzz(func(t *testing.T, raw []byte) {
		u, err := delivery.ParseUpdate(raw, time.Time{})
		if err != nil {
			return
		}
		again, err := delivery.ParseUpdate(raw, time.Time{})
		require.NoError(t, err)
		require.Equal(t, u, again, "the chat decides the order, so it must not depend on chance")
		require.NotEmpty(t, u.Kind)
	})
}
