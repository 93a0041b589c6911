package bot

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strings"

	"github.com/mymmrac/telego"

	"github.com/chatbotsmanagers/faqbot/internal/helpdesk"
)

// groupTurn is an update from a group of managers. Tickets are shown and taken there; the talk itself goes on in private.
type groupTurn struct {
	*turn
	chat   telego.Chat
	member *telego.ChatMemberUpdated // the bot's own place in the group became another
}

// newGroupTurn returns nil for an update that does not come from a group.
func (b *Bot) newGroupTurn(s Store, u *telego.Update) *groupTurn {
	g := &groupTurn{
		turn:   &turn{Bot: b, store: s, now: b.Now().In(b.Location), message: u.Message, press: u.CallbackQuery},
		member: u.MyChatMember,
	}
	switch {
	case g.message != nil:
		g.chat, g.from = g.message.Chat, g.message.From
	case g.press != nil && g.press.Message != nil:
		g.chat, g.from = g.press.Message.GetChat(), &g.press.From
	case g.member != nil:
		g.chat, g.from = g.member.Chat, &g.member.From
	}
	if g.from == nil || g.chat.Type != telego.ChatTypeGroup && g.chat.Type != telego.ChatTypeSupergroup {
		return nil
	}
	g.text = b.texts.in(languageOf(g.from.LanguageCode))
	return g
}

// handle does what the update asks for. What people say to each other in the group is not the bot's affair.
func (g *groupTurn) handle(ctx context.Context) error {
	switch {
	case g.press != nil:
		return g.pressed(ctx, parseAction(g.press.Data))
	case g.member != nil:
		if status := g.member.NewChatMember.MemberStatus(); status == telego.MemberStatusLeft || status == telego.MemberStatusBanned {
			return g.groupGone(ctx, g.chat.ID)
		}
		return nil
	case g.message.MigrateToChatID != 0:
		return g.follow(ctx, g.chat.ID, g.message.MigrateToChatID)
	case g.message.MigrateFromChatID != 0:
		return g.follow(ctx, g.message.MigrateFromChatID, g.chat.ID)
	case slices.ContainsFunc(g.message.NewChatMembers, func(u telego.User) bool { return u.Username == g.Username }):
		return g.hello(ctx)
	}
	if c, ok := g.command(); ok {
		return g.do(ctx, c)
	}
	return nil
}

// command returns what the message commands this bot, not another one of the group.
func (g *groupTurn) command() (command, bool) {
	c, ok := parseCommand(strings.TrimSpace(g.message.Text))
	if !ok || c.name != "bind" && c.name != "unbind" {
		return c, false
	}
	_, addressee, named := strings.Cut(strings.Fields(g.message.Text)[0], "@")
	return c, !named || strings.EqualFold(addressee, g.Username)
}

// do binds and unbinds the group for an administrator. Where tickets are shown only the staff is answered: others could
// use the group's few messages up.
func (g *groupTurn) do(ctx context.Context, c command) error {
	if g.message.SenderChat != nil { // an administrator of the group who hides behind its name
		return g.answer(ctx, g.text.say("group.anonymous", args{"Command": "/" + c.name}))
	}
	manager, err := g.store.HoldActor(ctx, g.from.ID)
	if errors.Is(err, helpdesk.ErrNotFound) {
		return g.turnAway(ctx)
	}
	if err != nil {
		return err
	}
	g.text = g.texts.in(manager.Language)
	switch {
	case manager.Role != helpdesk.RoleAdministrator:
		return g.answer(ctx, g.text.say("group.not_yours", args{"Command": "/" + c.name}))
	case c.name == "bind":
		return g.bind(ctx, manager, c.payload)
	}
	return g.unbind(ctx)
}

// turnAway answers a stranger, unless the group shows tickets.
func (g *groupTurn) turnAway(ctx context.Context) error {
	_, err := g.store.GroupChat(ctx, g.chat.ID)
	if errors.Is(err, helpdesk.ErrNotFound) {
		return g.answer(ctx, g.text.say("group.staff_only"))
	}
	return err
}

// hello says what the bot can do in a group into which one of the staff has brought it.
func (g *groupTurn) hello(ctx context.Context) error {
	manager, err := g.store.Manager(ctx, g.from.ID)
	if errors.Is(err, helpdesk.ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	return g.tell(ctx, g.chat.ID, g.texts.in(manager.Language).say("group.hello"))
}

// answer replies in the group.
func (g *groupTurn) answer(ctx context.Context, text html) error {
	return g.tell(ctx, g.chat.ID, text, replyTo(g.message.MessageID))
}

// pressed gives a ticket to the manager who pressed «Взять» under its card. Everything else that follows is said in the
// manager's private chat.
func (g *groupTurn) pressed(ctx context.Context, a action) error {
	manager, err := g.store.HoldActor(ctx, g.from.ID)
	switch {
	case errors.Is(err, helpdesk.ErrNotFound):
		g.reply(ctx, g.text.label("group.staff_only"))
		return nil
	case err != nil:
		return err
	}
	m := g.asManager(manager)
	switch {
	case a.verb != verbTake:
		m.notice = m.text.label("manager.stale")
	case manager.Name == "": // Telegram delivers the card only to who has pressed Start
		m.notice = m.text.label("group.meet_first", args{"Username": g.Username})
	case !manager.Works():
		m.notice = m.text.label("manager.observer.only_looks")
	default:
		err = m.doPress(ctx, a)
		m.notice = cmp.Or(m.notice, m.text.label("group.taken", args{"Ticket": a.id(0)}))
	}
	m.reply(ctx, m.notice)
	return err
}
