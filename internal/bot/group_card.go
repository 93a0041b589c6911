package bot

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"regexp"
	"slices"
	"strings"

	"github.com/mymmrac/telego"
	"github.com/mymmrac/telego/telegoutil"

	"github.com/chatbotsmanagers/faqbot/internal/delivery"
	"github.com/chatbotsmanagers/faqbot/internal/helpdesk"
)

// groupExcerpt is how much of the question a card in a group shows.
const groupExcerpt = 200

// showInGroups shows a ticket that waits for somebody to take it in the bound groups of its topic, and returns whether
// there are any: they stand in for the offers to each manager. A card that is there already has been edited; as Telegram
// notifies nobody of an edit, a reply to it says under the key that the ticket waits again.
func (t *turn) showInGroups(ctx context.Context, ticket helpdesk.Ticket, key string) (bool, error) {
	groups, err := t.store.GroupChats(ctx)
	if err != nil {
		return false, err
	}
	groups = slices.DeleteFunc(groups, func(g helpdesk.GroupChat) bool { return !g.Shows(&ticket) })
	if len(groups) == 0 {
		return false, nil
	}
	cards, err := t.store.Cards(ctx, ticket.ID)
	if err != nil {
		return false, err
	}
	for _, group := range groups {
		card, shown := cardIn(cards, group.ID)
		switch {
		case !shown:
			err = t.showCardIn(ctx, group, ticket)
		case card.TelegramID != 0:
			text := t.texts.in(group.Language).say(key, args{"Ticket": ticket.ID})
			err = t.tell(ctx, group.ID, text, replyTo(card.TelegramID))
		}
		if err != nil {
			return false, err
		}
	}
	return true, nil
}

func cardIn(cards []delivery.Card, group int64) (delivery.Card, bool) {
	i := slices.IndexFunc(cards, func(c delivery.Card) bool { return c.ChatID == group })
	if i < 0 {
		return delivery.Card{}, false
	}
	return cards[i], true
}

// showCardIn sends a ticket's card to a group.
func (t *turn) showCardIn(ctx context.Context, group helpdesk.GroupChat, ticket helpdesk.Ticket) error {
	text, keyboard, err := t.groupCard(ctx, group, ticket)
	if err != nil {
		return err
	}
	// The ticket keeps the message among those that are never deleted: its card may change as long as it lives.
	id, err := t.queue(ctx, delivery.Outgoing{ChatID: group.ID, Method: "sendMessage", TicketID: ticket.ID}, &telego.SendMessageParams{
		ChatID: telegoutil.ID(group.ID), Text: string(text), ParseMode: telego.ModeHTML,
		LinkPreviewOptions: &telego.LinkPreviewOptions{IsDisabled: true}, ReplyMarkup: keyboard,
	})
	if err != nil {
		return err
	}
	return t.store.SaveCard(ctx, delivery.Card{
		TicketID: ticket.ID, ChatID: group.ID, OutboxID: id, Shown: digest(text),
	})
}

// refreshCards brings the cards of a changed ticket to its state. Of several changes that wait only the last goes out.
func (t *turn) refreshCards(ctx context.Context, ticket helpdesk.Ticket) error {
	cards, err := t.store.Cards(ctx, ticket.ID)
	if err != nil {
		return err
	}
	for _, card := range cards {
		group, err := t.store.GroupChat(ctx, card.ChatID)
		if errors.Is(err, helpdesk.ErrNotFound) { // unbound this moment
			continue
		}
		if err != nil {
			return err
		}
		text, keyboard, err := t.groupCard(ctx, group, ticket)
		if err != nil {
			return err
		}
		if bytes.Equal(card.Shown, digest(text)) {
			continue
		}
		params := &telego.EditMessageTextParams{
			ChatID: telegoutil.ID(group.ID), Text: string(text), ParseMode: telego.ModeHTML,
			LinkPreviewOptions: &telego.LinkPreviewOptions{IsDisabled: true},
		}
		if k, ok := keyboard.(*telego.InlineKeyboardMarkup); ok {
			params.ReplyMarkup = k
		}
		edit := delivery.Outgoing{ChatID: group.ID, Method: "editMessageText", About: card.OutboxID, Latest: true}
		if _, err := t.queue(ctx, edit, params); err != nil {
			return err
		}
		card.Shown = digest(text)
		if err := t.store.SaveCard(ctx, card); err != nil {
			return err
		}
	}
	return nil
}

// digest stands for what a card shows; its button follows from the state that it tells.
func digest(text html) []byte {
	sum := sha256.Sum256([]byte(text))
	return sum[:]
}

// showAgain replaces the card of a ticket that somebody deleted in the group, if the ticket still waits. It is given the
// outbox id of the card.
func (t *turn) showAgain(ctx context.Context, outboxID int64) error {
	card, err := t.store.Card(ctx, outboxID)
	if errors.Is(err, helpdesk.ErrNotFound) { // it was about something else, or the group is unbound
		return nil
	}
	if err != nil {
		return err
	}
	ticket, err := t.store.LockTicket(ctx, card.TicketID) // before the card, as all who change both
	if err != nil {
		return err
	}
	err = t.store.DropCard(ctx, outboxID)
	if errors.Is(err, helpdesk.ErrNotFound) { // unbound meanwhile
		return nil
	}
	if err != nil || ticket.State != helpdesk.StateNew {
		return err
	}
	group, err := t.store.GroupChat(ctx, card.ChatID)
	if err != nil {
		return err
	}
	return t.showCardIn(ctx, group, ticket)
}

// showInstead offers a ticket in private whose card Telegram does not take, whatever the reason: nobody would see it.
func (t *turn) showInstead(ctx context.Context, card delivery.Outgoing) error {
	ticket, err := t.store.LockTicket(ctx, card.TicketID)
	if err != nil {
		return err
	}
	err = t.store.DropCard(ctx, card.ID)
	if err != nil && !errors.Is(err, helpdesk.ErrNotFound) {
		return err
	}
	if ticket.State != helpdesk.StateNew {
		return nil
	}
	return t.offerEach(ctx, ticket, offerNew, 0)
}

// groupCard is a ticket as a group sees it: what it is about, since when it waits, where it stands, who has it. Of the
// customer it says no more than the name.
func (t *turn) groupCard(ctx context.Context, group helpdesk.GroupChat, ticket helpdesk.Ticket) (html, telego.ReplyMarkup, error) {
	words := t.texts.in(group.Language)
	customer, err := t.store.Customer(ctx, ticket.CustomerID)
	if err != nil {
		return "", nil, err
	}
	customer.Username = "" // it would stand in for a missing name, and is a way to reach the customer
	text := words.say("group.card", args{"Ticket": ticket.ID})
	if ticket.Topic != "" {
		text += words.say("group.card.topic", args{"Topic": ticket.Topic})
	}
	if ticket.Priority != helpdesk.PriorityNormal {
		text += words.say("group.card.priority." + string(ticket.Priority))
	}
	team, err := t.teamLine(ctx, words, ticket.Topic)
	if err != nil {
		return "", nil, err
	}
	text += team
	beginning, err := t.beginning(ctx, ticket)
	if err != nil {
		return "", nil, err
	}
	about := excerpt(withoutContacts(inFull(words, ticket, beginning)), groupExcerpt)
	text += "\n" + words.say("manager.gist", args{"Name": customerName(words, customer)}) +
		"\n" + words.say("manager.quote", args{"Text": about})
	a := args{"Since": t.date(ticket.WaitingSince), "Into": ticket.MergedInto}
	if ticket.AssigneeID != 0 {
		if a["Name"], err = t.managerName(ctx, words, ticket.AssigneeID); err != nil {
			return "", nil, err
		}
	}
	text += "\n" + words.say(groupState(ticket), a)
	if ticket.State != helpdesk.StateNew {
		return text, nil, nil
	}
	return text, inline(row(button(words.label("manager.button.take"), data(verbTake, ticket.ID)))), nil
}

// groupState is the key of where a ticket stands. A resolved ticket that becomes final, a week later and together with
// many others, is nothing to edit a card for.
func groupState(ticket helpdesk.Ticket) string {
	if ticket.State == helpdesk.StateClosed {
		return "group.state." + string(helpdesk.StateResolved)
	}
	return "group.state." + string(ticket.State)
}

// contactForm is what reaches a person: an address, a name in Telegram, a number as long as a phone's.
var contactForm = regexp.MustCompile(`[\w.+-]+@[\w-]+\.[\w.-]+|@\w{4,}|` + numberForm.String())

// withoutContacts hides from a group what customers write of themselves into a question. The manager who takes the ticket
// sees it whole.
func withoutContacts(text string) string {
	lines := strings.Split(text, "\n") // a number does not go on in the next line
	for i, line := range lines {
		lines[i] = contactForm.ReplaceAllString(line, "•••")
	}
	return strings.Join(lines, "\n")
}
