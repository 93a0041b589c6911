package bot

import (
	"context"
	"fmt"

	"github.com/chatbotsmanagers/faqbot/internal/helpdesk"
)

// Telegram sends the pieces of an album one by one, and says of none which is the last. Each is handled at once, so that none
// waits for another that may never come: all go to where the first went, confirmed once. They meet again in the outbox.

// rememberAlbum is how a dialogue remembers an album: with what its first piece went as.
func rememberAlbum(album string, first helpdesk.Message) string {
	return fmt.Sprintf("%s %d %s %d", album, first.TicketID, first.Author, first.ID)
}

// recallAlbum returns what the first piece of an album went as, and false when a dialogue remembers another album or none.
func recallAlbum(remembered, album string) (first helpdesk.Message, known bool) {
	var last string
	_, err := fmt.Sscanf(remembered, "%s %d %s %d", &last, &first.TicketID, &first.Author, &first.ID)
	return first, err == nil && last == album
}

// albumNowhere stands for the author of an album that no ticket took.
const albumNowhere helpdesk.Author = "nobody"

// albumTicket returns the ticket that earlier pieces of the same album went to, 0 when they went to none, and whether there
// were any.
func (c *customerTurn) albumTicket() (id int64, later bool) {
	if c.message == nil {
		return 0, false
	}
	first, known := recallAlbum(c.dialogue.Data[dataAlbum], c.message.MediaGroupID)
	if !known || first.Author != helpdesk.AuthorCustomer { // who is a manager too may begin it as one
		return 0, false
	}
	return first.TicketID, true
}

// keepAlbum remembers which ticket an album goes to, 0 for none.
func (c *customerTurn) keepAlbum(ticketID int64) {
	if c.message != nil && c.message.MediaGroupID != "" {
		first := helpdesk.Message{TicketID: ticketID, Author: helpdesk.AuthorCustomer}
		c.dialogue.Data[dataAlbum] = rememberAlbum(c.message.MediaGroupID, first)
	}
}

// enterAlbum finds out where the earlier pieces of the message's album went, or remembers that an album begins.
func (m *managerTurn) enterAlbum(ctx context.Context) error {
	album := m.message.MediaGroupID
	if album == "" {
		return nil
	}
	remembered, err := m.remembered(ctx, dataAlbum)
	if err != nil {
		return err
	}
	if m.albumFirst, m.laterInAlbum = recallAlbum(remembered, album); m.laterInAlbum {
		return nil
	}
	return m.keepAlbum(ctx, helpdesk.Message{Author: albumNowhere})
}

// keepAlbum remembers which ticket the first piece of an album went to, and as what: words of the manager, or a note.
func (m *managerTurn) keepAlbum(ctx context.Context, first helpdesk.Message) error {
	if m.message.MediaGroupID == "" || m.laterInAlbum {
		return nil
	}
	return m.remember(ctx, dataAlbum, rememberAlbum(m.message.MediaGroupID, first))
}

// goOnWithAlbum puts a later piece of an album where the first went. What became of the first was said already, also that
// it went nowhere: so a caption that makes it a note keeps the whole album from the customer.
func (m *managerTurn) goOnWithAlbum(ctx context.Context, said helpdesk.Message) error {
	if m.albumFirst.Author == helpdesk.AuthorCustomer {
		return m.asOwnCustomer(ctx)
	}
	if !m.manager.Works() { // since a moment ago
		return nil
	}
	if m.albumFirst.Author == helpdesk.AuthorNote {
		ticket, said, err := m.keepNote(ctx, m.albumFirst.TicketID, said)
		if err != nil || ticket == nil {
			return err
		}
		return m.tellSame(ctx, *ticket, said, m.albumFirst)
	}
	if m.albumFirst.Author == helpdesk.AuthorManager {
		return m.speak(ctx, m.albumFirst.TicketID, said)
	}
	return nil
}
