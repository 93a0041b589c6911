package app_test

import (
	"fmt"
	"slices"

	"github.com/stretchr/testify/require"

	"github.com/chatbotsmanagers/faqbot/internal/botapi"
)

// scenes are what managers do at a desk: together every command and nearly every button. Each scene stands for itself.
var scenes = []func(*colleague){
	arrive, lookAround, takeAndAnswer, takeNext, readUp, closeAndTeach, reopen, giveAway, mergeTwo, sendArticles,
	changeMind, useCanned, lookUp, arrangeStaff, banAndForgive, goHome,
}

// managersScenes and observersScenes are what those can do who are not administrators, where it differs.
var (
	managersScenes  = []func(*colleague){arrive, lookAround, takeAndAnswer, takeNext}
	observersScenes = []func(*colleague){arrive, lookAround}
)

func arrive(c *colleague) {
	c.send("/start")
	c.send("/help")
	c.send("/language")
	c.press("m.lang:ru")
}

func lookAround(c *colleague) {
	c.send("/queue")
	c.press("m.queue:8")
	c.forge(anyMessage(c), "m.queue:160")
	c.send("/mine")
	c.send("/team")
}

func takeAndAnswer(c *colleague) {
	ticket, _ := c.waiting()
	c.send(fmt.Sprintf("/take %d", ticket))
	c.send("Проверяем, напишу через час")
	c.do("album", func() error {
		_, err := c.SendAlbum(botapi.Attachment{Data: []byte("0"), Caption: "Такой?"}, botapi.Attachment{Data: []byte("1")})
		return err
	})
	c.send("/note Склад ответит после обеда")
	c.send(fmt.Sprintf("/priority %d высокая", ticket))
	c.send(fmt.Sprintf("/tag %d брак", ticket))
	c.send(fmt.Sprintf("/untag %d брак", ticket))
}

func takeNext(c *colleague) {
	c.send("/take")
	c.send("/release")
}

func readUp(c *colleague) {
	closed, _ := c.desk.ticket(`state = 'closed' AND id > 60000`)
	held, _ := c.held()
	c.send(fmt.Sprintf("/ticket %d", held))
	c.send(fmt.Sprintf("/ticket %d", closed))
	c.forge(anyMessage(c), fmt.Sprintf("m.hist:%d", closed))
}

func closeAndTeach(c *colleague) {
	ticket, _ := c.desk.ticket(`state = 'waiting_customer' AND assignee_id = $1`, c.ID())
	known, _ := c.desk.ticket(`state = 'resolved' AND id % 20 <> 7`)
	c.send(fmt.Sprintf("/close %d", ticket))
	c.press("m.draft:")
	c.send(fmt.Sprintf("/known %d доставка", known))
	c.press("m.knownas:")
	c.press("m.question:")
	c.reply(anyMessage(c), fmt.Sprintf("Где мой заказ номер %d?", known))
	c.send("/drafts")
	c.press("m.showdraft:")
	c.press("m.reject:")
	c.forge(anyMessage(c), fmt.Sprintf("m.publish:%d", one[int64](c.desk, `SELECT id FROM drafts WHERE ticket_id = $1`, known)))
}

func reopen(c *colleague) {
	ticket, _ := c.desk.ticket(`state = 'resolved' AND assignee_id = $1 AND resolved_at > now() - interval '7 days'`, c.ID())
	c.send(fmt.Sprintf("/reopen %d", ticket))
}

func giveAway(c *colleague) {
	held, _ := c.held()
	other, _ := c.held()
	waiting, _ := c.waiting()
	c.send(fmt.Sprintf("/transfer %d @manager11 просил именно вас", held))
	c.send(fmt.Sprintf("/assign %d @manager11", waiting))
	c.forge(anyMessage(c), fmt.Sprintf("m.give:%d", other))
}

func mergeTwo(c *colleague) {
	from, customer := c.desk.ticket(`state = 'open' AND id % 10 = 5 AND assignee_id = $1`, c.ID())
	c.desk.meet(customer)
	c.send(fmt.Sprintf("/take %d", from))
	c.send("Проверяем обе ваши заявки")
	c.send(fmt.Sprintf("/merge %d %d", from, from-1))
	c.press("m.merge:")
}

func sendArticles(c *colleague) {
	held, customer := c.held()
	c.desk.meet(customer)
	c.send(fmt.Sprintf("/take %d", held))
	c.send("/article доставка")
	c.press("m.show:")
	c.press("m.send:")
	c.forge(anyMessage(c), fmt.Sprintf("m.art:%d", held))
	c.reply(anyMessage(c), "вернуть товар")
}

func useCanned(c *colleague) {
	held, customer := c.held()
	c.desk.meet(customer)
	name := fmt.Sprintf("привет%d", held)
	c.send("/canned add " + name + " Здравствуйте, {имя}!")
	c.send("/canned")
	c.send(fmt.Sprintf("/take %d", held))
	c.send("/canned " + name)
	c.press("m.can.send:")
	c.send("/canned delete " + name)
	c.press("m.can.del:")
}

func lookUp(c *colleague) {
	held, _ := c.held()
	c.send("/find курьер")
	c.press("m.found:")
	c.send("/find холодильник 512345")
	c.send(fmt.Sprintf("/customer %d", held))
	c.send("/audit")
	c.press("m.audit:")
	c.send("/audit @manager3")
	c.send("/audit 90000")
	c.send("/export")
	c.send("/stats")
	c.send("/stats team")
}

func arrangeStaff(c *colleague) {
	c.send("/route")
	c.send("/route Разное склад")
	c.send("/route Разное деньги")
	c.send("/route Разное всем")
	c.send("/team add склад @manager11")
	c.send("/team remove склад @manager11")
	c.send("/role @manager11 администратор")
	c.send("/dismiss @manager11")
	c.press("m.stay")
	c.send("/leave")
	c.press("m.stay")
}

func changeMind(c *colleague) {
	ticket, id := c.waiting()
	customer := c.desk.meet(id)
	c.send(fmt.Sprintf("/take %d", ticket))
	words := c.send("Отправим завтра")
	c.reply(words.ID, "/delete")
	c.desk.quiet(id)
	c.do("a customer's words", func() error {
		_, err := customer.Reply(lastSaid(c.desk, customer).ID, fmt.Sprintf("А ещё вопрос по заявке %d", ticket))
		return err
	})
	c.reply(anyMessage(c), "/split")
}

func banAndForgive(c *colleague) {
	ticket, customer := c.desk.ticket(`state = 'closed' AND customer_id > 128000`)
	c.desk.meet(customer)
	c.send(fmt.Sprintf("/ban %d реклама", ticket))
	c.press("m.ban:")
	c.send("/banned")
	c.send(fmt.Sprintf("/unban %d", ticket))
}

func goHome(c *colleague) {
	c.send("/away")
	c.send("/back")
	c.send("/invite")
}

// waiting returns a ticket of the queue that nobody was offered in private.
func (c *colleague) waiting() (id, customer int64) {
	c.desk.tb.Helper()
	return c.desk.ticket(`state = 'new' AND id % 2 = 0 AND priority IN ('low', 'normal')`)
}

// held returns a ticket that the manager has.
func (c *colleague) held() (id, customer int64) {
	c.desk.tb.Helper()
	return c.desk.ticket(`state = 'waiting_manager' AND assignee_id = $1`, c.ID())
}

// anyMessage returns the last message of the bot in a manager's chat.
func anyMessage(c *colleague) int64 {
	c.desk.tb.Helper()
	c.desk.quiet(c.ID())
	return lastSaid(c.desk, c.Person).ID
}

// lastSaid returns the last message of the bot to somebody.
func lastSaid(d *busyDesk, p *botapi.Person) botapi.Message {
	d.tb.Helper()
	for _, m := range slices.Backward(p.View().Messages) {
		if m.FromBot() {
			return m
		}
	}
	require.Fail(d.tb, "the bot has said nothing")
	return botapi.Message{}
}
