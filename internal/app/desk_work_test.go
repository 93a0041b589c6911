package app_test

import (
	"fmt"

	"github.com/stretchr/testify/require"
)

// piece is a piece of a manager's work, and how many times it is measured. Where one has tickets for a few times only, each
// says for how many.
type piece struct {
	times, each int
	do          func(*timed)
}

// often is how many times each command is measured at least, so that its p99 is not its slowest answer. Merging alone has not as
// many tickets.
const often = 100

// deskWork is what ten managers share, doorWork what one does at the same time who comes and goes.
var (
	deskWork = []piece{
		{times: often, do: solve},
		{times: often, do: takeTurns},
		{times: often, do: readOn},
		{times: often, do: askAround},
		{times: often/3 + 1, do: takeBack},
		{times: often/3 + 1, each: 15, do: handOn},
		{times: often * 3 / 4, each: 10, do: join},
		{times: often, each: 50, do: teach},
		{times: often, do: search},
		{times: often, do: inspect},
		{times: often, do: lead},
		{times: often, do: prepare},
		{times: often, do: ban},
		{times: often, do: settle},
	}
	doorWork = []piece{{times: often, do: comeAndGo}}
)

// again is how many times a piece does with one ticket what can be done with it more than once.
const again = 3

func solve(c *timed) {
	ticket := c.fresh()
	card := c.say("в очереди", "/ticket %d", ticket)
	card = c.press(card, "m.take", "у вас в работе")
	c.say("Уходит клиенту", "Проверяем, напишу через час")
	c.say("Заметка к заявке", "/note Склад ответит после обеда")
	found := c.say("Статьи для заявки", "/article доставка")
	found = c.press(found, "m.show", "1–3 дня")
	c.press(found, "m.send", "уходит клиенту")
	canned := c.say("Здравствуйте", "/canned привет")
	c.press(canned, "m.can.send", "уходит клиенту")
	c.press(card, "m.close", "закрыта")
}

func takeTurns(c *timed) {
	c.say("у вас в работе", "/take")
	c.say("снова в очереди", "/release")
}

func readOn(c *timed) {
	c.say("В очереди", "/queue")
	c.say("У вас в работе", "/mine")
	c.say("Заявки со словами", "/find потерялся холодильник")
}

func askAround(c *timed) {
	closed, _ := c.desk.ticket(`state = 'closed' AND id > 60000`)
	card := c.say("закрыта окончательно", "/ticket %d", closed)
	c.measure("[Вся история]", "история заявки", card.ID, func() error { // the card has room for all of a short one
		_, err := c.Forge(card.ID, fmt.Sprintf("m.hist:%d", closed))
		return err
	})
	c.say("Впервые здесь", "/customer %d", closed)
}

func takeBack(c *timed) {
	ticket := c.fresh()
	customer := c.desk.telegram.User(one[int64](c.desk, `SELECT customer_id FROM tickets WHERE id = $1`, ticket))
	var ofTicket int64 // what the customer heard of it first
	for n := range again {
		c.say("у вас в работе", "/take %d", ticket)
		sent := c.say("Уходит клиенту", "Проверяем, напишу через час")
		c.reply(sent.ReplyTo.ID, "удалено и у клиента", "/delete")
		c.desk.quiet(customer.ID())
		if n == 0 {
			ofTicket = lastSaid(c.desk, customer).ID
		}
		words := fmt.Sprintf("А ещё вопрос %d по заявке %d", n, ticket)
		_, err := customer.Reply(ofTicket, words)
		require.NoError(c.desk.tb, err)
		c.reply(c.await(words).ID, "стало заявкой", "/split")
		if n+1 < again {
			c.say("снова в очереди", "/release %d", ticket)
		}
	}
}

func handOn(c *timed) {
	ticket := c.held(`state = 'waiting_manager' AND priority <> 'low'`)
	for range again {
		c.say("Метки заявки", "/tag %d звонок", ticket)
		c.say("Метки заявки", "/untag %d звонок", ticket)
		c.say("Важность заявки", "/priority %d низкая", ticket)
		c.say("Важность заявки", "/priority %d высокая", ticket)
		c.say("теперь ведёт", "/transfer %d @manager11 просил именно вас", ticket)
		card := c.say("у вас в работе", "/assign %d @manager%d", ticket, c.ID()-3000)
		colleagues := c.press(card, "m.give", "Кому передать")
		c.press(colleagues, fmt.Sprintf("m.to:%d:%d", ticket, c.desk.spare), "теперь ведёт")
		c.say("у вас в работе", "/assign %d @manager%d", ticket, c.ID()-3000)
	}
}

func join(c *timed) {
	from := c.held(`state = 'open' AND id % 10 = 5`)
	sure := c.say("Объединить", "/merge %d %d", from, from-1)
	c.press(sure, "m.merge", "влилась")
}

func teach(c *timed) {
	ticket := c.held(`state = 'resolved' AND resolved_at > now() - interval '6 days'`)
	c.say("открыта снова", "/reopen %d", ticket)
	closed := c.say("закрыта", "/close %d", ticket)
	draft := c.press(closed, "m.draft", "новая статья")
	c.press(draft, "m.reject", "отклонён")
	articles := c.say("Какая статья", "/known %d доставка", ticket)
	draft = c.press(articles, "m.knownas", "ещё один вопрос")
	c.press(draft, "m.reject", "отклонён")
	drafts := c.say("проверки", "/drafts")
	c.press(drafts, "m.showdraft", "Черновик")
}

func search(c *timed) {
	closed, _ := c.desk.ticket(`state = 'closed' AND id > 60000`)
	found := c.say("Заявки со словами", "/find курьер")
	c.press(found, "m.found", "Заявки со словами")
	c.say("Заявки со словами", `/find "без коробки" or возврат -чек`)
	c.say("закрыта окончательно", "/find %d", closed)
	queue := c.say("В очереди", "/queue")
	c.press(queue, "m.queue", "В очереди")
}

func inspect(c *timed) {
	log := c.say("Журнал", "/audit")
	c.press(log, "m.audit", "Журнал")
	c.say("Журнал", "/audit @manager3")
	c.say("Журнал", "/audit %d", 90000)
	c.say("7 дней", "/stats")
	c.say("команда|Вся команда", "/stats команда")
	c.say("Команда", "/team")
	c.say("Готовлю таблицу", "/export")
	c.await("📊")
}

// lead changes what is everybody's: a colleague may have done the same a moment ago.
func lead(c *timed) {
	c.say("идут отделу|Так оно и есть", "/route Разное склад")
	c.say("идут всем|Так оно и есть", "/route Разное всем")
	c.say("Кому идут", "/route")
	c.say("теперь в отделе", "/team add смена%d @manager11", c.ID())
	c.say("больше не в отделе", "/team remove смена%d @manager11", c.ID())
	c.say("теперь менеджер|и так менеджер", "/role @manager11 менеджер")
	c.say("теперь администратор|и так администратор", "/role @manager11 администратор")
	sure := c.say("Исключить", "/dismiss @manager11")
	c.press(sure, "m.stay", "как есть")
	c.say("t.me", "/invite")
}

func prepare(c *timed) {
	name := fmt.Sprintf("ответ%d", c.ID())
	c.say("готов", "/canned add %s Здравствуйте, {имя}!", name)
	c.say("изменён", "/canned edit %s Добрый день, {имя}!", name)
	c.say("Шаблоны ответов", "/canned")
	sure := c.say("Удалить шаблон", "/canned delete %s", name)
	c.press(sure, "m.can.del", "удалён")
}

func ban(c *timed) {
	ticket, customer := c.desk.ticket(`state = 'closed' AND customer_id > 128000 AND id % 5 = 1`)
	c.desk.meet(customer)
	sure := c.say("Заблокировать", "/ban %d реклама", ticket)
	c.press(sure, "m.ban", "в блокировке")
	c.say("Заблокированные", "/banned")
	c.say("снята", "/unban %d", ticket)
}

func settle(c *timed) {
	c.say("Это ваше рабочее место", "/start")
	c.say("Как работать", "/help")
	languages := c.say("На каком языке", "/language")
	c.press(languages, "m.lang:ru", "по-русски")
	sure := c.say("Уйти из команды", "/leave")
	c.press(sure, "m.stay", "как есть")
}

func comeAndGo(c *timed) {
	c.say("Вы отошли", "/away")
	c.say("С возвращением", "/back")
}

// fresh returns a ticket of the queue that nobody was offered in private, and that no /take comes to.
func (c *timed) fresh() int64 {
	c.desk.tb.Helper()
	id, customer := c.desk.ticket(`state = 'new' AND id % 2 = 0 AND id > 100160`)
	c.desk.meet(customer)
	return id
}

// held returns a ticket of the manager's own.
func (c *timed) held(condition string) int64 {
	c.desk.tb.Helper()
	id, customer := c.desk.ticket(condition+` AND assignee_id = $1`, c.ID())
	c.desk.meet(customer)
	return id
}
