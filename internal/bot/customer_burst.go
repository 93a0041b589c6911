package bot

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/mymmrac/telego"
	"github.com/mymmrac/telego/telegoutil"

	"github.com/chatbotsmanagers/faqbot/internal/bot/markup"
	"github.com/chatbotsmanagers/faqbot/internal/delivery"
	"github.com/chatbotsmanagers/faqbot/internal/helpdesk"
)

// Bursts are the messages of which a ticket message may be made.
type Bursts interface {
	// Parts returns the messages of which a ticket message was made, in order, nothing for one that was sent as it is.
	Parts(ctx context.Context, messageID int64) ([]helpdesk.Part, error)
	// SaveParts stores a message that consists of the parts from now on.
	SaveParts(ctx context.Context, m helpdesk.Message, parts []helpdesk.Part) error
}

// burstRoom is what a message that grows leaves to the head above it, in which a long name may stand.
const burstRoom = 300

// speaksIn returns the ticket in which the customer said something an instant ago, 0 if there is none.
func (c *customerTurn) speaksIn() (ticketID int64) {
	var at int64
	if _, err := fmt.Sscanf(c.dialogue.Data[dataSaid], "%d %d", &ticketID, &at); err != nil || c.now.Sub(time.Unix(at, 0)) > helpdesk.BurstGap {
		return 0
	}
	return ticketID
}

// goesOnIn is speaksIn for a ticket that is live.
func (c *customerTurn) goesOnIn(ctx context.Context) (ticketID int64, err error) {
	live, err := c.live(ctx)
	for _, t := range live {
		if t.ID == c.speaksIn() {
			return t.ID, err
		}
	}
	return 0, err
}

// saidNow remembers that the customer speaks in the ticket at this moment, and tells whether the words before were said
// there too, an instant ago.
func (c *customerTurn) saidNow(ticketID int64) (again bool) {
	again = c.speaksIn() == ticketID
	c.dialogue.Data[dataSaid] = fmt.Sprintf("%d %d", ticketID, c.now.Unix())
	if !again {
		delete(c.dialogue.Data, dataToo)
	}
	return again
}

// tellsToo tells whether it is to be said that something in a burst went to the ticket too: a file or another question, which
// somebody waits to see accepted, unlike one more line of the same words. Once is enough.
func (c *customerTurn) tellsToo(said helpdesk.Message) bool {
	switch {
	case c.dialogue.Data[dataToo] != "" || said.Kind == "sticker" || said.Kind == "dice":
		return false
	case said.Kind == kindText && !strings.Contains(said.Text, "?"):
		return false
	}
	c.dialogue.Data[dataToo] = "yes"
	return true
}

// burst returns the message of the ticket that the customer's next words continue, nil when they begin a new one. Only
// plain words do: a picture goes on its own, and a Telegram reply says what it is to.
func (c *customerTurn) burst(ctx context.Context, ticket helpdesk.Ticket, said helpdesk.Message) (*helpdesk.Message, error) {
	if !c.isNow(said) || said.Kind != kindText || c.message.ReplyToMessage != nil {
		return nil, nil
	}
	messages, err := c.store.Messages(ctx, ticket.ID, 1)
	if err != nil || len(messages) == 0 {
		return nil, err
	}
	last := messages[0]
	switch {
	case last.Author != helpdesk.AuthorCustomer || last.Kind != kindText || !last.DeletedAt.IsZero(),
		last.Text == ticket.Question, // which stays as it was asked
		c.now.Sub(last.CreatedAt) > helpdesk.BurstSpan,
		markup.Len(last.HTML+"\n"+said.HTML)+burstRoom > maxMessage:
		return nil, nil
	}
	carriers, err := c.store.Carriers(ctx, last.ID)
	if err != nil || !c.grows(ticket, carriers) {
		return nil, err
	}
	return &last, nil
}

// grows tells whether a message can grow where it was brought: at the manager who has the ticket now and nowhere else, and
// in one message without a quotation, which an edit of what waits would lose.
func (c *customerTurn) grows(ticket helpdesk.Ticket, carriers []delivery.Outgoing) bool {
	if ticket.AssigneeID == 0 {
		return len(carriers) == 0
	}
	return len(carriers) == 1 && carriers[0].ChatID == ticket.AssigneeID && carriers[0].Method == "sendMessage" &&
		!bytes.Contains(carriers[0].Params, []byte(`"reply_parameters"`))
}

// join makes what the customer says a further line of what was said an instant ago, there and where it was brought.
func (c *customerTurn) join(ctx context.Context, ticket helpdesk.Ticket, message, said helpdesk.Message) error {
	parts, err := c.store.Parts(ctx, message.ID)
	if err != nil {
		return err
	}
	if len(parts) == 0 {
		parts = []helpdesk.Part{message.Part()}
	}
	parts = append(parts, said.Part())
	message.Consist(parts)
	if err := c.store.SaveParts(ctx, message, parts); err != nil {
		return err
	}
	return c.relayLines(ctx, ticket, message)
}

// relayLines brings a message that has more or fewer lines now to where it stands.
func (t *turn) relayLines(ctx context.Context, ticket helpdesk.Ticket, message helpdesk.Message) error {
	carriers, err := t.store.Carriers(ctx, message.ID)
	if err != nil {
		return err
	}
	for _, carrier := range carriers {
		_, err := t.store.Manager(ctx, carrier.ChatID)
		if errors.Is(err, helpdesk.ErrNotFound) { // who has left hears nothing more of it
			continue
		}
		if err == nil {
			err = t.grow(ctx, ticket, message, carrier)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// grow changes the lines of a copy. While it waits it is sent with just these, so that nobody sees one that was taken back;
// of several edits that wait only the last goes out. The edit names the message, so that a refusal of it is noticed.
func (t *turn) grow(ctx context.Context, ticket helpdesk.Ticket, message helpdesk.Message, carrier delivery.Outgoing) error {
	c, err := t.forStaff(ctx, ticket, carrier.ChatID, message)
	if err != nil {
		return err
	}
	edit := delivery.Outgoing{ChatID: c.to, Method: "editMessageText", About: carrier.ID, MessageID: message.ID, Latest: true}
	_, err = t.queue(ctx, edit, &telego.EditMessageTextParams{
		ChatID: telegoutil.ID(c.to), Text: c.text(maxMessage), ParseMode: telego.ModeHTML,
		LinkPreviewOptions: &telego.LinkPreviewOptions{IsDisabled: true},
	})
	return err
}

// editedPart returns a ticket message with an edit of it, or of the part of it that was edited. It is nil when nothing is
// to be done: the part was taken back, or nothing changed that anybody reads.
func (c *customerTurn) editedPart(ctx context.Context, message, now helpdesk.Message) (*helpdesk.Message, error) {
	parts, err := c.store.Parts(ctx, message.ID)
	if err != nil {
		return nil, err
	}
	if len(parts) == 0 {
		c.replaced = c.replaces(message.FileID)
		if now.Kind == message.Kind && now.HTML == message.HTML && !c.replaced {
			return nil, nil
		}
		message.Kind, message.FileID, message.Piece, message.Text, message.HTML = now.Kind, now.FileID, now.Piece, now.Text, now.HTML
		message.EditedAt = c.now
		return &message, c.store.EditMessage(ctx, message)
	}
	i := helpdesk.PartAt(parts, now.TelegramID)
	if i < 0 || parts[i].HTML == now.HTML {
		return nil, nil
	}
	parts[i] = now.Part()
	message.Consist(parts)
	message.EditedAt = c.now
	return &message, c.store.SaveParts(ctx, message, parts)
}

// dropPart takes one of the parts of a message back and returns how many are left: 0 for a message that is to be taken back
// as a whole, less for a part that was taken back before.
func (t *turn) dropPart(ctx context.Context, message *helpdesk.Message, telegramID int) (left int, err error) {
	parts, err := t.store.Parts(ctx, message.ID)
	if err != nil || len(parts) == 0 {
		return 0, err
	}
	i := helpdesk.PartAt(parts, telegramID)
	if i < 0 || len(parts) == 1 {
		return i, nil
	}
	parts = slices.Delete(parts, i, i+1)
	message.Consist(parts)
	message.EditedAt = t.now
	return len(parts), t.store.SaveParts(ctx, *message, parts)
}
