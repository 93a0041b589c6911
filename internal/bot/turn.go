package bot

import (
	"slices"
	"strings"
	"time"
	"unicode"

	"github.com/mymmrac/telego"

	"github.com/chatbotsmanagers/faqbot/internal/helpdesk"
)

// turn is one update being handled: who did what, and the transaction in which the bot reacts.
type turn struct {
	*Bot
	store Store
	from  *telego.User
	now   time.Time
	text  localizer // in the language of the person whose turn it is

	// Exactly one of these is set.
	message *telego.Message
	edited  *telego.Message
	press   *telego.CallbackQuery

	// verbs are those of the buttons that the person whose turn it is gets to see, nil for all.
	verbs []string

	// replied: the press of the button has its answer.
	replied bool

	// replaced: the edit being handled put another file into its message.
	replaced bool

	// laterInAlbum: the message goes on with an album, of which an earlier piece was handled.
	laterInAlbum bool

	// answered: the question was answered while the database was away; only its outcome is still to be recorded.
	answered bool
}

// newTurn returns nil for an update that the bot has nothing to do with: other chats than private ones, other bots.
func (b *Bot) newTurn(s Store, u *telego.Update, answered bool) *turn {
	t := &turn{
		Bot: b, store: s, now: b.Now().In(b.Location), answered: answered,
		message: u.Message, edited: u.EditedMessage, press: u.CallbackQuery,
	}
	var chat telego.Chat
	switch {
	case t.message != nil:
		t.from, chat = t.message.From, t.message.Chat
	case t.edited != nil:
		t.from, chat = t.edited.From, t.edited.Chat
	case t.press != nil && t.press.Message != nil:
		t.from, chat = &t.press.From, t.press.Message.GetChat()
	}
	if t.from == nil || t.from.IsBot || chat.Type != telego.ChatTypePrivate {
		return nil
	}
	t.text = b.texts.in(languageOf(t.from.LanguageCode))
	return t
}

// writtenIn returns the language of a message: Russian for letters that are Cyrillic for the most part, else that of the
// app. Many have an English app and write Russian; Latin letters may be Russian in the wrong layout.
func writtenIn(text, code string) helpdesk.Language {
	var cyrillic, latin int
	for _, r := range text {
		switch {
		case unicode.Is(unicode.Cyrillic, r):
			cyrillic++
		case unicode.Is(unicode.Latin, r):
			latin++
		}
	}
	if cyrillic > latin {
		return helpdesk.Russian
	}
	return languageOf(code)
}

// russianSpeaking are the languages of apps whose people most probably read Russian better than English.
var russianSpeaking = []string{"ru", "uk", "be", "kk"}

// languageOf maps Telegram's IETF tag of a person's app to a language of the bot: Russian when it is not known.
func languageOf(code string) helpdesk.Language {
	primary, _, _ := strings.Cut(code, "-")
	if primary == "" || slices.Contains(russianSpeaking, primary) {
		return helpdesk.Russian
	}
	return helpdesk.English
}
