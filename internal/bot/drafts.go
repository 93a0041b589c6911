package bot

import (
	"cmp"
	"context"
	"errors"

	"github.com/mymmrac/telego"

	"github.com/chatbotsmanagers/faqbot/internal/bot/markup"
	"github.com/chatbotsmanagers/faqbot/internal/helpdesk"
	"github.com/chatbotsmanagers/faqbot/kb"
)

// maxDrafts is how many drafts a list shows.
const maxDrafts = 8

// drafts lists what waits for an administrator's decision, after the first offset of it.
func (m *managerTurn) drafts(ctx context.Context, offset int) error {
	if m.manager.Role != helpdesk.RoleAdministrator {
		return m.refuse(ctx, "learn.not_yours", nil)
	}
	offset = max(offset, 0)
	drafts, total, err := m.store.WaitingDrafts(ctx, maxDrafts, offset)
	if err != nil {
		return err
	}
	if len(drafts) == 0 {
		return m.refuse(ctx, "learn.drafts.none", nil)
	}
	var rows [][]telego.InlineKeyboardButton
	for _, d := range drafts {
		label := m.text.label("learn.drafts.line."+string(d.Kind), args{"Draft": d.ID, "Question": d.Question})
		rows = append(rows, row(button(label, data(verbShowDraft, d.ID))))
	}
	if next := offset + len(drafts); next < total {
		rows = append(rows, row(m.button("manager.button.newer", verbDrafts, next)))
	}
	return m.say(ctx, m.text.say("learn.drafts", args{"N": total}), buttons(inline(rows...)))
}

// undecided locks a draft for an administrator. Whoever may not, or comes too late, is told.
func (m *managerTurn) undecided(ctx context.Context, id int64) (*helpdesk.Draft, error) {
	if m.manager.Role != helpdesk.RoleAdministrator {
		return nil, m.refuse(ctx, "learn.not_yours", nil)
	}
	d, err := m.store.LockDraft(ctx, id)
	if errors.Is(err, helpdesk.ErrNotFound) {
		return nil, m.refuse(ctx, "learn.stale", nil)
	}
	if err != nil {
		return nil, err
	}
	if d.State != helpdesk.DraftWaiting {
		return nil, m.refuse(ctx, "learn.decided."+string(d.State), args{"Draft": id})
	}
	return &d, nil
}

// draft shows the draft that a button names.
func (m *managerTurn) draft(ctx context.Context, id int64) error {
	d, err := m.undecided(ctx, id)
	if err != nil || d == nil {
		return err
	}
	return m.showDraft(ctx, *d)
}

// showDraft shows a draft as it would be published, where it comes from, and what can be done with it.
func (m *managerTurn) showDraft(ctx context.Context, d helpdesk.Draft) error {
	base := m.Answers.Base()
	a := args{
		"Draft": d.ID, "Ticket": d.TicketID, "Question": d.Question, "Topic": topicTitle(m.text, base, d.Topic), "Article": d.ArticleID,
	}
	if known := base.Article(d.ArticleID); known != nil {
		a["Article"] = known.Title()
	}
	text := m.text.say("learn.draft."+string(d.Kind), a)
	if d.Kind == helpdesk.DraftArticle {
		text += "\n\n" + html(markup.HTML(d.Answer))
	}
	history, err := m.draftHistory(ctx, d)
	if err != nil {
		return err
	}
	text += "\n\n" + history
	if m.Articles == nil {
		text += "\n\n" + m.text.say("learn.no_folder")
	}
	parts := markup.Split(string(text), maxMessage)
	for i, part := range parts {
		var options []outgoing
		if i == len(parts)-1 {
			options = append(options, buttons(m.draftButtons(d)))
		}
		if err := m.say(ctx, html(part), options...); err != nil {
			return err
		}
	}
	return nil
}

// draftHistory says who did what with the draft, a line each.
func (m *managerTurn) draftHistory(ctx context.Context, d helpdesk.Draft) (html, error) {
	events, err := m.store.DraftEvents(ctx, d.ID)
	if err != nil {
		return "", err
	}
	var lines html
	for _, e := range events {
		name, err := m.managerName(ctx, m.text, e.ActorID)
		if err != nil {
			return "", err
		}
		lines = join(lines, m.text.say("learn.event."+string(e.Kind), args{"Time": m.clock(e.At), "Name": name}))
	}
	return lines, nil
}

func (m *managerTurn) draftButtons(d helpdesk.Draft) telego.ReplyMarkup {
	decide := row(m.button("learn.button.publish", verbPublish, d.ID), m.button("learn.button.reject", verbReject, d.ID))
	if d.Kind == helpdesk.DraftPhrasing {
		return inline(decide, row(m.button("learn.button.phrasing", verbEditQuestion, d.ID)))
	}
	return inline(decide,
		row(m.button("learn.button.question", verbEditQuestion, d.ID), m.button("learn.button.answer", verbEditAnswer, d.ID)),
		row(m.button("learn.button.topic", verbTopicsOfDraft, d.ID)),
	)
}

// topicTitle is what customers see of a topic; of one that holds no articles yet, its folder.
func topicTitle(words localizer, base *kb.Base, id string) string {
	for _, t := range base.Topics {
		if t.ID == id {
			return t.Title
		}
	}
	return cmp.Or(id, words.label("learn.topic.none"))
}
