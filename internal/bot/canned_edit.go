package bot

import (
	"context"
	"errors"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/mymmrac/telego"

	"github.com/chatbotsmanagers/faqbot/internal/bot/markup"
	"github.com/chatbotsmanagers/faqbot/internal/helpdesk"
)

// addCanned makes a canned reply: /canned add hello Good day!, or in reply to the message that it shall be.
func (m *managerTurn) addCanned(ctx context.Context) error {
	r, err := m.writtenCanned(ctx, "canned.add.how")
	if err != nil || r == nil {
		return err
	}
	added, err := m.store.AddCannedReply(ctx, *r)
	if errors.Is(err, helpdesk.ErrNameTaken) {
		return m.refuse(ctx, "canned.taken", args{"Name": r.Name})
	}
	if err != nil {
		return err
	}
	return m.savedCanned(ctx, added, "canned.added")
}

// editCanned gives a canned reply another text.
func (m *managerTurn) editCanned(ctx context.Context) error {
	r, err := m.writtenCanned(ctx, "canned.edit.how")
	if err != nil || r == nil {
		return err
	}
	before, err := m.ownCanned(ctx, r.Name)
	if err != nil || before == nil {
		return err
	}
	before.HTML, before.UpdatedAt = r.HTML, m.now
	changed, err := m.store.ChangeCannedReply(ctx, *before)
	if errors.Is(err, helpdesk.ErrNotFound) { // deleted at this moment
		return m.refuse(ctx, "canned.gone", nil)
	}
	if err != nil {
		return err
	}
	return m.savedCanned(ctx, changed, "canned.edited")
}

// savedCanned notes that a reply was saved and shows it.
func (m *managerTurn) savedCanned(ctx context.Context, r helpdesk.CannedReply, key string) error {
	if err := m.audit(ctx, helpdesk.AuditRecord{Deed: helpdesk.DeedCannedSaved, Object: r.Name}); err != nil {
		return err
	}
	return m.say(ctx, m.text.say(key, args{"Name": r.Name})+"\n\n"+html(r.HTML))
}

// writtenCanned reads the name and the text of a reply out of the command, or the text out of the message that it replies
// to. It is nil when something is wrong with them, and the manager was told what.
func (m *managerTurn) writtenCanned(ctx context.Context, how string) (*helpdesk.CannedReply, error) {
	text, entities := m.message.Text, m.message.Entities
	for range 2 { // the command and its verb
		_, text, entities = cutField(text, entities)
	}
	typed, text, entities := cutField(text, entities)
	body := formatted(text, entities)
	if text == "" {
		var err error
		if text, body, err = m.repliedBody(ctx); err != nil {
			return nil, err
		}
	}
	name, ok := helpdesk.CannedName(typed)
	unknown := helpdesk.UnknownPlaceholders(body)
	switch {
	case typed == "" || strings.TrimSpace(text) == "":
		return nil, m.refuse(ctx, how, nil)
	case !ok:
		return nil, m.refuse(ctx, "canned.bad_name", args{"Name": shorten(typed, searchWords)})
	case utf8.RuneCountInString(text) > helpdesk.MaxCannedText:
		return nil, m.refuse(ctx, "canned.too_long", args{"Most": helpdesk.MaxCannedText})
	case len(unknown) > 0:
		return nil, m.refuse(ctx, "canned.unknown_placeholder", args{
			"What": shorten(markup.Strip(unknown[0]), searchWords), "Known": m.placeholders(helpdesk.Placeholders),
		})
	}
	return &helpdesk.CannedReply{Name: name, HTML: body, AuthorID: m.manager.ID, UpdatedAt: m.now}, nil
}

// repliedBody returns what the message says to which the command is a reply: without who says it, which the bot puts above what
// it brings over, and without its own words around a canned reply.
func (m *managerTurn) repliedBody(ctx context.Context) (text, body string, err error) {
	replied := m.message.ReplyToMessage
	if replied == nil {
		return "", "", nil
	}
	said, err := m.repliedMessage(ctx)
	if err != nil {
		return "", "", err
	}
	if said != nil && said.DeletedAt.IsZero() && said.Text != "" {
		return said.Text, said.HTML, nil
	}
	text, entities := replied.Text, replied.Entities
	if replied.From != nil && replied.From.IsBot && strings.HasPrefix(text, cannedMark) {
		text = strings.TrimSuffix(text, "\n\n"+m.text.label("canned.no_ticket"))
		if head, _, ok := strings.Cut(text, "\n\n"); ok {
			text, entities = cut(text, entities, len(head)+len("\n\n"))
		}
	}
	return text, formatted(text, entities), nil
}

// cannedMark begins what the bot says around a canned reply.
const cannedMark = "💬 "

// ownCanned returns the reply with a name if the manager may change it. Else the manager is told why not.
func (m *managerTurn) ownCanned(ctx context.Context, typed string) (*helpdesk.CannedReply, error) {
	name, _ := helpdesk.CannedName(typed)
	replies, err := m.store.CannedReplies(ctx, name, 1, 0)
	switch {
	case err != nil:
		return nil, err
	case name == "" || len(replies) == 0 || replies[0].Name != name:
		return nil, m.refuse(ctx, "canned.unknown", args{"Name": shorten(typed, searchWords)})
	}
	return m.changeable(ctx, replies[0])
}

func (m *managerTurn) changeable(ctx context.Context, r helpdesk.CannedReply) (*helpdesk.CannedReply, error) {
	if r.ChangeableBy(m.manager) {
		return &r, nil
	}
	author, err := m.managerName(ctx, m.text, r.AuthorID)
	if err != nil {
		return nil, err
	}
	return nil, m.refuse(ctx, "canned.not_yours", args{"Name": r.Name, "Author": author})
}

// askToDeleteCanned asks whether a reply shall go.
func (m *managerTurn) askToDeleteCanned(ctx context.Context, typed string) error {
	if typed == "" {
		return m.refuse(ctx, "canned.delete.how", nil)
	}
	r, err := m.ownCanned(ctx, typed)
	if err != nil || r == nil {
		return err
	}
	text := m.text.say("canned.delete", args{"Name": r.Name}) + "\n\n" + html(r.HTML)
	return m.say(ctx, text, m.choice("canned.button.delete", verbCannedDelete, r.ID))
}

// deleteCanned deletes the reply that a button names.
func (m *managerTurn) deleteCanned(ctx context.Context, id int64) error {
	found, err := m.store.CannedReply(ctx, id)
	if errors.Is(err, helpdesk.ErrNotFound) {
		return m.refuse(ctx, "canned.gone", nil)
	}
	if err != nil {
		return err
	}
	r, err := m.changeable(ctx, found)
	if err != nil || r == nil {
		return err
	}
	if err := m.store.DeleteCannedReply(ctx, id); err != nil {
		return err
	}
	if err := m.audit(ctx, helpdesk.AuditRecord{Deed: helpdesk.DeedCannedGone, Object: r.Name}); err != nil {
		return err
	}
	return m.replace(ctx, m.text.say("canned.deleted", args{"Name": r.Name}), nil)
}

// cutField cuts the first word off a text with its formatting.
func cutField(text string, entities []telego.MessageEntity) (word, rest string, left []telego.MessageEntity) {
	start := len(text) - len(strings.TrimLeftFunc(text, unicode.IsSpace))
	text, entities = cut(text, entities, start)
	end := strings.IndexFunc(text, unicode.IsSpace)
	if end < 0 {
		return text, "", nil
	}
	word = text[:end]
	after := text[end:]
	rest, left = cut(text, entities, end+len(after)-len(strings.TrimLeftFunc(after, unicode.IsSpace)))
	return word, rest, left
}
