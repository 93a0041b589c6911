package bot

import (
	"context"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/chatbotsmanagers/faqbot/internal/helpdesk"
)

const (
	// maxBeginning is how many of a ticket's first messages are looked at for what it is about.
	maxBeginning = 20
	// excerptLines is how many lines an excerpt has at most.
	excerptLines = 8
)

// beginning returns what the customer said within the first minute of a ticket that nobody has taken yet, beside its question:
// many ask in several short messages, and who is to take the ticket must see more than the first of them.
func (t *turn) beginning(ctx context.Context, ticket helpdesk.Ticket) ([]helpdesk.Message, error) {
	if ticket.State != helpdesk.StateNew {
		return nil, nil
	}
	if key, err := t.offerKey(ctx, ticket); err != nil || key != offerNew {
		return nil, err
	}
	first, err := t.store.FirstMessages(ctx, ticket.ID, maxBeginning)
	if err != nil {
		return nil, err
	}
	end := ticket.CreatedAt.Add(helpdesk.BurstSpan)
	first = slices.DeleteFunc(first, func(m helpdesk.Message) bool {
		return m.Author != helpdesk.AuthorCustomer || m.CreatedAt.Before(ticket.CreatedAt) || m.CreatedAt.After(end)
	})
	asks := func(m helpdesk.Message) bool {
		return m.Text == ticket.Question && (m.Kind == kindText || m.Text == "")
	}
	if i := slices.IndexFunc(first, asks); i >= 0 {
		first = slices.Delete(first, i, i+1)
	}
	return slices.DeleteFunc(first, func(m helpdesk.Message) bool { return !m.DeletedAt.IsZero() }), nil
}

// inFull returns what a ticket is about, as plain text in several lines: the question, else the reason of the ticket, and what
// followed at once.
func inFull(words localizer, ticket helpdesk.Ticket, beginning []helpdesk.Message) string {
	lines := make([]string, 0, 1+len(beginning))
	captions := func(m helpdesk.Message) bool { return m.Kind != kindText && m.Text != "" && m.Text == ticket.Question }
	switch {
	case ticket.Question == "" && (len(beginning) == 0 || ticket.Origin == helpdesk.OriginAttachment):
		lines = append(lines, originInWords(words, ticket))
	case !slices.ContainsFunc(beginning, captions): // else the picture says it
		lines = append(lines, ticket.Question)
	}
	for _, m := range beginning {
		lines = append(lines, inLine(words, m))
	}
	return strings.Join(lines, "\n")
}

// inLine returns a message as it stands among lines of text: a picture by its kind and its caption.
func inLine(words localizer, m helpdesk.Message) string {
	if m.Kind == kindText {
		return m.Text
	}
	kind := words.label("manager.kind." + m.Kind)
	if hasCaption(m.Kind) && m.Text != "" {
		return kind + " " + m.Text
	}
	return kind
}

// excerpt returns the text line by line with about limit characters at most.
func excerpt(text string, limit int) string {
	var lines []string
	for line := range strings.Lines(text) {
		line = strings.Join(strings.Fields(line), " ")
		switch {
		case line == "":
			continue
		case len(lines) > 0 && (limit < 2 || len(lines) == excerptLines):
			lines[len(lines)-1] += "…"
			return strings.Join(lines, "\n")
		}
		short := shorten(line, limit)
		lines = append(lines, short)
		if short != line {
			break
		}
		limit -= utf8.RuneCountInString(line) + len("\n")
	}
	return strings.Join(lines, "\n")
}
