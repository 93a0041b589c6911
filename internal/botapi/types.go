package botapi

import "encoding/json"

// User is a person or a bot as the Bot API shows it.
type User struct {
	ID           int64  `json:"id"`
	IsBot        bool   `json:"is_bot"`
	FirstName    string `json:"first_name"`
	LastName     string `json:"last_name,omitempty"`
	Username     string `json:"username,omitempty"`
	LanguageCode string `json:"language_code,omitempty"`
}

// Chat is a private chat or a group as the Bot API shows it.
type Chat struct {
	ID        int64  `json:"id"`
	Type      string `json:"type"` // private, group or supergroup
	Title     string `json:"title,omitempty"`
	Username  string `json:"username,omitempty"`
	FirstName string `json:"first_name,omitempty"`
	LastName  string `json:"last_name,omitempty"`
}

// Entity is a formatted stretch of a text; offset and length count UTF-16 code units.
type Entity struct {
	Type          string `json:"type"`
	Offset        int    `json:"offset"`
	Length        int    `json:"length"`
	URL           string `json:"url,omitempty"`
	User          *User  `json:"user,omitempty"`
	Language      string `json:"language,omitempty"`
	CustomEmojiID string `json:"custom_emoji_id,omitempty"`
}

// Message is a message as the Bot API shows it in updates and results.
type Message struct {
	ID              int64           `json:"message_id"`
	From            *User           `json:"from,omitempty"`
	Chat            Chat            `json:"chat"`
	Date            int64           `json:"date"`
	ForwardOrigin   *ForwardOrigin  `json:"forward_origin,omitempty"`
	ReplyTo         *Message        `json:"reply_to_message,omitempty"`
	Quote           *Quote          `json:"quote,omitempty"`
	EditDate        int64           `json:"edit_date,omitempty"`
	MediaGroupID    string          `json:"media_group_id,omitempty"`
	Text            string          `json:"text,omitempty"`
	Entities        []Entity        `json:"entities,omitempty"`
	Caption         string          `json:"caption,omitempty"`
	CaptionEntities []Entity        `json:"caption_entities,omitempty"`
	Photo           []File          `json:"photo,omitempty"`
	Document        *File           `json:"document,omitempty"`
	Voice           *File           `json:"voice,omitempty"`
	Video           *File           `json:"video,omitempty"`
	Audio           *File           `json:"audio,omitempty"`
	Animation       *File           `json:"animation,omitempty"`
	VideoNote       *File           `json:"video_note,omitempty"`
	Sticker         *File           `json:"sticker,omitempty"`
	Location        *Location       `json:"location,omitempty"`
	Contact         *Contact        `json:"contact,omitempty"`
	Venue           *Venue          `json:"venue,omitempty"`
	Poll            *Poll           `json:"poll,omitempty"`
	Dice            *Dice           `json:"dice,omitempty"`
	Story           *Story          `json:"story,omitempty"`
	NewMembers      []User          `json:"new_chat_members,omitempty"`
	LeftMember      *User           `json:"left_chat_member,omitempty"`
	MigrateTo       int64           `json:"migrate_to_chat_id,omitempty"`   // the group is this supergroup from now on
	MigrateFrom     int64           `json:"migrate_from_chat_id,omitempty"` // the supergroup was this group until now
	Pinned          *Message        `json:"pinned_message,omitempty"`
	ReplyMarkup     *InlineKeyboard `json:"reply_markup,omitempty"`
}

// FromBot tells whether the bot sent the message.
func (m Message) FromBot() bool { return m.From != nil && m.From.IsBot }

// Body is what the message says: its text, or the caption of its media.
func (m Message) Body() string {
	if m.Text != "" {
		return m.Text
	}
	return m.Caption
}

// Button finds an inline button by its callback data or, failing that, by its text.
func (m Message) Button(dataOrText string) (InlineButton, bool) {
	if m.ReplyMarkup == nil {
		return InlineButton{}, false
	}
	var byText *InlineButton
	for _, row := range m.ReplyMarkup.Rows {
		for _, button := range row {
			if button.Data != "" && button.Data == dataOrText {
				return button, true
			}
			if byText == nil && button.Text == dataOrText {
				byText = &button
			}
		}
	}
	if byText == nil {
		return InlineButton{}, false
	}
	return *byText, true
}

// file is the message's own file, the largest size of a photo; nil when it has none.
func (m Message) file() *File {
	if len(m.Photo) > 0 {
		return &m.Photo[len(m.Photo)-1]
	}
	for _, f := range []*File{m.Document, m.Voice, m.Video, m.Audio, m.Animation, m.VideoNote, m.Sticker} {
		if f != nil {
			return f
		}
	}
	return nil
}

// File is a photo size, document, voice or any other media; the Bot API calls them by many names.
type File struct {
	FileID       string `json:"file_id"`
	FileUniqueID string `json:"file_unique_id"`
	FileSize     int64  `json:"file_size,omitempty"`
	FileName     string `json:"file_name,omitempty"`
	MimeType     string `json:"mime_type,omitempty"`
	Width        int    `json:"width,omitempty"`
	Height       int    `json:"height,omitempty"`
	Length       int    `json:"length,omitempty"`
	Duration     int    `json:"duration,omitempty"`
	Emoji        string `json:"emoji,omitempty"`
	Type         string `json:"type,omitempty"` // of a sticker
	IsAnimated   *bool  `json:"is_animated,omitempty"`
	IsVideo      *bool  `json:"is_video,omitempty"`
	FilePath     string `json:"file_path,omitempty"` // in the answer to getFile
}

// Location is a point on the map.
type Location struct {
	Latitude  float64 `json:"latitude"`
	Longitude float64 `json:"longitude"`
}

// Venue is a place on the map that has a name.
type Venue struct {
	Location Location `json:"location"`
	Title    string   `json:"title"`
	Address  string   `json:"address"`
}

// Poll asks a question with options, as a quiz if its type says so.
type Poll struct {
	ID       string       `json:"id"`
	Question string       `json:"question"`
	Options  []PollOption `json:"options"`
	Type     string       `json:"type"` // regular or quiz
}

// PollOption is one of the answers to a [Poll].
type PollOption struct {
	Text   string `json:"text"`
	Voters int    `json:"voter_count"`
}

// Dice is an emoji with a value that Telegram drew.
type Dice struct {
	Emoji string `json:"emoji"`
	Value int    `json:"value"`
}

// Story is a story that somebody shared; bots learn nothing but where it is.
type Story struct {
	ID   int  `json:"id"`
	Chat Chat `json:"chat"`
}

// Contact is a shared phone number; UserID is set when it belongs to a Telegram account.
type Contact struct {
	PhoneNumber string `json:"phone_number"`
	FirstName   string `json:"first_name"`
	LastName    string `json:"last_name,omitempty"`
	UserID      int64  `json:"user_id,omitempty"`
}

// ForwardOrigin says whose message was forwarded.
type ForwardOrigin struct {
	Type       string `json:"type"`
	Date       int64  `json:"date"`
	SenderUser *User  `json:"sender_user,omitempty"`
}

// Quote is the part of the replied message that the reply is about.
type Quote struct {
	Text     string `json:"text"`
	Position int    `json:"position"`
	IsManual bool   `json:"is_manual,omitempty"`
}

// InlineKeyboard hangs under a message.
type InlineKeyboard struct {
	Rows [][]InlineButton `json:"inline_keyboard"`
}

// InlineButton is a button of an [InlineKeyboard].
type InlineButton struct {
	Text              string          `json:"text"`
	Data              string          `json:"callback_data,omitempty"`
	URL               string          `json:"url,omitempty"`
	SwitchInline      *string         `json:"switch_inline_query,omitempty"`
	SwitchInlineHere  *string         `json:"switch_inline_query_current_chat,omitempty"`
	CopyText          json.RawMessage `json:"copy_text,omitempty"`
	WebApp            json.RawMessage `json:"web_app,omitempty"`
	Style             string          `json:"style,omitempty"`
	IconCustomEmojiID string          `json:"icon_custom_emoji_id,omitempty"`
}

// Keyboard replaces the letters under the input field until the bot removes it.
type Keyboard struct {
	Rows        [][]Key `json:"keyboard"`
	Persistent  bool    `json:"is_persistent,omitempty"`
	Resize      bool    `json:"resize_keyboard,omitempty"`
	OneTime     bool    `json:"one_time_keyboard,omitempty"`
	Placeholder string  `json:"input_field_placeholder,omitempty"`
}

// Key is a key of a [Keyboard]: it sends its text, or shares what it requests.
type Key struct {
	Text            string `json:"text"`
	RequestContact  bool   `json:"request_contact,omitempty"`
	RequestLocation bool   `json:"request_location,omitempty"`
}

// Command is a command of the bot's menu.
type Command struct {
	Command     string `json:"command"`
	Description string `json:"description"`
}

// CallbackQuery is a press of an inline button as the bot sees it.
type CallbackQuery struct {
	ID           string   `json:"id"`
	From         User     `json:"from"`
	Message      *Message `json:"message,omitempty"`
	ChatInstance string   `json:"chat_instance"`
	Data         string   `json:"data,omitempty"`
}

// CallbackAnswer is what the bot showed to the person who pressed a button.
type CallbackAnswer struct {
	Text  string `json:"text,omitempty"`
	Alert bool   `json:"show_alert,omitempty"`
	URL   string `json:"url,omitempty"`
}
