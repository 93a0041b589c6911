package bot

import (
	"context"
	"errors"
	"regexp"
	"time"

	"github.com/mymmrac/telego"
	"github.com/mymmrac/telego/telegoutil"

	"github.com/chatbotsmanagers/faqbot/internal/delivery"
	"github.com/chatbotsmanagers/faqbot/internal/helpdesk"
)

// Exports are files of tickets, which take too long to write while a command waits.
type Exports interface {
	// Export makes the bot write the file soon, by [Bot.Export].
	Export(ctx context.Context, e helpdesk.Export) error
	// Records calls each with every ticket that was opened in a period, oldest first, until it returns an error.
	Records(ctx context.Context, p helpdesk.Period, each func(helpdesk.Record) error) error
}

const (
	exportDays = 30 // of the period when none is named
	dayForm    = "02.01.2006"
)

// export promises an administrator a file of the tickets that were opened in a period: /export 01.11.2026 30.11.2026.
func (m *managerTurn) export(ctx context.Context, payload string) error {
	if m.manager.Role != helpdesk.RoleAdministrator {
		return m.refuse(ctx, "manager.administrators_only", args{"Command": "/export"})
	}
	p, problem, about := m.period(payload)
	if problem != "" {
		return m.refuse(ctx, problem, about)
	}
	if err := m.store.Export(ctx, helpdesk.Export{ManagerID: m.manager.ID, Period: p}); err != nil {
		return err
	}
	a := m.periodInWords(p)
	days := p.From.Format(dayForm) + " – " + p.To.AddDate(0, 0, -1).Format(dayForm)
	record := helpdesk.AuditRecord{At: m.now, ActorID: m.manager.ID, Deed: helpdesk.DeedExported, Details: days}
	if err := m.store.AddAuditRecord(ctx, record); err != nil { // not by audit, which would take the days for a phone
		return err
	}
	return m.say(ctx, m.text.say("export.promised", a))
}

// dates finds what looks like dates between other words: «с 01.11.2026 по 30.11.2026», "2026-11-01 - 2026-11-30".
var dates = regexp.MustCompile(`\d+[.\-/]\d+[.\-/]\d+`)

// dayForms are the forms in which people type a date.
var dayForms = []string{dayForm, "2.1.2006", time.DateOnly}

// dayShape is how dates are typed, of whatever day.
var dayShape = regexp.MustCompile(`^(\d{1,2}\.\d{1,2}\.\d{4}|\d{4}-\d{2}-\d{2})$`)

// period reads from which day to which, both included; without the second, to today. Of one that is none it returns the
// key of what to say, and about what.
func (t *turn) period(typed string) (p helpdesk.Period, problem string, about args) {
	today := time.Date(t.now.Year(), t.now.Month(), t.now.Day(), 0, 0, 0, 0, t.Location)
	days := dates.FindAllString(typed, -1)
	switch {
	case typed == "":
		return helpdesk.Period{From: today.AddDate(0, 0, 1-exportDays), To: today.AddDate(0, 0, 1)}, "", nil
	case len(days) == 0 || len(days) > 2:
		return p, "export.how", nil
	}
	read := []time.Time{today, today} // the last is the default of the second
	for i, typed := range days {
		day, problem := t.day(typed)
		if problem != "" {
			return p, problem, args{"Day": typed}
		}
		read[i] = day
	}
	if read[1].Before(read[0]) {
		return p, "export.backwards", nil
	}
	return helpdesk.Period{From: read[0], To: read[1].AddDate(0, 0, 1)}, "", nil
}

// day reads a date by the company's clock. Of one that is none it returns the key of what to say.
func (t *turn) day(typed string) (day time.Time, problem string) {
	for _, form := range dayForms {
		day, err := time.ParseInLocation(form, typed, t.Location)
		switch {
		case err != nil:
			continue
		case day.Year() < 2000 || day.Year() >= 3000:
			return day, "export.how"
		}
		return day, ""
	}
	if dayShape.MatchString(typed) {
		return day, "export.no_day"
	}
	return day, "export.how"
}

func (t *turn) periodInWords(p helpdesk.Period) args {
	return args{"From": p.From.In(t.Location).Format(dayForm), "To": p.To.In(t.Location).AddDate(0, 0, -1).Format(dayForm)}
}

// Export writes the file that an administrator was promised and sends it. Who is no administrator any more gets none.
func (b *Bot) Export(ctx context.Context, s Store, e helpdesk.Export) error {
	manager, err := exporter(ctx, s, e)
	if err != nil || manager == nil {
		return err
	}
	t := &turn{Bot: b, store: s, now: b.Now().In(b.Location), text: b.texts.in(manager.Language)}
	table := t.newTable(manager.Language, e.Period)
	err = s.Records(ctx, e.Period, table.add)
	full := errors.Is(err, errTableFull)
	if err != nil && !full {
		return err
	}
	// Only now, since a change of roles waits for it, and everybody for that change. Either it sees what is queued here, or this
	// sees the change.
	if err := s.KeepStaff(ctx); err != nil {
		return err
	}
	if manager, err = exporter(ctx, s, e); err != nil || manager == nil {
		return err
	}
	a := t.periodInWords(e.Period)
	switch {
	case full:
		return t.tell(ctx, manager.ID, t.text.say("export.too_big", a))
	case table.rows == 0:
		return t.tell(ctx, manager.ID, t.text.say("export.nothing", a))
	}
	return t.sendTable(ctx, manager.ID, e.Period, table)
}

// exporter returns the administrator who was promised a file, nil when that is no administrator any more.
func exporter(ctx context.Context, s Store, e helpdesk.Export) (*helpdesk.Manager, error) {
	manager, err := s.Manager(ctx, e.ManagerID)
	if errors.Is(err, helpdesk.ErrNotFound) || err == nil && manager.Role != helpdesk.RoleAdministrator {
		return nil, nil
	}
	return &manager, err
}

// sendTable sends the tickets of a period as a file.
func (t *turn) sendTable(ctx context.Context, to int64, p helpdesk.Period, table *table) error {
	content, err := table.bytes()
	if err != nil {
		return err
	}
	a := t.periodInWords(p)
	a["Rows"] = table.rows
	name := "tickets_" + p.From.In(t.Location).Format(time.DateOnly) + "_" +
		p.To.In(t.Location).AddDate(0, 0, -1).Format(time.DateOnly) + ".csv"
	_, err = t.queue(ctx, delivery.Outgoing{
		ChatID: to, Method: "sendDocument", File: &delivery.File{Field: "document", Name: name, Content: content},
	}, map[string]any{
		"chat_id": telegoutil.ID(to), "caption": string(t.text.say("export.done", a)), "parse_mode": telego.ModeHTML,
	})
	return err
}
