package delivery

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"
)

// UpdateKinds are the updates that the bot asks Telegram for.
var UpdateKinds = []string{"message", "edited_message", "callback_query", "my_chat_member"}

// ParseUpdate reads what must be known of an update to keep it: its id, whose order it keeps, and its kind. What it
// says is left to others.
func ParseUpdate(raw json.RawMessage, now time.Time) (Update, error) {
	var fields map[string]json.RawMessage
	if err := json.Unmarshal(raw, &fields); err != nil {
		return Update{}, errors.New("update is no JSON object")
	}
	u := Update{Raw: raw, ReceivedAt: now, Kind: "unknown"}
	id, ok := fields["update_id"]
	if !ok || json.Unmarshal(id, &u.ID) != nil {
		return Update{}, errors.New("update has no update_id")
	}
	delete(fields, "update_id")
	if kind, ok := kindOf(fields); ok {
		u.Kind = kind
		u.ChatID = chatOf(fields[kind])
	}
	return u, nil
}

// kindOf returns the key of an update's content, one that we know if there are several.
func kindOf(fields map[string]json.RawMessage) (string, bool) {
	keys := make([]string, 0, len(fields))
	for key := range fields {
		if slices.Contains(UpdateKinds, key) {
			return key, true
		}
		keys = append(keys, key)
	}
	if len(keys) == 0 {
		return "", false
	}
	return slices.Min(keys), true
}

type party struct {
	ID int64 `json:"id"`
}

// chatOf returns the chat of an update's content, else of the message whose button was pressed, else the user. The
// user's id is also that of the private chat, so that both keep one order. Each part is read on its own: one that
// surprises does not hide the others.
func chatOf(content json.RawMessage) int64 {
	var parts struct {
		Chat    json.RawMessage `json:"chat"`
		Message json.RawMessage `json:"message"`
		From    json.RawMessage `json:"from"`
		User    json.RawMessage `json:"user"`
	}
	if json.Unmarshal(content, &parts) != nil {
		return 0
	}
	for _, part := range []json.RawMessage{parts.Chat, chatPart(parts.Message), parts.From, parts.User} {
		var p party
		if json.Unmarshal(part, &p) == nil && p.ID != 0 {
			return p.ID
		}
	}
	return 0
}

func chatPart(message json.RawMessage) json.RawMessage {
	var m struct {
		Chat json.RawMessage `json:"chat"`
	}
	if json.Unmarshal(message, &m) != nil {
		return nil
	}
	return m.Chat
}

func (u *Update) String() string { return fmt.Sprintf("update %d (%s)", u.ID, u.Kind) }
