package bot

import (
	"context"
	"errors"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/chatbotsmanagers/faqbot/internal/helpdesk"
)

// The steps of dialogues: what the next message of the customer is.
const (
	stepPhone = "phone" // the phone number for a call back
	stepAbout = "about" // what a manager is wanted for
	stepAdd   = "add"   // an addition to a ticket

	stepComment = "comment" // words about a score
)

// What a dialogue remembers beside its step, until the conversation is over.
const (
	dataTicket    = "ticket"    // the ticket that stepAdd adds to, or whose score stepComment explains
	dataConsent   = "consent"   // when the customer agreed that the phone is kept
	dataRephrased = "rephrased" // the customer was asked to use other words, and has not been understood since
	dataAlbum     = "album"     // the last album, and the ticket that it went to
	dataRated     = "rated"     // the message whose article was already rated
	dataShared    = "shared"    // the message whose number was kept
	dataForeign   = "foreign"   // the customer was told that articles are in another language
	dataHeard     = "heard"     // the taken ticket of which the customer was told that words go to it
	dataSaid      = "said"      // the ticket that the customer last spoke in, and when
	dataToo       = "too"       // in this burst it was said that what follows goes to the ticket too
	dataCounted   = "counted"   // the album that was counted as one message
	dataBegun     = "begun"     // when the conversation began
)

// customerTurn is an update of a customer.
type customerTurn struct {
	*turn
	customer helpdesk.Customer
	dialogue helpdesk.Dialogue
	tickets  []helpdesk.Ticket // what live has read, nil when it has to read again
	quiet    bool              // what goes to a ticket is not confirmed
}

// asCustomer goes on as the customer, in the customer's language, where the conversation stands.
func (t *turn) asCustomer(ctx context.Context) (*customerTurn, error) {
	customer, err := t.store.SeeCustomer(ctx, helpdesk.Customer{
		ID: t.from.ID, FirstName: t.from.FirstName, LastName: t.from.LastName, Username: t.from.Username,
		Language: languageOf(t.from.LanguageCode), CreatedAt: t.now,
	})
	if err != nil {
		return nil, err
	}
	dialogue, err := t.store.Dialogue(ctx, customer.ID)
	if err != nil {
		return nil, err
	}
	if dialogue.Over(t.now) {
		dialogue = helpdesk.Dialogue{}
	}
	dialogue.UserID = customer.ID
	if dialogue.Data == nil {
		dialogue.Data = map[string]string{}
	}
	if dialogue.Data[dataBegun] == "" {
		dialogue.Data[dataBegun] = strconv.FormatInt(t.now.Unix(), 10)
	}
	t.text = t.texts.in(customer.Language)
	return &customerTurn{turn: t, customer: customer, dialogue: dialogue}, nil
}

// handle does what the customer's update asks for and keeps where the conversation stands.
func (c *customerTurn) handle(ctx context.Context) error {
	if c.edited != nil { // an edit is no word in the conversation
		if c.customer.Banned() {
			return nil
		}
		return c.handleEdit(ctx)
	}
	_, c.laterInAlbum = c.albumTicket()
	flood, first := c.tooFast(c.Flood, time.Minute)
	var err error
	switch {
	case flood:
		err = c.handleFlood(ctx, first)
	case c.customer.Banned():
		err = c.handleBanned(ctx)
	case c.press != nil:
		err = c.handlePress(ctx, parseAction(c.press.Data))
	default:
		err = c.handleMessage(ctx)
	}
	if err != nil {
		return err
	}
	c.dialogue.TouchedAt = c.now
	return c.store.SaveDialogue(ctx, c.dialogue)
}

// handleMessage routes what the customer sent. Commands and keys end a running step; a Telegram reply says itself
// where it belongs; then the step is asked, and what is left is an attachment or a question.
func (c *customerTurn) handleMessage(ctx context.Context) error {
	said := c.messageOf(c.message)
	if said.Kind == "" {
		return nil // the chat's own news, such as a pinned message
	}
	text := strings.TrimSpace(c.message.Text)
	if cmd, ok := parseCommand(text); ok {
		return c.command(ctx, cmd)
	}
	if name, ok, err := c.key(ctx, text); ok || err != nil {
		if err != nil {
			return err
		}
		return c.command(ctx, command{name: name})
	}
	if id, later := c.albumTicket(); later {
		if id == 0 {
			return nil // it was said of the first why not
		}
		return c.add(ctx, id, said)
	}
	c.keepAlbum(0)
	if err := c.followLanguage(ctx, said.Text); err != nil {
		return err
	}
	if !canCarry(said.Kind) {
		return c.passNothing(ctx, said)
	}
	ticket, err := c.repliedTo(ctx)
	if errors.Is(err, errFormer) {
		return c.sayFormer(ctx)
	}
	if err != nil {
		return err
	}
	if ticket != nil {
		if err := c.leavePhone(ctx); err != nil {
			return err
		}
		c.endStep()
		return c.add(ctx, ticket.ID, said)
	}
	if done, err := c.handleStep(ctx, said); done || err != nil {
		return err
	}
	if c.message.Contact != nil && c.message.Contact.UserID == c.from.ID {
		return c.askConsent(ctx, replyTo(c.message.MessageID))
	}
	if c.message.Text == "" {
		return c.attach(ctx, said)
	}
	if ticket, err = c.spokenTo(ctx); err != nil {
		return err
	}
	if ticket != nil { // also «закройте заявку», which answers the manager
		return c.add(ctx, ticket.ID, said)
	}
	if done, err := c.withdrawByWords(ctx, text); done || err != nil {
		return err
	}
	if isPhone(text) {
		return c.askConsent(ctx, replyTo(c.message.MessageID))
	}
	return c.ask(ctx, text, said)
}

// handleStep gives the message to the running step; it returns false when the message means something else.
func (c *customerTurn) handleStep(ctx context.Context, said helpdesk.Message) (bool, error) {
	step := c.dialogue.Step
	switch step {
	case stepPhone:
		if c.message.Contact == nil && (c.message.Text == "" || namesNoNumber(c.message.Text)) {
			return false, c.leavePhone(ctx)
		}
		return true, c.takePhone(ctx, said)
	case stepAbout:
		if slices.Contains(trifles, said.Kind) {
			return true, c.askAbout(ctx)
		}
		c.endStep()
		return true, c.callAbout(ctx, said)
	case stepAdd:
		ticket := action{args: []string{c.dialogue.Data[dataTicket]}}.id(0)
		c.endStep()
		return true, c.add(ctx, ticket, said)
	case stepComment:
		return true, c.takeComment(ctx, said)
	}
	return false, nil
}

// wait makes the next message of the customer the answer to a step.
func (c *customerTurn) wait(step string) {
	c.endStep()
	c.dialogue.Step = step
}

// endStep forgets the running step and what it gathered.
func (c *customerTurn) endStep() {
	c.dialogue.Step = ""
	delete(c.dialogue.Data, dataTicket)
	delete(c.dialogue.Data, dataConsent)
}
