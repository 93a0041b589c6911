package bot

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/chatbotsmanagers/faqbot/internal/delivery"
	"github.com/chatbotsmanagers/faqbot/internal/helpdesk"
)

// errTableFull says that a table has become longer than Telegram takes.
var errTableFull = errors.New("the table is too big for a file")

// tableTime is how times stand in a table: spreadsheets read it as a time, and texts of it sort right.
const tableTime = "2006-01-02 15:04"

// table is a CSV of tickets as spreadsheets open it: with the mark of UTF-8, which Excel needs, and in Russian with
// semicolons, which is what Excel expects there, since the comma is in the numbers.
type table struct {
	*turn
	buffer bytes.Buffer
	out    *csv.Writer
	rows   int
}

// columns are the headings; the text of each has the key "export.column." and its name.
var columns = []string{
	"number", "created", "state", "origin", "topic", "question", "priority", "tags", "customer", "username", "customer_id",
	"manager", "answered", "answered_in", "resolved", "resolved_in", "closed", "reopened", "breached", "score", "comment",
}

func (t *turn) newTable(l helpdesk.Language, p helpdesk.Period) *table {
	x := &table{turn: t}
	x.buffer.WriteString("\uFEFF")
	x.out = csv.NewWriter(&x.buffer)
	x.out.UseCRLF = true
	if l == helpdesk.Russian {
		x.out.Comma = ';'
	}
	headings := make([]string, len(columns))
	zone := args{"Zone": utcOffsets(p.From.In(t.Location), t.now)}
	for i, name := range columns {
		headings[i] = t.text.label("export.column."+name, zone)
	}
	_ = x.out.Write(headings) // a buffer takes everything
	return x
}

// utcOffsets names a clock as people know it, by its distance from UTC between two moments: all of them where it is put forward
// in summer.
func utcOffsets(from, to time.Time) string {
	var names []string
	for at := from; ; at = at.AddDate(0, 1, 0) {
		if at.After(to) {
			at = to
		}
		_, seconds := at.Zone()
		name := fmt.Sprintf("UTC%+d", seconds/3600)
		if rest := seconds % 3600 / 60; rest != 0 {
			name += fmt.Sprintf(":%02d", max(rest, -rest))
		}
		if !slices.Contains(names, name) {
			names = append(names, name)
		}
		if at.Equal(to) {
			return strings.Join(names, "/")
		}
	}
}

// add writes a line.
func (x *table) add(r helpdesk.Record) error {
	t := r.Ticket
	line := []string{
		ticketLabel(t.ID), x.at(t.CreatedAt), x.text.label("export.state." + string(t.State)),
		whyInWords(x.text, t), t.Topic, t.Question, x.text.label("manager.priority." + string(t.Priority)),
		strings.Join(t.Tags, ", "), r.Customer.Name(), r.Customer.Username, strconv.FormatInt(r.Customer.ID, 10),
		r.Assignee, x.at(t.FirstResponseAt), x.minutes(t.CreatedAt, t.FirstResponseAt),
		x.at(t.ResolvedAt), x.minutes(t.CreatedAt, t.ResolvedAt), x.at(t.ClosedAt),
		strconv.Itoa(r.Reopened), strconv.Itoa(r.Breached), "", r.Comment,
	}
	if r.Score != 0 {
		line[len(line)-2] = strconv.Itoa(r.Score)
	}
	for i := range line {
		line[i] = defused(line[i])
	}
	if err := x.out.Write(line); err != nil {
		return err
	}
	x.rows++
	if x.buffer.Len() > delivery.MaxFile {
		return errTableFull
	}
	return nil
}

// bytes ends the table.
func (x *table) bytes() ([]byte, error) {
	x.out.Flush()
	if err := x.out.Error(); err != nil {
		return nil, err
	}
	return x.buffer.Bytes(), nil
}

func (x *table) at(at time.Time) string {
	if at.IsZero() {
		return ""
	}
	return at.In(x.Location).Format(tableTime)
}

// minutes is the working time between two moments, empty when the second never came.
func (x *table) minutes(from, to time.Time) string {
	if to.IsZero() {
		return ""
	}
	return strconv.Itoa(int(x.Calendar.Between(from, to).Minutes()))
}

// defused keeps a spreadsheet from running what a customer wrote: a cell that begins like a formula begins with an
// apostrophe instead, which makes it text.
func defused(cell string) string {
	begin := strings.TrimLeft(cell, " \u00A0\uFEFF")
	if begin != "" && strings.ContainsRune("=+-@\t\r\n|%＝＋－＠", []rune(begin)[0]) {
		return "'" + cell
	}
	return cell
}
