package bot

import (
	"context"
	"strconv"

	"github.com/mymmrac/telego"

	"github.com/chatbotsmanagers/faqbot/internal/helpdesk"
)

const (
	ticketsPerPage = 5
	excerptLength  = 160 // characters of a question or an answer in a list
)

// listTickets shows the customer's tickets from the first page.
func (c *customerTurn) listTickets(ctx context.Context) error {
	text, keyboard, err := c.ticketsPage(ctx, 0)
	if err != nil {
		return err
	}
	return c.say(ctx, text, buttons(keyboard))
}

// ticketsPage is a page of «Мои заявки»: each with its state and the last answer, and what can be done with it.
func (c *customerTurn) ticketsPage(ctx context.Context, page int) (html, telego.ReplyMarkup, error) {
	tickets, err := c.store.CustomerTickets(ctx, c.customer.ID, (page+1)*ticketsPerPage+1)
	if err != nil {
		return "", nil, err
	}
	if len(tickets) == 0 {
		return c.text.say("tickets.none"), c.keyboard(), nil
	}
	more := len(tickets) > (page+1)*ticketsPerPage
	page = min(page, (len(tickets)-1)/ticketsPerPage)
	first := page * ticketsPerPage
	tickets = tickets[first:min(first+ticketsPerPage, len(tickets))]

	text := c.text.say("tickets")
	var rows [][]telego.InlineKeyboardButton
	for _, t := range tickets {
		line, err := c.ticketLine(ctx, t)
		if err != nil {
			return "", nil, err
		}
		text += "\n\n" + line
		rows = append(rows, ticketRow(c.text, t))
	}
	rows = append(rows, c.pager(verbTickets, page, more))
	return text, inline(rows...), nil
}

// ticketLine is a ticket in plain words.
func (c *customerTurn) ticketLine(ctx context.Context, t helpdesk.Ticket) (html, error) {
	state := c.text.label("ticket.state."+string(t.State), args{"Into": t.MergedInto})
	question := shorten(t.Question, excerptLength)
	if question == "" {
		question = c.text.label("ticket.attachment")
	}
	line := c.text.say("ticket.line", args{
		"Number": t.ID, "State": state, "Question": question,
		"Date": t.CreatedAt.In(c.Location).Format("02.01.2006"),
	})
	answer, err := c.lastAnswer(ctx, t.ID)
	if err != nil || answer.ID == 0 {
		return line, err
	}
	said := shorten(answer.Text, excerptLength)
	if said == "" {
		said = c.text.label("ticket.attachment")
	}
	return line + "\n" + c.text.say("ticket.last", args{"Answer": said}), nil
}

// ticketRow is what the customer can do with a ticket.
func ticketRow(words localizer, t helpdesk.Ticket) []telego.InlineKeyboardButton {
	number := args{"Number": t.ID}
	switch {
	case t.State == helpdesk.StateMerged:
		return nil
	case !t.State.Live():
		return row(button(words.label("ticket.again", number), data(verbAdd, t.ID)))
	}
	return row(
		button(words.label("ticket.add", number), data(verbAdd, t.ID)),
		button(words.label("ticket.withdraw", number), data(verbWithdraw, t.ID)),
	)
}

// pager is the row of buttons to the pages beside.
func (c *customerTurn) pager(verb string, page int, more bool, at ...any) []telego.InlineKeyboardButton {
	var r []telego.InlineKeyboardButton
	if page > 0 {
		r = append(r, button(c.text.label("page.back"), data(verb, append(at, page-1)...)))
	}
	if more {
		r = append(r, button(c.text.label("page.next"), data(verb, append(at, page+1)...)))
	}
	return r
}

// startAdding makes the customer's next message an addition to the ticket.
func (c *customerTurn) startAdding(ctx context.Context, id int64) error {
	ticket, err := c.own(ctx, id)
	if err != nil {
		return err
	}
	if err := c.leavePhone(ctx); err != nil {
		return err
	}
	c.wait(stepAdd)
	delete(c.dialogue.Data, dataHeard) // what is asked for is confirmed
	delete(c.dialogue.Data, dataSaid)
	c.dialogue.Data[dataTicket] = strconv.FormatInt(ticket.ID, 10)
	return c.say(ctx, c.text.say("ticket.add.ask", args{"Number": ticket.ID}), about(ticket.ID), buttons(inline(c.cancelRow())))
}

// askWithdrawal asks whether the ticket is really to be taken back.
func (c *customerTurn) askWithdrawal(ctx context.Context, id int64) error {
	ticket, err := c.own(ctx, id)
	if err != nil {
		return err
	}
	over := args{"Number": ticket.ID}
	switch {
	case ticket.State.Live():
	case c.press == nil: // it ended this moment
		return c.say(ctx, c.text.say("ticket.over", over), about(ticket.ID))
	default:
		c.reply(ctx, c.text.label("ticket.over", over))
		return nil
	}
	return c.say(ctx, c.text.say("ticket.withdraw.ask", args{"Number": ticket.ID}), about(ticket.ID), buttons(inline(row(
		button(c.text.label("ticket.withdraw.yes"), data(verbWithdrawYes, ticket.ID)),
		button(c.text.label("ticket.withdraw.no"), data(verbWithdrawNo, ticket.ID)),
	))))
}

// keep leaves the ticket with the managers.
func (c *customerTurn) keep(ctx context.Context, id int64) error {
	if _, err := c.own(ctx, id); err != nil {
		return err
	}
	return c.replace(ctx, c.text.say("ticket.kept", args{"Number": id}), nil)
}

// withdraw takes the ticket back and tells the manager who has it.
func (c *customerTurn) withdraw(ctx context.Context, id int64) error {
	ticket, err := c.own(ctx, id)
	if err != nil {
		return err
	}
	if !ticket.State.Live() {
		c.reply(ctx, c.text.label("ticket.over", args{"Number": ticket.ID}))
		return nil
	}
	event, err := ticket.Withdraw(c.now)
	if err != nil {
		return err
	}
	if err := c.change(ctx, ticket, event); err != nil {
		return err
	}
	if c.dialogue.TicketID == ticket.ID {
		c.dialogue.TicketID = 0
	}
	if err := c.tellAssignee(ctx, ticket, *event); err != nil {
		return err
	}
	return c.replace(ctx, c.text.say("ticket.withdrawn", args{"Number": ticket.ID}), nil)
}
