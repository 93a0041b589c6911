package bot

import (
	"context"
	"strings"
	"unicode/utf8"

	"github.com/mymmrac/telego"

	"github.com/chatbotsmanagers/faqbot/internal/bot/markup"
	"github.com/chatbotsmanagers/faqbot/internal/helpdesk"
)

// TicketSearch finds tickets by what was said in them.
type TicketSearch interface {
	// SearchTickets returns the tickets in which the words were said, the one with the number first, then newest first: at
	// most limit after the first offset.
	SearchTickets(ctx context.Context, words string, number int64, limit, offset int) ([]helpdesk.Found, error)
}

const (
	searchPage    = 10  // tickets on a page of what was found: ten of the longest fit into a message
	searchWords   = 60  // characters of the words that were looked for
	searchState   = 60  // characters of a ticket's state in a list
	searchName    = 40  // characters of a customer's name in a list
	searchExcerpt = 220 // characters of what was said
)

// find lists the tickets in which words were said: /find refund or /find 12.
func (m *managerTurn) find(ctx context.Context, words string) error {
	if words == "" {
		return m.refuse(ctx, "search.what", nil)
	}
	text, keyboard, err := m.foundAt(ctx, words, 0)
	if err != nil {
		return err
	}
	return m.say(ctx, text, buttons(keyboard), replyTo(m.message.MessageID))
}

// turnFound turns the list of what was found, in its own message, to another page. The words stand in the command that
// the list replies to, since a button has no room for them.
func (m *managerTurn) turnFound(ctx context.Context, offset int) error {
	list := m.press.Message.Message()
	if list == nil || list.ReplyToMessage == nil {
		return m.refuse(ctx, "search.again", nil)
	}
	c, ok := parseCommand(strings.TrimSpace(list.ReplyToMessage.Text))
	if c = c.spread(); !ok || c.name != "find" || c.payload == "" {
		return m.refuse(ctx, "search.again", nil)
	}
	text, keyboard, err := m.foundAt(ctx, c.payload, min(max(0, offset), maxPage))
	if err != nil {
		return err
	}
	return m.replace(ctx, text, keyboard)
}

// foundAt returns a page of the tickets in which words were said.
func (m *managerTurn) foundAt(ctx context.Context, words string, offset int) (html, telego.ReplyMarkup, error) {
	number, _ := ticketNumber(words)
	found, err := m.store.SearchTickets(ctx, words, number, searchPage+1, offset) // one more tells whether there are more
	if err != nil {
		return "", nil, err
	}
	if len(found) == 0 && offset > 0 { // there are fewer meanwhile
		return m.foundAt(ctx, words, 0)
	}
	quoted := shorten(words, searchWords)
	switch {
	case len(found) == 0 && number != 0:
		return m.text.say("search.no_ticket", args{"Ticket": number}), nil, nil
	case len(found) == 0:
		return m.text.say("search.nothing", args{"Words": quoted}), nil, nil
	}
	text := m.text.say("search.found", args{"Words": quoted})
	for _, f := range found[:min(len(found), searchPage)] {
		line, err := m.foundLine(ctx, f)
		if err != nil {
			return "", nil, err
		}
		text += "\n\n" + line
	}
	var pages []telego.InlineKeyboardButton
	if offset > 0 {
		pages = append(pages, m.button("search.button.back", verbFoundPage, max(0, offset-searchPage)))
	}
	if len(found) > searchPage {
		pages = append(pages, m.button("search.button.more", verbFoundPage, offset+searchPage))
	}
	return text, inline(pages), nil
}

// foundLine is a ticket that was found: its number and state, who asks, and what was said.
func (m *managerTurn) foundLine(ctx context.Context, f helpdesk.Found) (html, error) {
	state, err := m.stateInWords(ctx, f.Ticket)
	if err != nil {
		return "", err
	}
	customer, err := m.store.Customer(ctx, f.Ticket.CustomerID)
	if err != nil {
		return "", err
	}
	excerpt := highlighted(f.Excerpt, searchExcerpt)
	if excerpt == "" || f.Ticket.CustomerID == m.manager.ID { // the words may be a colleague's note
		excerpt = html(markup.Escape(questionOf(m.text, f.Ticket, searchExcerpt)))
	}
	return m.text.say("search.line", args{
		"Ticket": f.Ticket.ID, "State": shorten(state, searchState), "Name": shorten(customerName(m.text, customer), searchName),
	}) + " " + excerpt, nil
}

// highlighted is an excerpt on one line, of at most limit characters, with the words that were looked for in bold.
func highlighted(excerpt []helpdesk.Fragment, limit int) html {
	var line html
	for _, f := range excerpt {
		text := strings.NewReplacer("\n", " · ", "\t", " ").Replace(f.Text)
		cut := utf8.RuneCountInString(text) > limit
		if cut {
			text = shorten(text, max(limit, 2))
		}
		limit -= utf8.RuneCountInString(text)
		if f.Wanted {
			line += "<b>" + html(markup.Escape(text)) + "</b>"
		} else {
			line += html(markup.Escape(text))
		}
		if cut || limit < 2 {
			break
		}
	}
	return line
}
