package bot

import (
	"context"

	"github.com/mymmrac/telego"

	"github.com/chatbotsmanagers/faqbot/kb"
)

// pageSize is how many topics or questions stand on a page.
const pageSize = 8

// browse shows the first page of the topics.
func (c *customerTurn) browse(ctx context.Context) error {
	text, keyboard := c.topicsPage(0)
	return c.say(ctx, text, buttons(keyboard))
}

// turnTopics shows a page of the topics in place of the one that was there.
func (c *customerTurn) turnTopics(ctx context.Context, page int) error {
	text, keyboard := c.topicsPage(page)
	return c.replace(ctx, text, keyboard)
}

func (c *customerTurn) topicsPage(page int) (html, telego.ReplyMarkup) {
	var topics []kb.Topic
	for _, t := range c.Answers.Base().Topics {
		if len(c.articlesIn(t.ID)) > 0 {
			topics = append(topics, t)
		}
	}
	if len(topics) == 0 {
		return c.text.say("topics.none"), nil
	}
	shown, page, more := pageOf(topics, page)
	var rows [][]telego.InlineKeyboardButton
	for _, t := range shown {
		rows = append(rows, row(button(t.Title, data(verbTopic, hash(t.ID), 0))))
	}
	return c.text.say("topics"), inline(append(rows, c.pager(verbTopics, page, more))...)
}

// turnTopic shows a page of a topic's questions.
func (c *customerTurn) turnTopic(ctx context.Context, topic string, page int) error {
	for _, t := range c.Answers.Base().Topics {
		if hash(t.ID) != topic {
			continue
		}
		shown, page, more := pageOf(c.articlesIn(t.ID), page)
		var rows [][]telego.InlineKeyboardButton
		for _, a := range shown {
			rows = append(rows, row(button(a.Title(), data(verbShow, hash(a.ID)))))
		}
		rows = append(rows, c.pager(verbTopic, page, more, topic), row(button(c.text.label("topics.all"), data(verbTopics, 0))))
		return c.replace(ctx, c.text.say("topic", args{"Topic": t.Title}), inline(rows...))
	}
	return errStale
}

// articlesIn returns the articles of a topic that still hold.
func (c *customerTurn) articlesIn(topic string) []*kb.Article {
	var articles []*kb.Article
	for _, a := range c.Answers.Base().InTopic(topic) {
		if !a.Expired(c.now) {
			articles = append(articles, a)
		}
	}
	return articles
}

// turnTickets shows a page of the customer's tickets in place of the one that was there.
func (c *customerTurn) turnTickets(ctx context.Context, page int) error {
	text, keyboard, err := c.ticketsPage(ctx, page)
	if err != nil {
		return err
	}
	return c.replace(ctx, text, keyboard)
}

// pageOf returns a page, its number, which is the last one's if there are fewer, and whether another follows.
func pageOf[T any](all []T, page int) ([]T, int, bool) {
	last := max(len(all)-1, 0) / pageSize
	page = min(page, last)
	end := min((page+1)*pageSize, len(all))
	return all[page*pageSize : end], page, page < last
}
