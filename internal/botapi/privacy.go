package botapi

import (
	"strings"
	"unicode/utf16"
)

// hears tells whether the bot gets the message. In a group where it is no administrator, privacy mode shows it only what
// the chat itself says, commands, replies to its own messages, and mentions. A command with the name of another bot is
// that bot's alone.
func (s *Server) hears(ch *chat, m *Message) bool {
	switch {
	case ch.private():
		return true
	case ch.Left || ch.Blocked:
		return false
	case ch.Members[s.bot.ID] == "administrator" || m.service():
		return true
	case m.ReplyTo != nil && m.ReplyTo.FromBot():
		return true
	}
	return s.named(m.Text, m.Entities) || s.named(m.Caption, m.CaptionEntities)
}

// named tells whether a text has a command for the bot, or its name.
func (s *Server) named(text string, entities []Entity) bool {
	units := utf16.Encode([]rune(text))
	for _, e := range entities {
		if e.Type != "bot_command" && e.Type != "mention" {
			continue
		}
		word := string(utf16.Decode(units[e.Offset : e.Offset+e.Length]))
		_, name, addressed := strings.Cut(word, "@")
		if !addressed || strings.EqualFold(name, s.bot.Username) {
			return true
		}
	}
	return false
}

// service tells of a message that the chat itself makes.
func (m *Message) service() bool {
	return len(m.NewMembers) > 0 || m.LeftMember != nil || m.Pinned != nil || m.MigrateTo != 0 || m.MigrateFrom != 0
}
