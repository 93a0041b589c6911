package bot

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strconv"
	"time"

	"github.com/chatbotsmanagers/faqbot/internal/answer"
	"github.com/chatbotsmanagers/faqbot/internal/bot/markup"
	"github.com/chatbotsmanagers/faqbot/internal/helpdesk"
)

// opening is what a ticket is made of.
type opening struct {
	origin   helpdesk.Origin
	question string
	refusal  string // why the bot did not answer, of an attachment its kind
	hits     []helpdesk.Hit
	message  helpdesk.Message // the customer's first message in it
	parent   helpdesk.Ticket  // the ticket that it continues, if any
	asked    time.Time        // when the question was asked, zero for now
}

// escalate hands a matter to the managers: another one of the same conversation goes to its open ticket, since it is
// most probably about the same thing. A question of an earlier one, under whose answer a button was pressed only now, is not:
// it gets a ticket of its own, to which what follows belongs.
func (c *customerTurn) escalate(ctx context.Context, o opening) (helpdesk.Ticket, error) {
	if c.dialogue.TicketID != 0 {
		ticket, err := c.own(ctx, c.dialogue.TicketID)
		switch {
		case err != nil:
			return ticket, err
		case ticket.State.Live() && c.earlier(o.asked):
			return c.openTicket(ctx, o)
		case ticket.State.Live():
			key := "ticket.added.question"
			if o.origin == helpdesk.OriginMiss {
				key = "ticket.added.miss"
			}
			return c.append(ctx, ticket.ID, o.message, key)
		}
	}
	return c.openTicket(ctx, o)
}

// earlier tells whether something was asked before the conversation began.
func (c *customerTurn) earlier(asked time.Time) bool {
	begun, err := strconv.ParseInt(c.dialogue.Data[dataBegun], 10, 64)
	return err == nil && !asked.IsZero() && asked.Unix() < begun
}

// openTicket makes a ticket, tells the managers, and tells the customer its number and what happens next. When there are
// too many of the customer's already, the newest takes the matter.
func (c *customerTurn) openTicket(ctx context.Context, o opening) (helpdesk.Ticket, error) {
	if newest, err := c.tooMany(ctx); err != nil {
		return helpdesk.Ticket{}, err
	} else if newest != nil {
		delete(c.dialogue.Data, dataSaid) // it was to be a ticket of its own, so that it is said where it went
		return c.append(ctx, newest.ID, o.message, "ticket.added.miss")
	}
	ticket, err := c.store.CreateTicket(ctx, helpdesk.Ticket{
		CustomerID: c.customer.ID, State: helpdesk.StateNew, Origin: o.origin, ParentID: o.parent.ID,
		Topic: cmp.Or(c.topicOf(o.hits), o.parent.Topic), Question: o.question, Refusal: o.refusal, Hits: o.hits,
		LastAuthor: helpdesk.AuthorCustomer, CreatedAt: c.now,
	})
	if err != nil {
		return ticket, err
	}
	c.tickets = nil
	if _, err := c.addMessage(ctx, ticket.ID, o.message); err != nil {
		return ticket, err
	}
	c.count(ticket, helpdesk.Event{Kind: helpdesk.EventCreated, At: ticket.CreatedAt})
	c.dialogue.TicketID = ticket.ID
	c.keepAlbum(ticket.ID)
	c.saidNow(ticket.ID)
	if err := c.announce(ctx, ticket); err != nil {
		return ticket, err
	}
	key := "ticket.opened." + string(o.origin)
	if c.answered {
		key = "ticket.opened.kept"
	}
	text := c.sayWithHours(key, args{
		"Number": ticket.ID, "Question": shorten(ticket.Question, excerptLength), "Parent": ticket.ParentID,
	})
	return ticket, c.say(ctx, text, about(ticket.ID), buttons(inline(ticketRow(c.text, ticket))))
}

// topicOf is the title of the topic that the best hit belongs to, nothing when the hit is too weak to tell it.
func (c *customerTurn) topicOf(hits []helpdesk.Hit) string {
	base := c.Answers.Base()
	if len(hits) == 0 || hits[0].Refused == string(answer.LowConfidence) {
		return ""
	}
	best := base.Article(hits[0].ArticleID)
	if best == nil {
		return ""
	}
	for _, t := range base.Topics {
		if t.ID == best.Topic {
			return t.Title
		}
	}
	return ""
}

// attach gives a picture, a file, a voice message and the like to the open ticket, or opens one.
func (c *customerTurn) attach(ctx context.Context, said helpdesk.Message) error {
	ticket, err := c.exchange(ctx)
	if err == nil && ticket == nil {
		ticket, err = c.current(ctx)
	}
	if err != nil {
		return err
	}
	if ticket != nil {
		return c.add(ctx, ticket.ID, said)
	}
	if slices.Contains(trifles, said.Kind) {
		return c.say(ctx, c.text.say("trifle."+said.Kind), buttons(c.keyboard()))
	}
	_, err = c.openTicket(ctx, opening{
		origin: helpdesk.OriginAttachment, question: said.Text, refusal: said.Kind, message: said,
	})
	return err
}

// trifles are the kinds of content that ask for nothing by themselves, so that no manager is called for them alone.
var trifles = []string{"sticker", "dice", "contact"}

func (c *customerTurn) addMessage(ctx context.Context, ticketID int64, m helpdesk.Message) (helpdesk.Message, error) {
	m.TicketID, m.Author, m.AuthorID, m.CreatedAt = ticketID, helpdesk.AuthorCustomer, c.customer.ID, c.now
	return c.store.AddMessage(ctx, m)
}

// questionMessage is a question that was asked earlier, as a message of a ticket.
func (c *customerTurn) questionMessage(o helpdesk.Outcome) helpdesk.Message {
	return helpdesk.Message{
		Kind: kindText, Text: o.Question, HTML: markup.Escape(o.Question), ChatID: c.customer.ID, TelegramID: o.TelegramID,
	}
}

// own returns a ticket of the customer, locked until the turn ends; of a merged one, that where its words stand. A number
// that names no ticket of the customer's is stale, or forged.
func (c *customerTurn) own(ctx context.Context, id int64) (helpdesk.Ticket, error) {
	if id <= 0 {
		return helpdesk.Ticket{}, errStale
	}
	ticket, err := c.lockWhereMerged(ctx, id)
	if errors.Is(err, helpdesk.ErrNotFound) || err == nil && ticket.CustomerID != c.customer.ID {
		return helpdesk.Ticket{}, errStale
	}
	return ticket, err
}
