package bot

import (
	"context"

	"github.com/chatbotsmanagers/faqbot/internal/helpdesk"
)

// Spoiled is a question that found its article until the knowledge base changed.
type Spoiled struct {
	Question string
	Wanted   string // question of the article that it should find
	Found    string // question of the article that it finds, empty for none
}

// maxSpoiled is how many questions are told one by one.
const maxSpoiled = 5

// TellSpoiled tells the administrators, who publish articles, which questions of the articles' own tests a change has
// spoiled, and whether the bot answers by the change all the same.
func (b *Bot) TellSpoiled(ctx context.Context, s Store, spoiled []Spoiled, live bool) error {
	managers, err := s.Managers(ctx)
	if err != nil {
		return err
	}
	key := "spoiled.refused"
	if live {
		key = "spoiled.live"
	}
	for _, m := range managers {
		if m.Role != helpdesk.RoleAdministrator {
			continue
		}
		words := b.texts.in(m.Language)
		text := words.say(key)
		for _, one := range spoiled[:min(maxSpoiled, len(spoiled))] {
			text += "\n\n" + words.say("spoiled.question", args{
				"Question": shorten(one.Question, excerptLength), "Wanted": shorten(one.Wanted, excerptLength), "Found": shorten(one.Found, excerptLength),
			})
		}
		if more := len(spoiled) - maxSpoiled; more > 0 {
			text += "\n\n" + words.say("spoiled.more", args{"N": more})
		}
		if err := b.post(ctx, s, m.ID, text); err != nil {
			return err
		}
	}
	return nil
}
