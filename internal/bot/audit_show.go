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

// auditPage is how many records a page of the audit log shows.
const auditPage = 15

// auditLog shows an administrator the latest of the audit log: all of it, of a ticket, or of a person: /audit @oleg.
func (m *managerTurn) auditLog(ctx context.Context, payload string) error {
	if m.manager.Role != helpdesk.RoleAdministrator {
		return m.refuse(ctx, "manager.administrators_only", args{"Command": "/audit"})
	}
	var f helpdesk.AuditFilter
	if id, ok := ticketNumber(payload); ok {
		f.TicketID = id
	} else if payload != "" {
		id, err := m.staffCalled(ctx, payload)
		if err != nil {
			return err
		}
		if id == 0 {
			return m.refuse(ctx, "audit.whose", nil)
		}
		f.PersonID = id
	}
	text, keyboard, err := m.auditAt(ctx, f)
	if err != nil {
		return err
	}
	return m.say(ctx, text, buttons(keyboard))
}

// staffCalled returns who is, or was, of the staff under the name that somebody typed; 0 when that is nobody or several.
func (m *managerTurn) staffCalled(ctx context.Context, typed string) (int64, error) {
	staff, err := m.store.Managers(ctx)
	if err != nil {
		return 0, err
	}
	for _, who := range staff {
		if strings.EqualFold(typed, "@"+who.Username) && who.Username != "" {
			return who.ID, nil
		}
	}
	names, err := m.store.StaffNames(ctx)
	if err != nil {
		return 0, err
	}
	found := int64(0)
	for id, name := range names {
		first, _ := cutWord(name)
		if name == "" || !strings.EqualFold(typed, name) && !strings.EqualFold(typed, first) {
			continue
		}
		if found != 0 {
			return 0, nil
		}
		found = id
	}
	return found, nil
}

// turnAudit turns the audit log, in its own message, to what is older than a record; 0 turns it to the latest.
func (m *managerTurn) turnAudit(ctx context.Context, f helpdesk.AuditFilter) error {
	if m.manager.Role != helpdesk.RoleAdministrator {
		return m.refuse(ctx, "manager.administrators_only", args{"Command": "/audit"})
	}
	text, keyboard, err := m.auditAt(ctx, f)
	if err != nil {
		return err
	}
	return m.replace(ctx, text, keyboard)
}

// auditAt returns a page of the audit log, the newest record first.
func (m *managerTurn) auditAt(ctx context.Context, f helpdesk.AuditFilter) (html, telego.ReplyMarkup, error) {
	records, err := m.store.AuditLog(ctx, f, auditPage+1)
	if err != nil {
		return "", nil, err
	}
	names, err := m.staffNames(ctx)
	if err != nil {
		return "", nil, err
	}
	text := m.text.say("audit.title")
	switch {
	case f.TicketID != 0:
		text = m.text.say("audit.title.ticket", args{"Ticket": f.TicketID})
	case f.PersonID != 0:
		text = m.text.say("audit.title.person", args{"Name": names[f.PersonID]})
	}
	if len(records) == 0 {
		return text + "\n\n" + m.text.say("audit.empty"), nil, nil
	}
	text += "\n"
	shown := 0
	for _, r := range records[:min(len(records), auditPage)] {
		line, err := m.auditLine(ctx, r, names)
		if err != nil {
			return "", nil, err
		}
		if shown > 0 && markup.Len(string(text+"\n"+line)) > maxMessage { // of long names a page holds fewer
			break
		}
		text += "\n" + line
		shown++
	}
	var pages []telego.InlineKeyboardButton
	if f.Before != 0 {
		pages = append(pages, m.button("audit.button.latest", verbAudit, 0, f.TicketID, f.PersonID))
	}
	if shown < len(records) {
		pages = append(pages, m.button("audit.button.earlier", verbAudit, records[shown-1].ID, f.TicketID, f.PersonID))
	}
	return text, inline(pages), nil
}

// auditLine is a record in a sentence.
func (m *managerTurn) auditLine(ctx context.Context, r helpdesk.AuditRecord, names map[int64]string) (html, error) {
	person, err := m.personCalled(ctx, r.PersonID, names)
	if err != nil {
		return "", err
	}
	key := "audit.deed." + string(r.Deed)
	switch {
	case r.Deed == helpdesk.DeedJoined && r.ActorID == 0:
		key = "audit.deed.joined.configured"
	case r.Deed == helpdesk.DeedAssigned && r.PersonID == r.ActorID:
		key = "audit.deed.assigned.self"
	}
	details := r.Details
	switch r.Deed { //nolint:exhaustive // the details of the others are no word of ours
	case helpdesk.DeedInvited, helpdesk.DeedJoined, helpdesk.DeedRoleChanged:
		details = m.text.label("manager.role." + r.Details)
	case helpdesk.DeedDraftEdited:
		details = m.text.label("audit.part." + r.Details)
	}
	return m.text.say("audit.line", args{"Time": m.clock(r.At)}) + m.text.say(key, args{
		"Actor": cmp.Or(names[r.ActorID], m.text.label("manager.nameless")), "Person": person, "Ticket": r.TicketID,
		"Object": r.Object, "Details": details,
	}), nil
}

// personCalled is how somebody of the staff, or a customer, is called.
func (m *managerTurn) personCalled(ctx context.Context, id int64, names map[int64]string) (string, error) {
	if name, ofStaff := names[id]; ofStaff || id == 0 {
		return name, nil
	}
	customer, err := m.store.Customer(ctx, id)
	if errors.Is(err, helpdesk.ErrNotFound) { // deleted meanwhile
		return m.text.label("manager.nameless_customer"), nil
	}
	return customerName(m.text, customer), err
}
