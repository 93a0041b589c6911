package bot

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/mymmrac/telego"

	"github.com/chatbotsmanagers/faqbot/internal/helpdesk"
)

// prioritise changes how soon a ticket is to be worked on: /priority 12 urgent. Without a level it offers all of them.
func (m *managerTurn) prioritise(ctx context.Context, c command) error {
	id, rest, err := m.numbered(ctx, c)
	if err != nil || id == 0 {
		return err
	}
	if rest == "" {
		return m.offerLevels(ctx, id)
	}
	level, ok := m.texts.priority(rest)
	if !ok {
		return m.refuse(ctx, "manager.priority.unknown", nil)
	}
	return m.prioritiseAs(ctx, id, level)
}

func (m *managerTurn) prioritiseAs(ctx context.Context, id int64, level helpdesk.Priority) error {
	if !slices.Contains(helpdesk.Priorities, level) {
		return m.refuse(ctx, "manager.stale", nil)
	}
	ticket, event, err := m.act(ctx, id, func(t *helpdesk.Ticket, by int64, now time.Time) (*helpdesk.Event, error) {
		return t.Prioritise(level, by, now)
	})
	if err != nil || ticket == nil {
		return err
	}
	a := args{"Ticket": id, "Level": m.level(level)}
	if event == nil {
		return m.refuse(ctx, "manager.priority.same", a)
	}
	return m.say(ctx, m.text.say("manager.prioritised", a), about(id), silently)
}

func (m *managerTurn) offerLevels(ctx context.Context, id int64) error {
	levels := make([]telego.InlineKeyboardButton, 0, len(helpdesk.Priorities))
	for _, p := range helpdesk.Priorities {
		levels = append(levels, button(m.level(p), data(verbPrioritise, id, string(p))))
	}
	text := m.text.say("manager.priority.which", args{"Ticket": id})
	return m.say(ctx, text, buttons(inline(levels[:2], levels[2:])), about(id))
}

// level names a priority.
func (m *managerTurn) level(p helpdesk.Priority) string {
	return m.text.label("manager.priority." + string(p))
}

// priority reads a priority as people type it: «срочная», «срочно», «urgent».
func (t *texts) priority(typed string) (helpdesk.Priority, bool) {
	typed = strings.ToLower(strings.TrimSpace(typed))
	for _, p := range helpdesk.Priorities {
		if typed == string(p) {
			return p, true
		}
		for _, words := range t.byLanguage {
			label := []rune(words.label("manager.priority." + string(p)))
			if strings.HasPrefix(typed, string(label[:len(label)-2])) { // whatever its ending
				return p, true
			}
		}
	}
	return "", false
}

// tag adds tags to a ticket: /tag 12 return, defect.
func (m *managerTurn) tag(ctx context.Context, c command) error {
	return m.retag(ctx, c, (*helpdesk.Ticket).Tag, "manager.tagged", "manager.tag.nothing_new")
}

// untag takes tags away from a ticket.
func (m *managerTurn) untag(ctx context.Context, c command) error {
	return m.retag(ctx, c, (*helpdesk.Ticket).Untag, "manager.tagged", "manager.tag.not_there")
}

func (m *managerTurn) retag(ctx context.Context, c command, do func(*helpdesk.Ticket, []string, int64, time.Time) (*helpdesk.Event, error), done, same string) error {
	id, rest, err := m.numbered(ctx, c)
	if err != nil || id == 0 {
		return err
	}
	tags := helpdesk.ParseTags(rest)
	if len(tags) == 0 {
		return m.refuse(ctx, "manager.tag.which", args{"Command": "/" + c.name})
	}
	ticket, event, err := m.act(ctx, id, func(t *helpdesk.Ticket, by int64, now time.Time) (*helpdesk.Event, error) {
		return do(t, tags, by, now)
	})
	if err != nil || ticket == nil {
		return err
	}
	if event == nil {
		return m.refuse(ctx, same, args{"Ticket": id})
	}
	text := m.text.say(done, args{"Ticket": id, "Tags": strings.Join(ticket.Tags, ", ")})
	return m.say(ctx, text, about(id), silently)
}
