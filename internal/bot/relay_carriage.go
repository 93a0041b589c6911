package bot

import (
	"cmp"
	"context"
	"errors"

	"github.com/chatbotsmanagers/faqbot/internal/bot/markup"
	"github.com/chatbotsmanagers/faqbot/internal/helpdesk"
)

// maxCaption is how many characters Telegram takes in a caption.
const maxCaption = 1024

// carriage is a ticket message on its way to somebody.
type carriage struct {
	to      int64     // chat
	words   localizer // in the language of the chat
	head    html      // who says it
	message helpdesk.Message
	quoted  int // the message in the chat that it answers, 0 for none

	// mention says that the message is a note and calls the one in the chat.
	mention bool

	// mixed says that messages of several people or tickets arrive in the chat, so that each must say where it belongs.
	mixed bool

	// joins says that another piece of the same album goes to the chat before it, which says whose it is and makes the sound.
	joins bool
}

// forStaff names the ticket and who speaks above what was said: the customer, or a colleague who had the ticket before.
func (t *turn) forStaff(ctx context.Context, ticket helpdesk.Ticket, managerID int64, message helpdesk.Message) (carriage, error) {
	manager, err := t.store.Manager(ctx, managerID)
	if err != nil && !errors.Is(err, helpdesk.ErrNotFound) {
		return carriage{}, err
	}
	customer, err := t.store.Customer(ctx, ticket.CustomerID)
	if err != nil {
		return carriage{}, err
	}
	c := carriage{to: managerID, words: t.texts.in(manager.Language), message: message, mixed: true}
	name := customerName(c.words, customer)
	if message.Author != helpdesk.AuthorCustomer {
		if name, err = t.managerName(ctx, c.words, message.AuthorID); err != nil {
			return carriage{}, err
		}
	}
	c.head = c.words.say("manager.relay."+string(message.Author), args{"Ticket": ticket.ID, "Name": name})
	return c, nil
}

// forCustomer names the manager, so that the customer sees that a person speaks and not the bot, and if it is wanted the ticket.
func (t *turn) forCustomer(ctx context.Context, ticket helpdesk.Ticket, message helpdesk.Message, named bool) (carriage, error) {
	customer, err := t.store.Customer(ctx, ticket.CustomerID)
	if err != nil {
		return carriage{}, err
	}
	c := carriage{to: ticket.CustomerID, words: t.texts.in(customer.Language), message: message}
	name, err := t.managerName(ctx, c.words, message.AuthorID)
	if err != nil {
		return carriage{}, err
	}
	if named {
		c.head = c.words.say("manager.relay.from_in", args{"Name": name, "Ticket": ticket.ID})
	} else {
		c.head = c.words.say("manager.relay.from", args{"Name": name})
	}
	return c, nil
}

// fits tells whether the words of the message fit under their head into limit characters.
func (c carriage) fits(limit int) bool {
	return markup.Len(string(c.head)+"\n"+c.message.HTML) <= limit
}

// text returns the words of the message under their head, or alone where both do not fit: the head went before then.
func (c carriage) text(limit int) string {
	switch {
	case c.head == "" || !c.fits(limit):
		return c.message.HTML
	case c.message.HTML == "":
		return string(c.head)
	}
	return string(c.head) + "\n" + c.message.HTML
}

// uncopied says in words what could not be copied.
func (c carriage) uncopied() html {
	kind := c.words.label("manager.kind." + c.message.Kind)
	return c.words.say("manager.relay.uncopied", args{"Kind": kind})
}

// customerName returns how managers see the customer.
func customerName(words localizer, c helpdesk.Customer) string {
	if name := c.Name(); name != "" {
		return name
	}
	return words.label("manager.nameless_customer")
}

// managerName returns how others see the manager, also one who has left.
func (t *turn) managerName(ctx context.Context, words localizer, id int64) (string, error) {
	name, err := t.store.StaffName(ctx, id)
	if err != nil && !errors.Is(err, helpdesk.ErrNotFound) {
		return "", err
	}
	return cmp.Or(name, words.label("manager.nameless")), nil
}
