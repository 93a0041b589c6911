package bot

import (
	"cmp"
	"context"
	"errors"
	"strings"

	"github.com/mymmrac/telego"

	"github.com/chatbotsmanagers/faqbot/internal/bot/markup"
	"github.com/chatbotsmanagers/faqbot/internal/helpdesk"
)

// CannedReplies are the answers that managers give often.
type CannedReplies interface {
	// AddCannedReply stores a new one and returns it with its id; helpdesk.ErrNameTaken when another has the name.
	AddCannedReply(ctx context.Context, r helpdesk.CannedReply) (helpdesk.CannedReply, error)
	// ChangeCannedReply stores another text and returns the reply as it is then.
	ChangeCannedReply(ctx context.Context, r helpdesk.CannedReply) (helpdesk.CannedReply, error)
	DeleteCannedReply(ctx context.Context, id int64) error
	CannedReply(ctx context.Context, id int64) (helpdesk.CannedReply, error)
	// CannedReplies returns those whose names begin so, in order of the alphabet: at most limit after the first offset.
	CannedReplies(ctx context.Context, beginning string, limit, offset int) ([]helpdesk.CannedReply, error)
}

const (
	cannedPage     = 10  // replies on a page of the list
	cannedExcerpt  = 70  // characters of a reply in the list
	cannedQuestion = 200 // characters of the customer's question in a reply
)

// canned lists the canned replies, shows one, or adds, edits and deletes them.
func (m *managerTurn) canned(ctx context.Context, payload string) error {
	verb, rest := cutWord(payload)
	switch strings.ToLower(verb) {
	case "add", "добавить":
		return m.addCanned(ctx)
	case "edit", "изменить":
		return m.editCanned(ctx)
	case "delete", "удалить":
		return m.askToDeleteCanned(ctx, rest)
	}
	id, known, err := m.meant(ctx)
	if err != nil || !known {
		return err
	}
	replies, err := m.store.CannedReplies(ctx, strings.ToLower(payload), cannedPage, 0)
	if err != nil {
		return err
	}
	switch {
	case payload == "":
		return m.listCanned(ctx, id, 0)
	case len(replies) == 0:
		return m.refuse(ctx, "canned.unknown", args{"Name": shorten(payload, searchWords)})
	case len(replies) == 1 || replies[0].Name == strings.ToLower(payload):
		return m.previewCanned(ctx, id, replies[0])
	}
	return m.say(ctx, m.text.say("canned.which"), buttons(inline(m.cannedRows(id, replies)...)))
}

// listCanned offers the canned replies for a ticket, 0 for none, after the first offset of them.
func (m *managerTurn) listCanned(ctx context.Context, id int64, offset int) error {
	offset = min(max(offset, 0), maxPage)
	replies, err := m.store.CannedReplies(ctx, "", cannedPage+1, offset) // one more tells whether there are more
	if err != nil {
		return err
	}
	if len(replies) == 0 {
		return m.refuse(ctx, "canned.none", nil)
	}
	text := m.text.say("canned.list")
	page := replies[:min(len(replies), cannedPage)]
	for _, r := range page {
		text += "\n" + m.text.say("canned.line", args{"Name": r.Name, "Text": shorten(markup.Strip(r.HTML), cannedExcerpt)})
	}
	text += "\n\n" + m.text.say("canned.how")
	rows := m.cannedRows(id, page)
	if len(replies) > cannedPage {
		rows = append(rows, row(m.button("search.button.more", verbCanned, id, offset+cannedPage)))
	}
	return m.say(ctx, text, buttons(inline(rows...)))
}

// cannedRows are buttons with the names of replies, two in a row.
func (m *managerTurn) cannedRows(id int64, replies []helpdesk.CannedReply) (rows [][]telego.InlineKeyboardButton) {
	for i, r := range replies {
		b := button(r.Name, data(verbCannedShow, id, r.ID))
		if i%2 == 0 {
			rows = append(rows, row(b))
		} else {
			rows[len(rows)-1] = append(rows[len(rows)-1], b)
		}
	}
	return rows
}

// showCanned shows the reply that a button names, as the customer of the ticket would get it.
func (m *managerTurn) showCanned(ctx context.Context, id, replyID int64) error {
	r, err := m.store.CannedReply(ctx, replyID)
	if errors.Is(err, helpdesk.ErrNotFound) {
		return m.refuse(ctx, "canned.gone", nil)
	}
	if err != nil {
		return err
	}
	return m.previewCanned(ctx, id, r)
}

// previewCanned shows a reply as the customer of the ticket would get it, with a button that sends it: no reply goes out
// unread. Without a ticket it is shown as it was written.
func (m *managerTurn) previewCanned(ctx context.Context, id int64, r helpdesk.CannedReply) error {
	if id == 0 {
		text := m.text.say("canned.shown", args{"Name": r.Name}) + "\n\n" + html(r.HTML)
		return m.say(ctx, text+"\n\n"+m.text.say("canned.no_ticket"))
	}
	ticket, err := m.found(ctx, id, m.store.Ticket)
	if err != nil || ticket == nil {
		return err
	}
	customer, err := m.store.Customer(ctx, ticket.CustomerID)
	if err != nil {
		return err
	}
	filled, missing := m.fillCanned(r, *ticket, customer)
	if len(missing) > 0 {
		return m.refuse(ctx, "canned.missing", args{"Name": r.Name, "Ticket": id, "What": m.placeholders(missing)})
	}
	a := args{"Name": r.Name, "Ticket": id, "Customer": customerName(m.text, customer)}
	text := m.text.say("canned.preview", a) + "\n\n" + html(filled)
	if markup.Len(string(text)) > maxMessage { // it grew by what was filled in
		return m.refuse(ctx, "canned.filled_too_long", args{"Name": r.Name, "Ticket": id})
	}
	send := button(m.text.label("canned.button.send", a), data(verbCannedSend, id, r.ID, r.Revision))
	return m.say(ctx, text, buttons(inline(row(send))), about(id))
}

// fillCanned fills the placeholders of a reply in, and returns those for which there is nothing.
func (m *managerTurn) fillCanned(r helpdesk.CannedReply, ticket helpdesk.Ticket, customer helpdesk.Customer) (string, []helpdesk.Placeholder) {
	values := map[helpdesk.Placeholder]string{
		helpdesk.PlaceholderName:     cmp.Or(customer.FirstName, customer.LastName),
		helpdesk.PlaceholderNumber:   ticketLabel(ticket.ID),
		helpdesk.PlaceholderManager:  m.manager.Name,
		helpdesk.PlaceholderQuestion: shorten(ticket.Question, cannedQuestion),
	}
	for p, v := range values { // it may stand in the address of a link too
		values[p] = strings.ReplaceAll(markup.Escape(v), `"`, "&quot;")
	}
	return helpdesk.Fill(r.HTML, values)
}

// placeholders names placeholders as the manager would type them.
func (m *managerTurn) placeholders(list []helpdesk.Placeholder) string {
	words := make([]string, 0, len(list))
	for _, p := range list {
		words = append(words, p.In(m.manager.Language))
	}
	return strings.Join(words, " ")
}

// sendCanned answers a ticket with a canned reply, as it was shown: one that was changed since is shown again.
func (m *managerTurn) sendCanned(ctx context.Context, id, replyID, revision int64) error {
	r, err := m.store.CannedReply(ctx, replyID)
	if errors.Is(err, helpdesk.ErrNotFound) {
		return m.refuse(ctx, "canned.gone", nil)
	}
	if err != nil {
		return err
	}
	if int64(r.Revision) != revision {
		m.notice = m.text.label("canned.changed_since")
		if err := m.drop(ctx, verbCannedSend); err != nil {
			return err
		}
		return m.previewCanned(ctx, id, r)
	}
	ticket, err := m.lock(ctx, id)
	if err != nil || ticket == nil {
		return err
	}
	event, err := ticket.Answer(m.manager.ID, m.now)
	if err != nil {
		return m.explain(ctx, *ticket, err)
	}
	customer, err := m.store.Customer(ctx, ticket.CustomerID)
	if err != nil {
		return err
	}
	filled, missing := m.fillCanned(r, *ticket, customer)
	if len(missing) > 0 {
		return m.refuse(ctx, "canned.missing", args{"Name": r.Name, "Ticket": id, "What": m.placeholders(missing)})
	}
	if again, err := m.pressedAgain(ctx); again || err != nil {
		return err
	}
	said, err := m.answerWith(ctx, *ticket, event, filled)
	if err != nil {
		return err
	}
	if err := m.drop(ctx, verbCannedSend); err != nil {
		return err
	}
	return m.say(ctx, m.text.say("canned.sent", args{
		"Name": r.Name, "Ticket": id, "Customer": customerName(m.text, customer),
	}), receiptOf(said), silently)
}
