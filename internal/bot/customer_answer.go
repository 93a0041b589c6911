package bot

import (
	"context"
	"fmt"
	"time"
	"unicode/utf8"

	"github.com/mymmrac/telego"

	"github.com/chatbotsmanagers/faqbot/internal/answer"
	"github.com/chatbotsmanagers/faqbot/internal/bot/markup"
	"github.com/chatbotsmanagers/faqbot/internal/helpdesk"
	"github.com/chatbotsmanagers/faqbot/kb"
)

const (
	maxMessage = markup.MessageLimit
	maxLabel   = 64 // characters of a button that are worth sending
	phoneWidth = 36 // characters of a button that a phone shows
	maxRelated = 3
)

// draft is a message before it is known how it goes out.
type draft struct {
	text   html
	markup telego.ReplyMarkup // nil for none
}

// present words a decision for the customer whose question stands at telegramID. With a live ticket the question can
// be added to it.
func (b *Bot) present(lz localizer, d answer.Decision, telegramID int, live *helpdesk.Ticket) []draft {
	var rows [][]telego.InlineKeyboardButton
	switch d.Kind {
	case answer.Answer:
		rows = append(rows, feedback(lz, telegramID, d.Article))
		rows = append(rows, related(d.Related)...)
		rows = append(rows, attachRow(lz, telegramID, live)...)
		return article(lz, d.Article, d.Text, inline(rows...))
	case answer.Suggest:
		for i, a := range d.Suggestions {
			rows = append(rows, row(button(a.Title(), data(verbChoose, telegramID, i+1, hash(a.ID)))))
		}
		rows = append(rows, row(button(lz.label("suggest.other"), data(verbOther, telegramID))))
		rows = append(rows, attachRow(lz, telegramID, live)...)
		return []draft{{suggestion(lz, d.Suggestions), inline(rows...)}}
	case answer.SmallTalk:
		return []draft{{lz.say("smalltalk." + string(d.Reason)), nil}}
	case answer.Rephrase:
		return []draft{{lz.say("rephrase"), nil}}
	case answer.Escalate: // worded where the ticket is made
	}
	return nil
}

// suggestion asks which article is meant; the questions are spelt out when a phone cuts the buttons short.
func suggestion(lz localizer, articles []*kb.Article) html {
	text := lz.say("suggest")
	long := false
	list := html("")
	for _, a := range articles {
		long = long || utf8.RuneCountInString(a.Title()) > phoneWidth
		list += html("\n• " + markup.Escape(a.Title()))
	}
	if long {
		return text + "\n" + list
	}
	return text
}

// article words an article: the question that it answers, the answer, and what a product or service costs and takes.
// The keyboard stands under the last message.
func article(lz localizer, a *kb.Article, md string, keyboard telego.ReplyMarkup) []draft {
	head := lz.say("answer.question", args{"Question": a.Title()})
	tail := facts(lz, a)
	bodies := markup.Messages(md, maxMessage-markup.Len(string(head+tail))-len("\n\n\n\n"))
	if len(bodies) == 0 {
		bodies = []string{""}
	}
	drafts := make([]draft, 0, len(bodies))
	for _, body := range bodies {
		drafts = append(drafts, draft{text: html(body)})
	}
	drafts[0].text = head + "\n\n" + drafts[0].text
	last := &drafts[len(drafts)-1]
	if tail != "" {
		last.text += "\n\n" + tail
	}
	last.markup = keyboard
	return drafts
}

// facts are the lines that products and services end with, empty for other articles.
func facts(lz localizer, a *kb.Article) html {
	switch {
	case a.Product != nil:
		var lines html
		if a.Product.Price != "" {
			lines = lz.say("product.price", args{"Price": a.Product.Price})
		}
		switch stock := a.Product.Stock; {
		case stock == nil: // not counted
		case *stock == 0:
			lines = join(lines, lz.say("product.gone"))
		default:
			lines = join(lines, lz.say("product.stock", args{"Stock": *stock}))
		}
		return lines
	case a.Service != nil:
		var lines html
		if a.Service.Duration > 0 {
			lines = lz.say("service.duration", args{"Duration": duration(lz, a.Service.Duration)})
		}
		if a.Service.Schedule != "" {
			lines = join(lines, lz.say("service.schedule", args{"Schedule": a.Service.Schedule}))
		}
		return lines
	}
	return ""
}

func join(a, b html) html {
	if a == "" {
		return b
	}
	return a + "\n" + b
}

// duration words a time in hours and minutes.
func duration(lz localizer, d time.Duration) string {
	hours, minutes := int(d.Hours()), int(d.Minutes())%60
	h, m := lz.label("hours", args{"N": hours}), lz.label("minutes", args{"N": minutes})
	switch {
	case hours == 0:
		return m
	case minutes == 0:
		return h
	}
	return h + " " + m
}

// feedback asks whether the article helped. A telegramID of 0 says that it was found by browsing, not by a question.
func feedback(lz localizer, telegramID int, a *kb.Article) []telego.InlineKeyboardButton {
	h := hash(a.ID)
	return row(
		button(lz.label("feedback.yes"), data(verbHelped, telegramID, h)),
		button(lz.label("feedback.no"), data(verbNotHelped, telegramID, h)),
	)
}

func related(articles []*kb.Article) [][]telego.InlineKeyboardButton {
	articles = articles[:min(len(articles), maxRelated)]
	rows := make([][]telego.InlineKeyboardButton, 0, len(articles))
	for _, a := range articles {
		rows = append(rows, row(button(a.Title(), data(verbShow, hash(a.ID)))))
	}
	return rows
}

// attachRow offers to add the question to a live ticket.
func attachRow(lz localizer, telegramID int, live *helpdesk.Ticket) [][]telego.InlineKeyboardButton {
	if live == nil {
		return nil
	}
	label := lz.label("ticket.attach", args{"Number": live.ID})
	return [][]telego.InlineKeyboardButton{row(button(label, data(verbAttach, live.ID, telegramID)))}
}

// sendArticle sends an article to a person in the person's language. The options hold for each message that it takes,
// but buttons stand under the last.
func (t *turn) sendArticle(ctx context.Context, chatID int64, a *kb.Article, md string, options ...outgoing) error {
	lz, err := t.voice(ctx, chatID)
	if err != nil {
		return err
	}
	drafts := article(lz, a, md, nil)
	for i, d := range drafts {
		all := options
		if i < len(drafts)-1 {
			all = append(all[:len(all):len(all)], buttons(nil))
		}
		if err := t.tell(ctx, chatID, d.text, all...); err != nil {
			return err
		}
	}
	return nil
}

// voice is the language of any person.
func (t *turn) voice(ctx context.Context, id int64) (localizer, error) {
	if t.from != nil && id == t.from.ID {
		return t.text, nil
	}
	customer, err := t.store.Customer(ctx, id)
	if err != nil {
		return localizer{}, fmt.Errorf("language of a customer: %w", err)
	}
	return t.texts.in(customer.Language), nil
}
