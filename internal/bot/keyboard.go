package bot

import "github.com/mymmrac/telego"

// button is one button under a message: pressed, it sends the callback data back.
func button(label, callback string) telego.InlineKeyboardButton {
	return telego.InlineKeyboardButton{Text: shorten(label, maxLabel), CallbackData: callback}
}

// row is one row of buttons.
func row(buttons ...telego.InlineKeyboardButton) []telego.InlineKeyboardButton { return buttons }

// inline is the keyboard under a message, nothing when no row holds a button.
func inline(rows ...[]telego.InlineKeyboardButton) telego.ReplyMarkup {
	filled := make([][]telego.InlineKeyboardButton, 0, len(rows))
	for _, r := range rows {
		if len(r) > 0 {
			filled = append(filled, r)
		}
	}
	if len(filled) == 0 {
		return nil
	}
	return &telego.InlineKeyboardMarkup{InlineKeyboard: filled}
}
