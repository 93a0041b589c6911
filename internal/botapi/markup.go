package botapi

import (
	"encoding/json"
	"unicode/utf8"
)

// maxMarkup bounds the buttons of one keyboard. Telegram's REPLY_MARKUP_TOO_LONG comes at 10 KB of its binary form;
// about a hundred buttons is what passes in practice.
const maxMarkup = 100

// replyMarkup is what a message may bring along: one of the four.
type replyMarkup struct {
	inline *InlineKeyboard
	keys   *Keyboard
	remove bool
	force  bool
}

// readMarkup reads the reply_markup parameter for a message in the chat.
func readMarkup(c *call, ch *chat) (replyMarkup, *apiError) {
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
	var result replyMarkup
	keys, err := readKeys(fields["keyboard"], ch)
	if err != nil {
		return result, err
	}
	inline, err := readInline(fields["inline_keyboard"])
	if err != nil {
		return result, err
	}
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

// readInlineOnly is readMarkup for edits, where nothing but an inline keyboard is allowed.
func readInlineOnly(c *call, ch *chat) (*InlineKeyboard, *apiError) {
	markup, err := readMarkup(c, ch)
	if err == nil && (markup.keys != nil || markup.remove || markup.force) {
		err = refuse(inlineExpected)
	}
	return markup.inline, err
}

func readKeys(raw json.RawMessage, ch *chat) ([][]Key, *apiError) {
	rows, ok := arrayOfArrays(raw)
	if !ok {
		return nil, refuse(markupRows)
	}
	var result [][]Key
	count := 0
	for _, row := range rows {
		var keys []Key
		for _, item := range row {
			var key Key
			if json.Unmarshal(item, &key.Text) != nil && json.Unmarshal(item, &key) != nil {
				return nil, refuse(keyMalformed, "KeyboardButton must be a String or an Object")
			}
			switch {
			case key.Text == "":
				return nil, refuse(keyText)
			case key.RequestContact && !ch.private():
				return nil, refuse(contactOnlyPrivate)
			case key.RequestLocation && !ch.private():
				return nil, refuse(locationOnlyPrivate)
			}
			keys = append(keys, key)
			count++
		}
		if len(keys) > 0 {
			result = append(result, keys)
		}
	}
	if count > 3*maxMarkup { // a reply keyboard's keys are only text; Telegram shows 300
		return nil, refuse(markupTooLong)
	}
	return result, nil
}

func readInline(raw json.RawMessage) ([][]InlineButton, *apiError) {
	rows, ok := arrayOfArrays(raw)
	if !ok {
		return nil, refuse(inlineRows)
	}
	var result [][]InlineButton
	count := 0
	for _, row := range rows {
		var buttons []InlineButton
		for _, item := range row {
			button, err := readButton(item)
			if err != nil {
				return nil, err
			}
			buttons = append(buttons, button)
			count++
		}
		if len(buttons) > 0 {
			result = append(result, buttons)
		}
	}
	if count > maxMarkup {
		return nil, refuse(markupTooLong)
	}
	return result, nil
}

func readButton(raw json.RawMessage) (InlineButton, *apiError) {
	var fields map[string]json.RawMessage
	if err := json.Unmarshal(raw, &fields); err != nil {
		return InlineButton{}, refuse(inlineButtonMalformed, "InlineKeyboardButton must be an Object")
	}
	if _, ok := fields["text"]; !ok {
		return InlineButton{}, refuse(inlineButtonMalformed, "Can't find field \"text\"")
	}
	var button InlineButton
	if err := json.Unmarshal(raw, &button); err != nil {
		return InlineButton{}, refuse(inlineButtonMalformed, "Field \"text\" must be of type String")
	}
	switch {
	case button.URL != "":
		if _, mention := mentionedUser(button.URL); !mention && checkedURL(button.URL) == "" {
			return button, refuse(buttonURLInvalid, button.URL, "Wrong HTTP URL")
		}
	case button.Data != "":
		if len(button.Data) > 64 || !utf8.ValidString(button.Data) {
			return button, refuse(buttonDataInvalid)
		}
	case button.SwitchInline == nil && button.SwitchInlineHere == nil && button.CopyText == nil && button.WebApp == nil:
		return button, refuse(inlineTextButton)
	}
	if button.Text == "" {
		return button, refuse(inlineButtonText)
	}
	return button, nil
}

// arrayOfArrays splits rows of buttons; an absent field is an empty array.
func arrayOfArrays(raw json.RawMessage) ([][]json.RawMessage, bool) {
	if len(raw) == 0 {
		return nil, true
	}
	var rows [][]json.RawMessage
	err := json.Unmarshal(raw, &rows)
	return rows, err == nil
}
