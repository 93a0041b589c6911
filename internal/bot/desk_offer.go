package bot

import (
	"bytes"
	"context"
	"slices"

	"github.com/mymmrac/telego"
	"github.com/mymmrac/telego/telegoutil"

	"github.com/chatbotsmanagers/faqbot/internal/delivery"
	"github.com/chatbotsmanagers/faqbot/internal/helpdesk"
)

// offerExcerpt is how much of the question an offer shows.
const offerExcerpt = 300

// announce tells the staff of a ticket that waits, or waits again: its manager of a reopened one, else all of them.
func (t *turn) announce(ctx context.Context, ticket helpdesk.Ticket) error {
	if ticket.AssigneeID != 0 {
		if err := t.refreshOffers(ctx, ticket); err != nil { // which say that it is over
			return err
		}
		return t.tellAssignee(ctx, ticket, helpdesk.Event{TicketID: ticket.ID, Kind: helpdesk.EventReopened, At: t.now})
	}
	key, err := t.offerKey(ctx, ticket)
	if err != nil {
		return err
	}
	return t.offer(ctx, ticket, key, 0)
}

// offerKey is the key of the words over a ticket that waits: how it came into the queue.
func (t *turn) offerKey(ctx context.Context, ticket helpdesk.Ticket) (string, error) {
	events, err := t.store.Events(ctx, ticket.ID)
	if err != nil {
		return "", err
	}
	for _, e := range slices.Backward(events) {
		switch e.Kind { //nolint:exhaustive // others bring no ticket into the queue
		case helpdesk.EventReopened:
			return "manager.offer.reopened", nil
		case helpdesk.EventReplied:
			return "manager.offer.replied", nil
		case helpdesk.EventReleased:
			return "manager.offer.released", nil
		}
	}
	return offerNew, nil
}

// offerNew is the key of the words over a ticket that waits for the first time.
const offerNew = "manager.offer.new"

// offer shows a ticket that waits in the groups of managers, and where there is none to those who take its topic, but one.
// What offered it before shows that it waits again.
func (t *turn) offer(ctx context.Context, ticket helpdesk.Ticket, key string, except int64) error {
	shown, err := t.showInGroups(ctx, ticket, key)
	if err != nil {
		return err
	}
	if !shown {
		err = t.offerEach(ctx, ticket, key, except)
	}
	if err != nil || key == offerNew {
		return err
	}
	return t.refreshOffers(ctx, ticket)
}

// offerEach sends those whom the ticket's topic is routed to, without one of them, a short card with «Взять» under the words of the key.
func (t *turn) offerEach(ctx context.Context, ticket helpdesk.Ticket, key string, except int64) error {
	managers, err := t.store.Managers(ctx)
	if err != nil {
		return err
	}
	t.rememberStaff(managers) // some may have come by another replica
	customer, err := t.store.Customer(ctx, ticket.CustomerID)
	if err != nil {
		return err
	}
	routing, err := t.store.Routing(ctx)
	if err != nil {
		return err
	}
	before, err := t.store.Announcements(ctx, ticket.ID)
	if err != nil {
		return err
	}
	beginning, err := t.beginning(ctx, ticket)
	if err != nil {
		return err
	}
	for _, manager := range routing.Audience(ticket.Topic, helpdesk.Others(managers, ticket.CustomerID), except) {
		words := t.texts.in(manager.Language)
		if err := t.supersede(ctx, words, ticket, manager.ID, before); err != nil {
			return err
		}
		text := offerText(words, key, ticket, customer, beginning)
		params := &telego.SendMessageParams{
			ChatID: telegoutil.ID(manager.ID), Text: string(text), ParseMode: telego.ModeHTML,
			LinkPreviewOptions: &telego.LinkPreviewOptions{IsDisabled: true}, ReplyMarkup: offerButtons(words, ticket),
		}
		id, err := t.queue(ctx, delivery.Outgoing{ChatID: manager.ID, Method: "sendMessage", TicketID: ticket.ID}, params)
		if err != nil {
			return err
		}
		offer := delivery.Card{TicketID: ticket.ID, ChatID: manager.ID, OutboxID: id, Shown: offerDigest(text, true)}
		if err := t.store.SaveAnnouncement(ctx, offer); err != nil {
			return err
		}
	}
	return nil
}

// supersede says in the former offers of a ticket in a chat that a newer one stands below, and forgets them: there is one at
// most in each chat that follows the ticket.
func (t *turn) supersede(ctx context.Context, words localizer, ticket helpdesk.Ticket, chatID int64, offers []delivery.Card) error {
	for _, o := range offers {
		if o.ChatID != chatID {
			continue
		}
		if err := t.store.DropAnnouncement(ctx, o.OutboxID); err != nil {
			return err
		}
		edit := delivery.Outgoing{ChatID: chatID, Method: "editMessageText", About: o.OutboxID, Latest: true}
		_, err := t.queue(ctx, edit, &telego.EditMessageTextParams{
			ChatID: telegoutil.ID(chatID), Text: string(words.say("manager.offer.below", args{"Ticket": ticket.ID})), ParseMode: telego.ModeHTML,
		})
		if err != nil {
			return err
		}
	}
	return nil
}

func offerText(words localizer, key string, ticket helpdesk.Ticket, customer helpdesk.Customer, beginning []helpdesk.Message) html {
	return words.say(key, args{"Ticket": ticket.ID}) + "\n" + gist(words, ticket, customer, beginning)
}

func offerButtons(words localizer, ticket helpdesk.Ticket) *telego.InlineKeyboardMarkup {
	return &telego.InlineKeyboardMarkup{InlineKeyboard: [][]telego.InlineKeyboardButton{row(
		button(words.label("manager.button.take"), data(verbTake, ticket.ID)),
		button(words.label("manager.button.card"), data(verbCard, ticket.ID)),
	)}}
}

// refreshOffers shows in the offers of a ticket what became of it, and what it is about now, also in those that are not
// sent yet. Only one that waits can be taken.
func (t *turn) refreshOffers(ctx context.Context, ticket helpdesk.Ticket) error {
	offers, err := t.store.Announcements(ctx, ticket.ID)
	if err != nil || len(offers) == 0 {
		return err
	}
	managers, err := t.store.Managers(ctx)
	if err != nil {
		return err
	}
	customer, err := t.store.Customer(ctx, ticket.CustomerID)
	if err != nil {
		return err
	}
	key, err := t.offerKey(ctx, ticket)
	if err != nil {
		return err
	}
	beginning, err := t.beginning(ctx, ticket)
	if err != nil {
		return err
	}
	for _, o := range offers {
		i := slices.IndexFunc(managers, func(m helpdesk.Manager) bool { return m.ID == o.ChatID })
		if i < 0 { // who has left hears nothing more of it
			continue
		}
		words := t.texts.in(managers[i].Language)
		waits := ticket.State == helpdesk.StateNew
		text := offerText(words, key, ticket, customer, beginning)
		if !waits {
			head, err := t.fate(ctx, words, ticket, customer)
			if err != nil {
				return err
			}
			text = head + "\n" + gist(words, ticket, customer, beginning)
		}
		takeable := waits && managers[i].Works() && managers[i].ID != ticket.CustomerID
		shown := offerDigest(text, takeable)
		if bytes.Equal(o.Shown, shown) {
			continue
		}
		params := &telego.EditMessageTextParams{
			ChatID: telegoutil.ID(o.ChatID), Text: string(text), ParseMode: telego.ModeHTML,
			LinkPreviewOptions: &telego.LinkPreviewOptions{IsDisabled: true},
		}
		if takeable {
			params.ReplyMarkup = offerButtons(words, ticket)
		}
		edit := delivery.Outgoing{ChatID: o.ChatID, Method: "editMessageText", About: o.OutboxID, Latest: true}
		if _, err := t.queue(ctx, edit, params); err != nil {
			return err
		}
		o.Shown = shown
		if err := t.store.SaveAnnouncement(ctx, o); err != nil {
			return err
		}
	}
	return nil
}

// offerDigest stands for what an offer shows: its words, and whether its reader can take the ticket.
func offerDigest(text html, takeable bool) []byte {
	if takeable {
		text += "\n" + verbTake
	}
	return digest(text)
}

// gist is a ticket in short: who asks about what, and the question with what followed at once.
func gist(words localizer, ticket helpdesk.Ticket, customer helpdesk.Customer, beginning []helpdesk.Message) html {
	who := words.say("manager.gist", args{"Name": customerName(words, customer)})
	if ticket.Topic != "" {
		who = words.say("manager.gist.topic", args{"Name": customerName(words, customer), "Topic": ticket.Topic})
	}
	return who + "\n" + words.say("manager.quote", args{"Text": excerpt(inFull(words, ticket, beginning), offerExcerpt)})
}

// questionOf returns what a ticket is about, as plain text: the question, else the reason of the ticket.
func questionOf(words localizer, ticket helpdesk.Ticket, limit int) string {
	if ticket.Question == "" {
		return originInWords(words, ticket)
	}
	return shorten(ticket.Question, limit)
}

// fate says what became of a ticket that no longer waits.
func (t *turn) fate(ctx context.Context, words localizer, ticket helpdesk.Ticket, customer helpdesk.Customer) (html, error) {
	switch {
	case ticket.State == helpdesk.StateMerged:
		return words.say("manager.offer.merged", args{"Ticket": ticket.ID, "Into": ticket.MergedInto}), nil
	case ticket.State == helpdesk.StateWithdrawn:
		return words.say("manager.offer.withdrawn", args{"Ticket": ticket.ID}), nil
	case ticket.State == helpdesk.StateClosed && customer.Banned():
		return words.say("ban.offer", args{"Ticket": ticket.ID}), nil
	case !ticket.State.Live() && ticket.AssigneeID == 0:
		return words.say("manager.closed", args{"Ticket": ticket.ID}), nil
	}
	name, err := t.managerName(ctx, words, ticket.AssigneeID)
	if ticket.State.Live() {
		return words.say("manager.offer.taken", args{"Ticket": ticket.ID, "Name": name}), err
	}
	return words.say("manager.offer.closed", args{"Ticket": ticket.ID, "Name": name}), err
}

// tellAssignee tells the manager who has the ticket what the customer or a colleague did with it. A withdrawn one
// is offered to nobody any more.
func (t *turn) tellAssignee(ctx context.Context, ticket helpdesk.Ticket, event helpdesk.Event) error {
	if event.Kind == helpdesk.EventWithdrawn {
		if err := t.refreshOffers(ctx, ticket); err != nil {
			return err
		}
	}
	if ticket.AssigneeID == 0 || ticket.AssigneeID == t.from.ID {
		return nil
	}
	manager, err := t.store.Manager(ctx, ticket.AssigneeID)
	if err != nil {
		return err
	}
	customer, err := t.store.Customer(ctx, ticket.CustomerID)
	if err != nil {
		return err
	}
	words := t.texts.in(manager.Language)
	text := words.say("manager.told."+string(event.Kind), args{"Ticket": ticket.ID, "Name": customerName(words, customer)})
	if event.Kind == helpdesk.EventWithdrawn {
		next, err := t.nextInHand(ctx, manager)
		if err != nil {
			return err
		}
		text += next
	}
	show := button(words.label("manager.button.card"), data(verbCard, ticket.ID))
	return t.tell(ctx, manager.ID, text, buttons(inline(row(show))), about(ticket.ID))
}

// nextInHand says where plain text goes once the ticket in hand is gone, so that none reaches the wrong customer.
func (t *turn) nextInHand(ctx context.Context, manager helpdesk.Manager) (html, error) {
	left, err := t.store.InHand(ctx, manager.ID)
	if err != nil || len(left) == 0 {
		return "", err
	}
	next := left[currentOf(manager, left)]
	customer, err := t.store.Customer(ctx, next.CustomerID)
	if err != nil {
		return "", err
	}
	words := t.texts.in(manager.Language)
	a := args{"Ticket": next.ID, "Name": customerName(words, customer)}
	return "\n" + words.say("manager.next_in_hand", a), nil
}
