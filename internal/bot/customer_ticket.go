package bot

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strconv"

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
}

// escalate hands a matter to the managers: another one of the same conversation goes to its open ticket, since it is
// most probably about the same thing.
func (c *customerTurn) escalate(ctx context.Context, o opening) (helpdesk.Ticket, error) {
	if c.dialogue.TicketID != 0 {
		ticket, err := c.own(ctx, c.dialogue.TicketID)
		if err != nil {
			return ticket, err
		}
		if ticket.State.Live() {
			key := "ticket.added.question"
			if o.origin == helpdesk.OriginMiss {
				key = "ticket.added.miss"
			}
			return c.append(ctx, ticket.ID, o.message, key)
		}
	}
	return c.openTicket(ctx, o)
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

// add puts a message into a ticket of the customer, confirmed in a word. A resolved ticket is opened again.
func (c *customerTurn) add(ctx context.Context, ticketID int64, said helpdesk.Message) error {
	_, err := c.append(ctx, ticketID, said, keyAdded)
	if errors.Is(err, errStale) {
		return c.say(ctx, c.text.say("ticket.unknown"), buttons(c.keyboard()))
	}
	return err
}

// keyAdded is the text that confirms what goes to a ticket in the course of a talk.
const keyAdded = "ticket.added"

// nameLength is how many characters of its question name a ticket beside its number.
const nameLength = 60

// heard tells whether the customer knows by an earlier confirmation in the same conversation that words reach the
// manager of the ticket, and remembers that it is so now. While nobody has the ticket each message is confirmed.
func (c *customerTurn) heard(ticket helpdesk.Ticket) bool {
	if !ticket.State.Held() {
		return false
	}
	id := strconv.FormatInt(ticket.ID, 10)
	same := c.dialogue.Data[dataHeard] == id
	c.dialogue.Data[dataHeard] = id
	return same
}

// append puts a message into a ticket of the customer and confirms it with the text under the key.
func (c *customerTurn) append(ctx context.Context, ticketID int64, said helpdesk.Message, key string) (helpdesk.Ticket, error) {
	ticket, err := c.own(ctx, ticketID)
	if err != nil {
		return ticket, err
	}
	if err := c.orphan(ctx, &ticket); err != nil {
		return ticket, err
	}
	silent := c.now.Sub(ticket.WaitingSince) > helpdesk.ConversationGap
	event, err := ticket.CustomerWrote(c.Patience.Reopen, c.now)
	if errors.Is(err, helpdesk.ErrFinal) {
		return c.followUp(ctx, ticket, said)
	}
	if err != nil {
		return ticket, err
	}
	if event != nil {
		if err := c.change(ctx, ticket, event); err != nil {
			return ticket, err
		}
	}
	reopened := event != nil && event.Kind == helpdesk.EventReopened
	if reopened {
		key = "ticket.added.reopened"
	}
	c.tickets = nil
	c.dialogue.TicketID = ticket.ID
	c.keepAlbum(ticket.ID)
	again := c.saidNow(ticket.ID) && event == nil
	if event != nil && (reopened || ticket.State == helpdesk.StateNew) {
		if err := c.announce(ctx, ticket); err != nil {
			return ticket, err
		}
	}
	if err := c.bring(ctx, ticket, said, again); err != nil {
		return ticket, err
	}
	heard, closed := c.heard(ticket), html("")
	if silent && (event != nil || !heard) { // a manager who talks at night is there, whatever the calendar says
		closed = c.closedNow(c.text)
	}
	others, err := c.othersLive(ctx, ticket.ID)
	if err != nil {
		return ticket, err
	}
	inBurst := again && c.isNow(said)
	known := key == keyAdded && heard && !others && closed == ""
	switch {
	case c.laterInAlbum || c.quiet || known, inBurst && !c.tellsToo(said):
		if inBurst && !heard {
			delete(c.dialogue.Data, dataHeard) // nothing is said now
		}
		return ticket, nil
	case inBurst:
		key = "ticket.added.too"
	}
	if key == keyAdded && others {
		key = "ticket.added.this"
	}
	text := c.text.say(key, args{
		"Number": ticket.ID, "Question": shorten(ticket.Question, nameLength), "Said": shorten(said.Text, excerptLength),
	})
	return ticket, c.say(ctx, text+closed, about(ticket.ID))
}

// bring stores what the customer said in a ticket and brings it to the manager who has it: as a further line of what was
// said an instant ago, or as a message of its own.
func (c *customerTurn) bring(ctx context.Context, ticket helpdesk.Ticket, said helpdesk.Message, again bool) error {
	if again {
		last, err := c.burst(ctx, ticket, said)
		if err != nil {
			return err
		}
		if last != nil {
			return c.join(ctx, ticket, *last, said)
		}
	}
	message, err := c.addMessage(ctx, ticket.ID, said)
	if err != nil {
		return err
	}
	return c.toManager(ctx, ticket, message)
}

// followUp opens a new ticket with what the customer wrote into one that is closed for good. Further words go there too.
func (c *customerTurn) followUp(ctx context.Context, parent helpdesk.Ticket, said helpdesk.Message) (helpdesk.Ticket, error) {
	tickets, err := c.live(ctx)
	if err != nil {
		return parent, err
	}
	for _, t := range tickets {
		if t.ParentID == parent.ID && t.Origin == helpdesk.OriginFollowUp {
			return c.append(ctx, t.ID, said, keyAdded)
		}
	}
	return c.openTicket(ctx, opening{origin: helpdesk.OriginFollowUp, question: said.Text, message: said, parent: parent})
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

// handleEdit brings an edit of a ticket's message to the other side. Edits of questions outside tickets change nothing:
// the answer already stands below.
func (c *customerTurn) handleEdit(ctx context.Context) error {
	message, err := c.store.MessageAt(ctx, c.customer.ID, c.edited.MessageID)
	if errors.Is(err, helpdesk.ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	now := c.messageOf(c.edited)
	if now.Kind == "" || message.Author != helpdesk.AuthorCustomer {
		return nil // it was written as a manager, which this person no longer is
	}
	ticket, err := c.lockMessage(ctx, &message)
	if err != nil || !message.DeletedAt.IsZero() { // it was taken back
		return err
	}
	was, err := c.wordsAt(ctx, message, c.edited.MessageID)
	if err != nil {
		return err
	}
	edited, err := c.editedPart(ctx, message, now)
	if err != nil || edited == nil { // it was taken back, or Telegram reports what nobody reads, such as a preview that was added
		return err
	}
	asked, err := c.reword(ctx, &ticket, rewording{message.Text, edited.Text}, rewording{was, now.Text})
	if err != nil {
		return err
	}
	if asked {
		if err := c.store.SaveTicket(ctx, ticket, nil); err != nil {
			return err
		}
		if err := c.showReworded(ctx, ticket); err != nil {
			return err
		}
	}
	return c.relayEdit(ctx, message, *edited, now)
}
