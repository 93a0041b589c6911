package botapi

import (
	"encoding/json"
	"unicode/utf8"
)

// maxButtons bounds one inline keyboard. Telegram's REPLY_MARKUP_TOO_LONG comes at 10 KB of its binary form; a hundred
// buttons is what passes in practice. Keys of a reply keyboard are only text, and three times as many pass.
const maxButtons = 100

// replyMarkup is what a message may bring along: one of the four.
type replyMarkup struct {
	inline *InlineKeyboard
	keys   *Keyboard
	remove bool
	force  bool
}

// readMarkup reads the shape of the reply_markup parameter. What is in the buttons is looked at by fit, once the chat
// is known: that is the order in which Telegram refuses.
func readMarkup(c *call) (replyMarkup, *apiError) {
	raw := c.text("reply_markup")
	if raw == "" {
		return replyMarkup{}, nil
	}
	if !json.Valid([]byte(raw)) {
		return replyMarkup{}, refuse(markupNotJSON)
	}
	var fields map[string]json.RawMessage
	if err := json.Unmarshal([]byte(raw), &fields); err != nil {
		return replyMarkup{}, refuse(markupShape)
	}
	flag := func(key string) bool { return string(fields[key]) == "true" }
	keys, err := readRows(fields["keyboard"], markupRows, readKey)
	if err != nil {
		return replyMarkup{}, err
	}
	inline, err := readRows(fields["inline_keyboard"], inlineRows, readButton)
	if err != nil {
		return replyMarkup{}, err
	}
	var result replyMarkup
	switch {
	case len(keys) > 0:
		result.keys = &Keyboard{
			Rows: keys, Persistent: flag("is_persistent"), Resize: flag("resize_keyboard"), OneTime: flag("one_time_keyboard"),
		}
		_ = json.Unmarshal(fields["input_field_placeholder"], &result.keys.Placeholder) // absent or wrong: none
	case len(inline) > 0:
		result.inline = &InlineKeyboard{Rows: inline}
	case flag("remove_keyboard"), flag("hide_keyboard"):
		result.remove = true
	case flag("force_reply"):
		result.force = true
	}
	return result, nil
}

// readRows reads rows of buttons, leaving empty rows out.
func readRows[B any](raw json.RawMessage, noRows reason, read func(json.RawMessage) (B, *apiError)) ([][]B, *apiError) {
	if len(raw) == 0 {
		return nil, nil
	}
	var rows [][]json.RawMessage
	if err := json.Unmarshal(raw, &rows); err != nil {
		return nil, refuse(noRows)
	}
	var result [][]B
	for _, row := range rows {
		var buttons []B
		for _, item := range row {
			button, err := read(item)
			if err != nil {
				return nil, err
			}
			buttons = append(buttons, button)
		}
		if len(buttons) > 0 {
			result = append(result, buttons)
		}
	}
	return result, nil
}

func readKey(raw json.RawMessage) (Key, *apiError) {
	var key Key
	if json.Unmarshal(raw, &key.Text) != nil && json.Unmarshal(raw, &key) != nil {
		return key, refuse(keyMalformed, "KeyboardButton must be a String or an Object")
	}
	return key, nil
}

func readButton(raw json.RawMessage) (InlineButton, *apiError) {
	var fields map[string]json.RawMessage
	if err := json.Unmarshal(raw, &fields); err != nil {
		return InlineButton{}, refuse(inlineButtonMalformed, "InlineKeyboardButton must be an Object")
	}
	if _, ok := fields["text"]; !ok {
		return InlineButton{}, refuse(inlineButtonMalformed, "Can't find field \"text\"")
	}
	var b InlineButton
	if err := json.Unmarshal(raw, &b); err != nil {
		return InlineButton{}, refuse(inlineButtonMalformed, "Field \"text\" must be of type String")
	}
	if b.URL == "" && b.Data == "" && b.SwitchInline == nil && b.SwitchInlineHere == nil && b.CopyText == nil && b.WebApp == nil {
		return b, refuse(inlineTextButton)
	}
	return b, nil
}

// fit checks the buttons against the chat they shall appear in.
func (m replyMarkup) fit(ch *chat) *apiError {
	if m.keys != nil {
		return m.keys.fit(ch)
	}
	if m.inline != nil {
		return m.inline.fit()
	}
	return nil
}

func (k *Keyboard) fit(ch *chat) *apiError {
	count := 0
	for _, row := range k.Rows {
		for _, key := range row {
			switch {
			case key.Text == "":
				return refuse(keyText)
			case key.RequestContact && !ch.private():
				return refuse(contactOnlyPrivate)
			case key.RequestLocation && !ch.private():
				return refuse(locationOnlyPrivate)
			}
			count++
		}
	}
	if count > 3*maxButtons {
		return refuse(markupTooLong)
	}
	return nil
}

func (k *InlineKeyboard) fit() *apiError {
	count := 0
	for _, row := range k.Rows {
		for i := range row {
			b := &row[i]
			if b.Text == "" {
				return refuse(inlineButtonText)
			}
			if b.URL != "" {
				if _, mention := mentionedUser(b.URL); !mention {
					checked, wrong := checkLink(b.URL)
					if wrong != "" {
						return refuse(buttonURLInvalid, b.URL, wrong)
					}
					b.URL, b.Data = checked, ""
				}
			} else if len(b.Data) > 64 || !utf8.ValidString(b.Data) {
				return refuse(buttonDataInvalid)
			}
			count++
		}
	}
	if count > maxButtons {
		return refuse(markupTooLong)
	}
	return nil
}

// inlineOnly is the markup of an edit, where nothing but an inline keyboard is allowed.
func (m replyMarkup) inlineOnly(ch *chat) (*InlineKeyboard, *apiError) {
	if m.keys != nil || m.remove || m.force {
		return nil, refuse(inlineExpected)
	}
	return m.inline, m.fit(ch)
}
