package helpdesk

import (
	"slices"
	"strings"
)

// Part is one of the messages that were sent in a burst and make one message of a ticket. Its author can still edit it or
// take it back.
type Part struct {
	TelegramID int
	Text       string
	HTML       string
}

// Part returns the message as a part of a longer one.
func (m *Message) Part() Part { return Part{m.TelegramID, m.Text, m.HTML} }

// Consist makes the message say what its parts say, each on a line of its own.
func (m *Message) Consist(parts []Part) {
	texts, htmls := make([]string, len(parts)), make([]string, len(parts))
	for i, p := range parts {
		texts[i], htmls[i] = p.Text, p.HTML
	}
	m.Text, m.HTML = strings.Join(texts, "\n"), strings.Join(htmls, "\n")
}

// PartAt returns the index of the part with the place in its author's chat, -1 when there is none.
func PartAt(parts []Part, telegramID int) int {
	return slices.IndexFunc(parts, func(p Part) bool { return p.TelegramID == telegramID })
}
