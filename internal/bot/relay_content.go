package bot

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/mymmrac/telego"

	"github.com/chatbotsmanagers/faqbot/internal/bot/markup"
	"github.com/chatbotsmanagers/faqbot/internal/helpdesk"
)

// kindText is the content of a message that is nothing but text.
const kindText = "text"

// captioned are the kinds of content that may have a caption.
var captioned = []string{"photo", "video", "animation", "audio", "document", "voice"}

// uncopied are the kinds of content that Telegram lets no bot copy.
var uncopied = []string{"story", "paid_media", "checklist", "game", "invoice", "giveaway", "giveaway_winners"}

func hasCaption(kind string) bool { return slices.Contains(captioned, kind) }

// canCarry tells whether content of the kind can be brought to the other side.
func canCarry(kind string) bool { return kind != "" && !slices.Contains(uncopied, kind) }

// messageOf returns what somebody sent as a message of a ticket, without the ticket and the side. Its kind is empty
// for what Telegram itself tells of a chat, such as a pinned message.
func (t *turn) messageOf(m *telego.Message) helpdesk.Message {
	_, lasting := fileOf(m)
	said := helpdesk.Message{
		Kind: kindOf(m), FileID: lasting, Piece: pieceOf(m),
		AuthorID: t.from.ID, ChatID: m.Chat.ID, TelegramID: m.MessageID, CreatedAt: t.now,
	}
	switch {
	case said.Kind == kindText:
		said.Text, said.HTML = m.Text, formatted(m.Text, m.Entities)
	case hasCaption(said.Kind):
		said.Text, said.HTML = m.Caption, formatted(m.Caption, m.CaptionEntities)
	default:
		said.Text = inWords(m)
		said.HTML = markup.Escape(said.Text)
	}
	if m.EditDate != 0 {
		said.EditedAt = time.Unix(m.EditDate, 0).In(t.Location)
	}
	return said
}

// kindOf returns Telegram's name of what a message holds.
func kindOf(m *telego.Message) string {
	switch {
	case m.Text != "":
		return kindText
	case m.Animation != nil: // before document, which an animation is too
		return "animation"
	case m.Photo != nil:
		return "photo"
	case m.Video != nil:
		return "video"
	case m.Audio != nil:
		return "audio"
	case m.Document != nil:
		return "document"
	case m.Voice != nil:
		return "voice"
	case m.VideoNote != nil:
		return "video_note"
	case m.Sticker != nil:
		return "sticker"
	case m.Contact != nil:
		return "contact"
	case m.Venue != nil: // before location, which a venue is too
		return "venue"
	case m.Location != nil:
		return "location"
	case m.Poll != nil:
		return "poll"
	case m.Dice != nil:
		return "dice"
	}
	return uncopiedKind(m)
}

func uncopiedKind(m *telego.Message) string {
	switch {
	case m.Story != nil:
		return "story"
	case m.PaidMedia != nil:
		return "paid_media"
	case m.Checklist != nil:
		return "checklist"
	case m.Game != nil:
		return "game"
	case m.Invoice != nil:
		return "invoice"
	case m.Giveaway != nil:
		return "giveaway"
	case m.GiveawayWinners != nil:
		return "giveaway_winners"
	}
	return ""
}

// inWords returns what content without a caption says, for the history of the ticket.
func inWords(m *telego.Message) string {
	switch {
	case m.Contact != nil:
		return strings.TrimSpace(m.Contact.FirstName+" "+m.Contact.LastName) + " " + m.Contact.PhoneNumber
	case m.Venue != nil:
		return m.Venue.Title + ", " + m.Venue.Address
	case m.Location != nil:
		return fmt.Sprintf("%.5f, %.5f", m.Location.Latitude, m.Location.Longitude)
	case m.Poll != nil:
		return m.Poll.Question
	case m.Dice != nil:
		return m.Dice.Emoji
	case m.Sticker != nil:
		return m.Sticker.Emoji
	}
	return ""
}
