package bot_test

import (
	"cmp"
	"regexp"
	"slices"
	"strings"

	"github.com/chatbotsmanagers/faqbot/internal/botapi"
)

// heard is what the bot said since the last step, as a script shows it. To whom is said unless it is the actor.
func (s *stage) heard(actor string) string {
	var out strings.Builder
	album := ""
	for {
		select {
		case e, ok := <-s.events:
			if !ok {
				s.t.Fatal("events were lost")
			}
			if e.Kind == botapi.MessageNew && album != "" && album == e.Message.MediaGroupID {
				out.WriteString("  + " + shown(*e.Message))
				continue
			}
			out.WriteString(s.told(actor, e))
			if album = ""; e.Kind == botapi.MessageNew && e.Message.FromBot() {
				album = e.Message.MediaGroupID
			}
			continue
		default:
		}
		return out.String()
	}
}

// told is an event as lines of a script, nothing when the bot had no part in it.
func (s *stage) told(actor string, e botapi.Event) string {
	to := ""
	if name := s.nameOf(e.Chat); e.Chat < 0 {
		to = " in " + s.groupName(e.Chat)
	} else if name != actor {
		to = " to " + name
	}
	if e.Kind == botapi.CallbackAnswered && e.Chat < 0 { // whoever presses sees the note alone
		to = " to " + s.nameOf(e.User)
	}
	switch {
	case e.Kind == botapi.MessageNew && e.Message.FromBot():
		return "< bot" + to + answering(*e.Message) + ": " + shown(*e.Message)
	case e.Kind == botapi.MessageEdited && e.Message.FromBot():
		return "< bot edits" + to + ": " + shown(*e.Message)
	case e.Kind == botapi.MessageDeleted && e.Message.FromBot():
		return "< bot deletes" + to + ": " + shown(*e.Message)
	case e.Kind == botapi.CallbackAnswered && e.Answer.Text != "":
		return "< bot notes" + to + ": " + e.Answer.Text + "\n"
	case e.Kind == botapi.KeyboardChanged && e.Keyboard != nil:
		var keys []string
		for _, k := range slices.Concat(e.Keyboard.Rows...) {
			keys = append(keys, "["+k.Text+"]")
		}
		return "< keys" + to + ": " + strings.Join(keys, " ") + "\n"
	case e.Kind == botapi.KeyboardChanged:
		return "< keys" + to + ": none\n"
	}
	return ""
}

func answering(m botapi.Message) string {
	if m.ReplyTo == nil {
		return ""
	}
	first, _, _ := strings.Cut(m.ReplyTo.Body(), "\n")
	return " replying to «" + cmp.Or(first, contents(*m.ReplyTo)) + "»"
}

// shown is a message with its buttons. Secrets of links differ each time.
func shown(m botapi.Message) string {
	text := m.Body()
	if c := contents(m); c != "" {
		text = strings.TrimSpace("(" + c + ") " + text)
	}
	text = regexp.MustCompile(`start=inv_\S+`).ReplaceAllString(text, "start=inv_…")
	lines := strings.Split(text, "\n")
	for i := range lines[1:] {
		lines[i+1] = "  " + cmp.Or(lines[i+1], "·")
	}
	if m.ReplyMarkup != nil {
		for _, row := range m.ReplyMarkup.Rows {
			var labels []string
			for _, b := range row {
				labels = append(labels, "["+b.Text+"]")
			}
			lines = append(lines, "  "+strings.Join(labels, " "))
		}
	}
	return strings.Join(lines, "\n") + "\n"
}

// contents names what a message holds beside words.
func contents(m botapi.Message) string {
	switch {
	case len(m.Photo) > 0:
		return "photo"
	case m.Animation != nil: // before document, which an animation is too
		return "animation"
	case m.Document != nil:
		return "document"
	case m.Voice != nil:
		return "voice"
	case m.Video != nil:
		return "video"
	case m.Sticker != nil:
		return "sticker"
	case m.VideoNote != nil:
		return "video note"
	case m.Audio != nil:
		return "audio"
	case m.Venue != nil: // before location, which a venue is too
		return "venue"
	case m.Location != nil:
		return "location"
	case m.Poll != nil:
		return m.Poll.Type + " poll"
	case m.Dice != nil:
		return "dice"
	case m.Story != nil:
		return "story"
	case m.Contact != nil:
		return "contact " + m.Contact.PhoneNumber
	}
	return ""
}
