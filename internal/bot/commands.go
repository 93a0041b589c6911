package bot

import (
	"context"
	"strings"
	"unicode"

	"github.com/mymmrac/telego"
	"github.com/mymmrac/telego/telegoutil"

	"github.com/chatbotsmanagers/faqbot/internal/delivery"
	"github.com/chatbotsmanagers/faqbot/internal/helpdesk"
)

// command is "/name@bot payload", as it was typed.
type command struct {
	name    string // in lower case, without "/"
	payload string
}

// parseCommand returns false for text that is no command. A private chat has one bot, so that a name after "@" is
// not compared.
func parseCommand(text string) (command, bool) {
	rest, ok := strings.CutPrefix(text, "/")
	if !ok {
		return command{}, false
	}
	name, payload := rest, ""
	if i := strings.IndexFunc(rest, unicode.IsSpace); i >= 0 {
		name, payload = rest[:i], rest[i:]
	}
	name, _, _ = strings.Cut(name, "@")
	if name == "" || strings.ContainsRune(name, '/') {
		return command{}, false
	}
	return command{name: strings.ToLower(name), payload: strings.TrimSpace(payload)}, true
}

// spread returns "/ticket_12" as "/ticket 12". Telegram makes a link of a command up to the first space, so that only the
// first form can be pressed with its number.
func (c command) spread() command {
	name, number, ok := strings.Cut(c.name, "_")
	if _, is := ticketNumber(number); !ok || !is || name == "" {
		return c
	}
	return command{name: name, payload: strings.TrimSpace(number + " " + c.payload)}
}

// customerCommands are the commands in the order of the menu; the text of each has the key "command." and its name.
var customerCommands = []string{"start", "topics", "tickets", "contact", "manager", "delete", "language", "help", "cancel"}

// groupCommands are the commands in a group of managers.
var groupCommands = []string{"bind", "unbind"}

// inGroups are those who see the menu of a group.
var inGroups = &telego.BotCommandScopeAllGroupChats{Type: telego.ScopeTypeAllGroupChats}

// Commands returns the menus of customers and of groups: English for everybody but the people whom the bot greets in
// Russian.
func (b *Bot) Commands() []telego.SetMyCommandsParams {
	menus := make([]telego.SetMyCommandsParams, 0, 2*(1+len(russianSpeaking)))
	menus = append(menus,
		telego.SetMyCommandsParams{Commands: b.menu(customerCommands, helpdesk.English)},
		telego.SetMyCommandsParams{Commands: b.menu(groupCommands, helpdesk.English), Scope: inGroups},
	)
	for _, code := range russianSpeaking {
		menus = append(menus,
			telego.SetMyCommandsParams{Commands: b.menu(customerCommands, helpdesk.Russian), LanguageCode: code},
			telego.SetMyCommandsParams{Commands: b.menu(groupCommands, helpdesk.Russian), LanguageCode: code, Scope: inGroups},
		)
	}
	return menus
}

// menu returns the commands with their descriptions in a language.
func (b *Bot) menu(names []string, l helpdesk.Language) []telego.BotCommand {
	commands := make([]telego.BotCommand, 0, len(names))
	for _, name := range names {
		commands = append(commands, telego.BotCommand{
			Command: name, Description: b.texts.in(l).label("command." + name),
		})
	}
	return commands
}

// setMenu puts the commands into the menu of a private chat.
func (t *turn) setMenu(ctx context.Context, chatID int64, names []string, l helpdesk.Language) error {
	_, err := t.queue(ctx, delivery.Outgoing{ChatID: chatID, Method: "setMyCommands"}, &telego.SetMyCommandsParams{
		Commands: t.menu(names, l),
		Scope:    &telego.BotCommandScopeChat{Type: telego.ScopeTypeChat, ChatID: telegoutil.ID(chatID)},
	})
	return err
}

// askLanguage offers the languages by buttons with the verb.
func (t *turn) askLanguage(ctx context.Context, verb string) error {
	choice := make([]telego.InlineKeyboardButton, 0, len(languages))
	for _, l := range languages {
		choice = append(choice, button(t.texts.in(l).label("language.name"), data(verb, string(l))))
	}
	return t.say(ctx, t.text.say("language"), buttons(inline(choice)))
}
