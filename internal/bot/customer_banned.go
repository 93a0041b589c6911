package bot

import (
	"context"
	"slices"
	"strings"

	"github.com/chatbotsmanagers/faqbot/internal/answer"
)

// What a banned customer can still do brings nobody anything: read articles, choose a language, take words back.
var (
	bannedVerbs    = []string{verbHelped, verbChoose, verbFound, verbShow, verbTopics, verbTopic, verbLanguage}
	bannedCommands = []string{"topics", "language", "delete"}
)

// handleBanned does what the update of a banned customer asks for as far as the bot does it alone. The customer was told of
// the ban when it began, so that words which it keeps from the managers get no answer; commands and buttons do.
func (c *customerTurn) handleBanned(ctx context.Context) error {
	c.verbs = bannedVerbs
	c.endStep()
	if c.press != nil {
		a := parseAction(c.press.Data)
		if !slices.Contains(bannedVerbs, a.verb) {
			c.reply(ctx, c.text.label("ban.press"))
			return nil
		}
		return c.handlePress(ctx, a)
	}
	text := strings.TrimSpace(c.message.Text)
	cmd, ok := parseCommand(text)
	if name, isKey := c.texts.key(text); !ok && isKey {
		cmd, ok = command{name: name}, true
	}
	if ok {
		joins := cmd.name == "start" && strings.HasPrefix(cmd.payload, "inv_")
		if joins || slices.Contains(bannedCommands, cmd.name) {
			return c.command(ctx, cmd)
		}
		return c.say(ctx, c.text.say("ban.told"))
	}
	if text == "" || isPhone(text) {
		return nil
	}
	if c.message.ReplyToMessage != nil {
		id, err := c.ticketAt(ctx, c.message.ReplyToMessage.MessageID)
		if err != nil || id != 0 {
			return err // it is meant for a manager
		}
	}
	return c.askBanned(ctx, text)
}

// askBanned answers a question for which there is an article. What else a banned customer says is no gap of the knowledge
// base, and is not counted as one.
func (c *customerTurn) askBanned(ctx context.Context, text string) error {
	d, err := c.decide(ctx, text)
	if err != nil {
		return err
	}
	if d.Kind != answer.Answer && d.Kind != answer.Suggest || d.Reason == answer.AskedHuman {
		if c.answered { // without the database a manager was promised, which is not to be
			return c.say(ctx, c.text.say("ban.told"))
		}
		return nil
	}
	return c.ask(ctx, text, c.messageOf(c.message))
}
