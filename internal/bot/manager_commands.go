package bot

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"github.com/mymmrac/telego"

	"github.com/chatbotsmanagers/faqbot/internal/helpdesk"
)

// managerCommands are the commands in the order of the menu; the text of each has the key "command." and its name.
var managerCommands = []string{
	"queue", "take", "mine", "ticket", "note", "release", "close", "reopen", "transfer", "assign", "priority", "tag",
	"untag", "merge", "split", "delete", "team", "route", "away", "back", "find", "article", "canned", "customer", "stats",
	"ban", "unban", "banned", "language", "leave", "help",
}

// administratorCommands are the further ones of administrators.
var administratorCommands = []string{"invite", "role", "dismiss", "audit", "export", "drafts"}

// observerCommands are all that observers have, who look and change nothing.
var observerCommands = []string{"queue", "ticket", "team", "route", "find", "article", "customer", "banned", "language", "leave", "help"}

// command does what the manager's command asks for. Nothing that looks like a command ever goes to a customer.
func (m *managerTurn) command(ctx context.Context, c command, said helpdesk.Message) error {
	if !m.manager.Works() && c.name != "start" && !slices.Contains(observerCommands, c.spread().name) {
		return m.refuse(ctx, "manager.observer.only_looks", nil)
	}
	if c.name == "note" {
		return m.note(ctx, said)
	}
	if said.Kind != kindText {
		return m.refuse(ctx, "manager.unknown_command", nil)
	}
	switch c = c.spread(); c.name {
	case "start":
		return m.start(ctx, c.payload)
	case "help":
		return m.help(ctx)
	case "queue":
		return m.queueList(ctx)
	case "mine":
		return m.mine(ctx)
	case "team":
		return m.teams(ctx, c.payload)
	case "route":
		return m.route(ctx, c.payload)
	case "find":
		return m.find(ctx, c.payload)
	case "canned":
		return m.canned(ctx, c.payload)
	case "article":
		return m.articleByWords(ctx, c.payload)
	case "away":
		return m.goAway(ctx)
	case "back":
		return m.comeBack(ctx)
	case "language":
		return m.askLanguage(ctx, verbSpeak)
	case "invite":
		return m.invite(ctx, c.payload)
	case "role":
		return m.changeRole(ctx, c.payload)
	case "dismiss":
		return m.askDismissal(ctx, c.payload)
	case "leave":
		return m.askLeaving(ctx)
	case "stats":
		return m.stats(ctx, c.payload)
	case "export":
		return m.export(ctx, c.payload)
	case "audit":
		return m.auditLog(ctx, c.payload)
	case "bind", "unbind":
		return m.say(ctx, m.text.say("group.only_there"))
	case "known":
		return m.knownByWords(ctx, c.payload)
	case "drafts":
		return m.drafts(ctx, 0)
	case "take":
		if c.payload == "" {
			return m.takeNext(ctx)
		}
		return m.onTicket(ctx, c, m.take)
	case "ticket":
		return m.onTicket(ctx, c, m.card)
	case "customer":
		return m.onTicket(ctx, c, m.customer)
	case "release":
		return m.onTicket(ctx, c, m.release)
	case "close":
		return m.onTicket(ctx, c, m.resolve)
	case "reopen":
		return m.onTicket(ctx, c, m.reopen)
	}
	return m.arrange(ctx, c)
}

// arrange does what a command asks for that arranges tickets.
func (m *managerTurn) arrange(ctx context.Context, c command) error {
	switch c.name {
	case "assign":
		return m.assign(ctx, c)
	case "transfer":
		return m.transfer(ctx, c)
	case "priority":
		return m.prioritise(ctx, c)
	case "tag":
		return m.tag(ctx, c)
	case "untag":
		return m.untag(ctx, c)
	case "merge":
		return m.askMerge(ctx, c)
	case "split":
		return m.split(ctx)
	case "delete":
		return m.deleteOwn(ctx)
	case "ban":
		return m.askBan(ctx, c)
	case "unban":
		return m.unban(ctx, c)
	case "banned":
		return m.listBanned(ctx)
	}
	return m.refuse(ctx, "manager.unknown_command", nil)
}

// onTicket does something with the ticket that a command means: the number after it, else the ticket whose message it
// replies to, else the one in hand.
func (m *managerTurn) onTicket(ctx context.Context, c command, act func(context.Context, int64) error) error {
	if c.payload != "" {
		id, ok := ticketNumber(c.payload)
		if !ok {
			return m.refuse(ctx, "manager.bad_number", args{"Command": "/" + c.name})
		}
		return act(ctx, id)
	}
	id, known, err := m.meant(ctx)
	if err != nil || !known {
		return err
	}
	if id == 0 || c.name == "reopen" && m.message.ReplyToMessage == nil { // what is in hand is open
		return m.refuse(ctx, "manager.which_ticket", args{"Example": m.example(c)})
	}
	return act(ctx, id)
}

// ticketNumber reads "12", "№12", "№ 12" or "#12".
func ticketNumber(text string) (int64, bool) {
	id, err := strconv.ParseInt(strings.TrimSpace(strings.TrimLeft(text, "№#")), 10, 64)
	return id, err == nil && id > 0
}

// managerKeys are the keys below the manager's chat; the label of each has the key "manager.key." and its name, which
// is that of the command too.
var managerKeys = []string{"queue", "mine", "help"}

func (m *managerTurn) keyboard() telego.ReplyMarkup { return staffKeyboard(m.text, m.manager.Role) }

// staffKeyboard holds the keys whose commands somebody with the role may give.
func staffKeyboard(words localizer, role helpdesk.Role) telego.ReplyMarkup {
	keys := make([]telego.KeyboardButton, 0, len(managerKeys))
	for _, name := range managerKeys {
		if slices.Contains(commandsOf(role), name) {
			keys = append(keys, telego.KeyboardButton{Text: words.label("manager.key." + name)})
		}
	}
	return &telego.ReplyKeyboardMarkup{
		Keyboard: [][]telego.KeyboardButton{keys}, ResizeKeyboard: true, IsPersistent: true,
	}
}

// bare is a label as people type it by hand: without its emoji, in any case.
func bare(label string) string {
	return strings.ToLower(strings.TrimFunc(label, func(r rune) bool { return !unicode.IsLetter(r) }))
}

// managerKey returns the command that a label of the manager's keyboard stands for. The keyboard may still show
// another language than the chosen one.
func (t *texts) managerKey(label string) (string, bool) {
	for _, words := range t.byLanguage {
		for _, name := range managerKeys {
			if bare(label) == bare(words.label("manager.key."+name)) {
				return name, true
			}
		}
	}
	return "", false
}

// greet says what can be done, with the keyboard and the menu of commands, and shows what waits: Telegram lets no bot
// write first, so that somebody who just came has seen no offer of it.
func (m *managerTurn) greet(ctx context.Context) error {
	if err := m.showMenu(ctx); err != nil {
		return err
	}
	key := "manager.start"
	if !m.manager.Works() {
		key = "manager.start.observer"
	}
	hello := m.text.say(key, args{"Name": m.from.FirstName})
	if err := m.say(ctx, hello, buttons(m.keyboard())); err != nil {
		return err
	}
	return m.queueList(ctx)
}

// start greets. Who opens an invitation and belongs to the team already keeps the role, and is told who can change it.
func (m *managerTurn) start(ctx context.Context, payload string) error {
	if err := m.greet(ctx); err != nil {
		return err
	}
	if !strings.HasPrefix(payload, invitationPrefix) {
		return nil
	}
	if m.manager.Role == helpdesk.RoleAdministrator {
		return m.say(ctx, m.text.say("manager.invite.own"))
	}
	return m.say(ctx, m.text.say("manager.invite.member", args{"Role": m.text.label("manager.role." + string(m.manager.Role))}))
}

func (m *managerTurn) help(ctx context.Context) error {
	text := m.text.say("manager.help")
	if !m.manager.Works() {
		text = m.text.say("manager.help.observer")
	}
	if m.manager.Role == helpdesk.RoleAdministrator {
		text += "\n\n" + m.text.say("manager.help.administrator") + "\n" + m.text.say("manager.help.staff", args{"Topic": m.exampleTopic()}) + "\n" + m.text.say("group.help")
	}
	return m.say(ctx, text, buttons(m.keyboard()))
}

// showMenu puts the commands that the manager may give into the menu of the chat.
func (m *managerTurn) showMenu(ctx context.Context) error {
	return m.setMenu(ctx, m.manager.ID, commandsOf(m.manager.Role), m.manager.Language)
}

// commandsOf are the commands that somebody with the role may give.
func commandsOf(role helpdesk.Role) []string {
	switch role {
	case helpdesk.RoleAdministrator:
		return slices.Concat(managerCommands, administratorCommands)
	case helpdesk.RoleManager:
		return managerCommands
	case helpdesk.RoleObserver:
	}
	return observerCommands
}

func (m *managerTurn) chooseLanguage(ctx context.Context, l helpdesk.Language) error {
	if !slices.Contains(languages, l) {
		return m.refuse(ctx, "manager.stale", nil)
	}
	m.manager.Language, m.text = l, m.texts.in(l)
	if err := m.store.SaveManager(ctx, m.manager); err != nil {
		return err
	}
	if err := m.showMenu(ctx); err != nil {
		return err
	}
	return m.say(ctx, m.text.say("language.chosen"), buttons(m.keyboard()))
}
