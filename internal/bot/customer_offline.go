package bot

import (
	"context"
	"strings"
	"unicode"

	"github.com/mymmrac/telego"

	"github.com/chatbotsmanagers/faqbot/internal/answer"
	"github.com/chatbotsmanagers/faqbot/internal/delivery"
)

// AnswerOffline answers a question from the index alone, while the database is away. It returns false for everything
// that cannot be understood without what the database knows, such as a manager's words for a customer. Handle comes
// later with the same update, records how the question ended, and keeps the promise that a manager gets it.
func (b *Bot) AnswerOffline(u delivery.Update) ([]delivery.Outgoing, bool) {
	update, err := decode(u)
	if err != nil || update.Message == nil {
		return nil, false
	}
	m := update.Message
	if m.From == nil || m.From.IsBot || m.Chat.Type != telego.ChatTypePrivate || m.ReplyToMessage != nil {
		return nil, false
	}
	if _, manager := b.staff.Load(m.From.ID); manager {
		return nil, false
	}
	text := strings.TrimSpace(m.Text)
	if !strings.ContainsFunc(text, unicode.IsLetter) || strings.HasPrefix(text, "/") {
		return nil, false
	}
	if _, ok := b.texts.key(text); ok {
		return nil, false
	}
	language := writtenIn(text, m.From.LanguageCode)
	lz := b.texts.in(language)
	d, err := b.Answers.Decide(context.Background(), answer.Question{Text: text, Language: language, Now: b.Now().In(b.Location)})
	if err != nil || d.Reason == answer.AskedHuman {
		return nil, false
	}
	drafts := b.present(lz, d, m.MessageID, nil)
	if d.Kind == answer.Escalate {
		drafts = []draft{{lz.say("offline.kept"), nil}}
	}
	calls := make([]delivery.Outgoing, 0, len(drafts))
	for _, draft := range drafts {
		o, err := message(m.Chat.ID, draft.text, buttons(draft.markup))
		if err != nil {
			return nil, false
		}
		calls = append(calls, o)
	}
	return calls, true
}
