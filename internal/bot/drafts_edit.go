package bot

import (
	"context"
	"errors"
	"strings"

	"github.com/mymmrac/telego"

	"github.com/chatbotsmanagers/faqbot/internal/bot/markup"
	"github.com/chatbotsmanagers/faqbot/internal/helpdesk"
)

// maxSource is how much of an answer's Markdown the question for a new one quotes, in characters.
const maxSource = 3000

// askPart asks for another question or answer of a draft, which a Telegram reply gives, or else the next message.
func (m *managerTurn) askPart(ctx context.Context, id int64, part helpdesk.DraftPart) error {
	d, err := m.undecided(ctx, id)
	if err != nil || d == nil {
		return err
	}
	a := args{"Draft": id, "Source": d.Question}
	if part == helpdesk.DraftAnswer {
		a["Source"] = d.Answer
		if len([]rune(d.Answer)) > maxSource { // a part of it could not be sent back as the whole
			a["Source"] = ""
		}
	}
	ask := &telego.ForceReply{ForceReply: true}
	o, err := message(m.from.ID, m.text.say("learn.ask."+string(part), a), buttons(ask))
	if err != nil {
		return err
	}
	outboxID, err := m.store.Send(ctx, o)
	if err != nil {
		return err
	}
	if err := m.store.AddDraftPrompt(ctx, helpdesk.DraftPrompt{DraftID: id, Part: part}, outboxID); err != nil {
		return err
	}
	return m.awaitWords(ctx, outboxID)
}

// answersPrompt takes what askPart or askArticle asked for: a Telegram reply to that, or without a reply the words that
// came next after asked, an outbox message. It returns false for every other message.
func (m *managerTurn) answersPrompt(ctx context.Context, asked int64, said helpdesk.Message) (bool, error) {
	switch {
	case m.message.ReplyToMessage != nil:
		sent, err := m.sentAt(ctx, m.from.ID, m.message.ReplyToMessage.MessageID)
		if errors.Is(err, helpdesk.ErrNotFound) {
			return false, nil
		}
		if err != nil {
			return false, err
		}
		asked = sent.ID
	case asked == 0, said.Kind != kindText: // a picture is for the customer
		return false, nil
	}
	prompt, err := m.store.DraftPromptAt(ctx, asked)
	if errors.Is(err, helpdesk.ErrNotFound) {
		return m.answersArticlePrompt(ctx, asked, said)
	}
	if err != nil {
		return false, err
	}
	return true, m.rewrite(ctx, prompt, said)
}

// rewrite gives a draft another question or answer.
func (m *managerTurn) rewrite(ctx context.Context, prompt helpdesk.DraftPrompt, said helpdesk.Message) error {
	d, err := m.undecided(ctx, prompt.DraftID)
	if err != nil || d == nil {
		return err
	}
	var event *helpdesk.DraftEvent
	text := said.Text
	switch prompt.Part {
	case helpdesk.DraftQuestion:
		text = phrasing(text)
		event, err = d.SetQuestion(text, m.manager.ID, m.now)
	case helpdesk.DraftAnswer:
		if text = markdownOf(said); markup.PlainText(text) == "" {
			text = ""
		}
		event, err = d.SetAnswer(text, m.manager.ID, m.now)
	}
	if said.Kind != kindText || text == "" {
		return m.refuse(ctx, "learn.only_text", nil)
	}
	if err != nil {
		return err
	}
	return m.saveEdited(ctx, *d, event, string(prompt.Part))
}

// saveEdited stores a draft of which a part was changed, and shows it.
func (m *managerTurn) saveEdited(ctx context.Context, d helpdesk.Draft, event *helpdesk.DraftEvent, part string) error {
	if err := m.store.SaveDraft(ctx, d, event); err != nil {
		return err
	}
	if err := m.auditDraft(ctx, d, helpdesk.DeedDraftEdited, part); err != nil {
		return err
	}
	return m.showDraft(ctx, d)
}

// markdownOf is the Markdown of an answer that an administrator wrote: as it was typed, since that is what the bot asked
// for, unless Telegram's own formatting shows that it is none.
func markdownOf(said helpdesk.Message) string {
	if said.HTML != markup.Escape(said.Text) {
		return markup.Markdown(said.HTML)
	}
	lines := strings.Split(strings.TrimSpace(said.Text), "\n")
	for i, line := range lines[:len(lines)-1] {
		if line = strings.TrimRight(line, " "); line != "" && strings.TrimSpace(lines[i+1]) != "" {
			lines[i] = line + "  " // who breaks a line in Telegram means it
		}
	}
	return strings.Join(lines, "\n")
}

// askTopic offers the topics that a new article can go to.
func (m *managerTurn) askTopic(ctx context.Context, id int64) error {
	d, err := m.undecided(ctx, id)
	if err != nil || d == nil {
		return err
	}
	var rows [][]telego.InlineKeyboardButton
	for _, t := range m.Answers.Base().Topics {
		rows = append(rows, row(button(t.Title, data(verbMoveDraft, id, hash(t.ID)))))
	}
	return m.say(ctx, m.text.say("learn.ask.topic", args{"Draft": id}), buttons(inline(rows[:min(len(rows), maxTopicRows)]...)))
}

// maxTopicRows is how many rows of buttons Telegram takes under a message.
const maxTopicRows = 100

// moveDraft puts a new article into another topic.
func (m *managerTurn) moveDraft(ctx context.Context, id int64, topic string) error {
	d, err := m.undecided(ctx, id)
	if err != nil || d == nil {
		return err
	}
	for _, t := range m.Answers.Base().Topics {
		if hash(t.ID) != topic {
			continue
		}
		event, err := d.Move(t.ID, m.manager.ID, m.now)
		if err != nil {
			return err
		}
		return m.saveEdited(ctx, *d, event, "topic")
	}
	return m.refuse(ctx, "learn.stale", nil)
}
