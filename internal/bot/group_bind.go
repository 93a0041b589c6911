package bot

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strings"

	"github.com/chatbotsmanagers/faqbot/internal/delivery"
	"github.com/chatbotsmanagers/faqbot/internal/helpdesk"
)

// waitingShown is how many of the tickets that wait already a newly bound group shows: a group takes few messages a
// minute, and what comes next is not to wait behind an hour of old ones.
const waitingShown = 20

// bind makes the group show tickets, all or those of one topic.
func (g *groupTurn) bind(ctx context.Context, by helpdesk.Manager, topic string) error {
	topic, several, known := g.topicTitled(topic)
	if !known {
		key, a := g.whichTopic(several)
		return g.answer(ctx, g.text.say(key, a))
	}
	before, err := g.store.GroupChat(ctx, g.chat.ID)
	if err != nil && !errors.Is(err, helpdesk.ErrNotFound) {
		return err
	}
	bound, already := "group.bound", "group.bound_already"
	if topic != "" {
		bound, already = "group.bound_topic", "group.bound_topic_already"
	}
	if err == nil && before.Topic == topic {
		return g.answer(ctx, g.text.say(already, args{"Topic": topic}))
	}
	group := helpdesk.GroupChat{
		ID: g.chat.ID, Title: g.chat.Title, Topic: topic, Language: by.Language, BoundBy: by.ID, BoundAt: g.now,
	}
	if err := g.store.BindGroup(ctx, group); err != nil {
		return err
	}
	if err := g.audit(ctx, helpdesk.AuditRecord{Deed: helpdesk.DeedBound, Object: group.Title, Details: topic}); err != nil {
		return err
	}
	if err := g.answer(ctx, g.text.say(bound, args{"Topic": topic})); err != nil {
		return err
	}
	return g.showWaiting(ctx, group)
}

// topicTitled returns the title of the topic that somebody typed, or the beginning of which; nothing typed is all topics. It
// is not known when there is none, or there are several.
func (b *Bot) topicTitled(typed string) (title string, several []string, known bool) {
	if typed == "" {
		return "", nil, true
	}
	titles := b.topicTitles()
	if i := slices.IndexFunc(titles, func(title string) bool { return strings.EqualFold(title, typed) }); i >= 0 {
		return titles[i], nil, true
	}
	begun, rest := begunTopics(titles, typed)
	switch {
	case rest != "":
		return "", nil, false
	case len(begun) == 1:
		return begun[0], nil, true
	}
	return "", begun, false
}

// unbind ends it.
func (g *groupTurn) unbind(ctx context.Context) error {
	group, err := g.store.UnbindGroup(ctx, g.chat.ID)
	if errors.Is(err, helpdesk.ErrNotFound) {
		return g.answer(ctx, g.text.say("group.not_bound"))
	}
	if err != nil {
		return err
	}
	if err := g.audit(ctx, helpdesk.AuditRecord{Deed: helpdesk.DeedUnbound, Object: group.Title}); err != nil {
		return err
	}
	if err := g.answer(ctx, g.text.say("group.unbound")); err != nil {
		return err
	}
	return g.backToPrivate(ctx, group, "group.unbound.told", "")
}

// groupGone unbinds a group that the bot can no longer write to. Of one that is not bound nobody needs to know.
func (t *turn) groupGone(ctx context.Context, id int64) error {
	group, err := t.store.UnbindGroup(ctx, id)
	if errors.Is(err, helpdesk.ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	return t.backToPrivate(ctx, group, "group.gone", "group.gone.administrator")
}

// backToPrivate tells the staff that tickets come to them again, and how many wait, since what a group showed was offered
// to nobody in private. Administrators are also told what they can do about it.
func (t *turn) backToPrivate(ctx context.Context, group helpdesk.GroupChat, key, toAdministrators string) error {
	managers, err := t.store.Managers(ctx)
	if err != nil {
		return err
	}
	_, waiting, err := t.store.Queue(ctx, 1, 0)
	if err != nil {
		return err
	}
	for _, manager := range managers {
		if !manager.Works() {
			continue
		}
		words := t.texts.in(manager.Language)
		text := words.say(key, args{"Title": group.Title})
		if toAdministrators != "" && manager.Role == helpdesk.RoleAdministrator {
			text += "\n" + words.say(toAdministrators)
		}
		var options []outgoing
		if waiting > 0 {
			text += "\n" + words.say("manager.waiting", args{"N": waiting})
			options = append(options, buttons(inline(row(button(words.label("manager.key.queue"), data(verbQueue, 0))))))
		}
		if err := t.tell(ctx, manager.ID, text, options...); err != nil {
			return err
		}
	}
	return nil
}

// follow goes on in the supergroup that a bound group has become. Its cards stay behind in the old one; what waits is
// shown again.
func (t *turn) follow(ctx context.Context, from, to int64) error {
	group, err := t.store.MoveGroup(ctx, from, to)
	if errors.Is(err, helpdesk.ErrNotFound) { // not bound, or followed already: the news comes in both chats
		return nil
	}
	if err != nil {
		return err
	}
	return t.showWaiting(ctx, group)
}

// showWaiting shows tickets that wait already. Each is locked before: one that is taken at this moment would be shown as
// waiting for ever.
func (t *turn) showWaiting(ctx context.Context, group helpdesk.GroupChat) error {
	tickets, err := t.store.QueueOf(ctx, group.Topic, waitingShown)
	if err != nil {
		return err
	}
	slices.SortFunc(tickets, func(a, b helpdesk.Ticket) int { return cmp.Compare(a.ID, b.ID) }) // one order of locks
	for _, ticket := range tickets {
		if ticket, err = t.store.LockTicket(ctx, ticket.ID); err != nil {
			return err
		}
		cards, err := t.store.Cards(ctx, ticket.ID)
		if err != nil {
			return err
		}
		_, shown := cardIn(cards, group.ID)
		if shown || ticket.State != helpdesk.StateNew || !group.Shows(&ticket) {
			continue
		}
		if err := t.showCardIn(ctx, group, ticket); err != nil {
			return err
		}
	}
	return nil
}

// groupRefused draws the consequences of what Telegram refused to a group for good.
func (b *Bot) groupRefused(ctx context.Context, s Store, o delivery.Outgoing, refusal delivery.Refusal) error {
	t := &turn{Bot: b, store: s, now: b.Now().In(b.Location)}
	switch {
	case o.MovedTo != 0:
		return t.follow(ctx, o.ChatID, o.MovedTo)
	case refusal.Unreachable(), refusal == delivery.RefusedRights:
		return t.groupGone(ctx, o.ChatID)
	case refusal == delivery.RefusedGone && o.About != 0:
		return t.showAgain(ctx, o.About)
	case o.TicketID != 0:
		return t.showInstead(ctx, o)
	}
	return nil
}
