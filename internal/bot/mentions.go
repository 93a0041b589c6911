package bot

import (
	"context"
	"errors"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/mymmrac/telego"

	"github.com/chatbotsmanagers/faqbot/internal/helpdesk"
)

// mentions are the colleagues whom a note names after "@".
type mentions struct {
	found   []helpdesk.Manager
	unknown []string // as they were typed, without "@"
	several []string // names that several colleagues have
}

// add names a colleague once.
func (n *mentions) add(who helpdesk.Manager) {
	if !slices.ContainsFunc(n.found, func(m helpdesk.Manager) bool { return m.ID == who.ID }) {
		n.found = append(n.found, who)
	}
}

// mentionsIn returns whom a text mentions: by the username, by the name, or by the first name, in any case. An "@" inside
// a word, as in an address, mentions nobody.
func mentionsIn(text string, staff []helpdesk.Manager) (n mentions) {
	for i := 0; i < len(text); i++ {
		if before, _ := utf8.DecodeLastRuneInString(text[:i]); text[i] != '@' || inWord(before) {
			continue
		}
		rest := text[i+1:]
		end := strings.IndexFunc(rest, func(r rune) bool { return !inWord(r) })
		if end < 0 {
			end = len(rest)
		}
		if end == 0 {
			continue
		}
		switch called := calledAt(rest, staff); len(called) {
		case 0:
			n.unknown = append(n.unknown, rest[:end])
		case 1:
			n.add(called[0])
		default:
			n.several = append(n.several, rest[:end])
		}
	}
	n.unknown, n.several = distinct(n.unknown), distinct(n.several)
	return n
}

func distinct(words []string) []string {
	slices.Sort(words)
	return slices.Compact(words)
}

// calledAt returns those of the staff whose name a text begins with: of several names the longest.
func calledAt(text string, staff []helpdesk.Manager) (called []helpdesk.Manager) {
	longest := 0
	for _, who := range staff {
		first, _ := cutWord(who.Name)
		length := 0
		for _, name := range []string{who.Username, who.Name, first} {
			if beginsWithName(text, name) {
				length = max(length, len(name))
			}
		}
		switch {
		case length == 0 || length < longest:
			continue
		case length > longest:
			called, longest = nil, length
		}
		called = append(called, who)
	}
	return called
}

// beginsWithName tells whether a text begins with a name, in any case, that ends there.
func beginsWithName(text, name string) bool {
	if name == "" || len(text) < len(name) || !strings.EqualFold(text[:len(name)], name) {
		return false
	}
	next, _ := utf8.DecodeRuneInString(text[len(name):])
	return len(text) == len(name) || !inWord(next)
}

// inWord tells whether a sign can stand in a name.
func inWord(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) || r == '_' }

// tellMentioned brings a note to the colleagues whom it mentions as it was written, and to the author of the note that it
// replies to, but for those who have it already. It returns what the writer must know of it.
func (m *managerTurn) tellMentioned(ctx context.Context, ticket helpdesk.Ticket, said helpdesk.Message, written *telego.Message) (html, error) {
	staff, err := m.store.Managers(ctx)
	if err != nil {
		return "", err
	}
	staff = helpdesk.Others(staff, ticket.CustomerID)
	named := mentionsIn(said.Text, staff)
	for _, e := range slices.Concat(written.Entities, written.CaptionEntities) {
		if e.Type != telego.EntityTypeTextMention || e.User == nil { // of somebody without a username
			continue
		}
		for _, who := range staff {
			if who.ID == e.User.ID {
				named.add(who)
			}
		}
	}
	replied, err := m.repliedMessage(ctx)
	if err != nil {
		return "", err
	}
	for _, who := range staff {
		if replied != nil && replied.Author == helpdesk.AuthorNote && who.ID == replied.AuthorID {
			named.add(who)
		}
	}
	var told []string
	for _, who := range named.found {
		if who.ID == m.manager.ID {
			continue
		}
		has, err := m.hasCopy(ctx, said.ID, who.ID)
		if err != nil {
			return "", err
		}
		if has {
			continue
		}
		if err := m.call(ctx, ticket, said, who.ID); err != nil {
			return "", err
		}
		told = append(told, m.called(who))
	}
	return m.mentionReport(told, named), nil
}

// call brings a note to a colleague whom it mentions.
func (m *managerTurn) call(ctx context.Context, ticket helpdesk.Ticket, said helpdesk.Message, colleagueID int64) error {
	c, err := m.forStaff(ctx, ticket, colleagueID, said)
	if err != nil {
		return err
	}
	c.mention = true
	c.head = c.words.say("mention.head", args{"Ticket": ticket.ID, "Name": m.manager.Name})
	return m.carry(ctx, c)
}

// tellSame brings a note to the colleagues whom an earlier one mentions.
func (m *managerTurn) tellSame(ctx context.Context, ticket helpdesk.Ticket, said, earlier helpdesk.Message) error {
	carriers, err := m.store.Carriers(ctx, earlier.ID)
	if err != nil {
		return err
	}
	for _, c := range carriers {
		if !c.Mention {
			continue
		}
		_, err := m.store.Manager(ctx, c.ChatID)
		if errors.Is(err, helpdesk.ErrNotFound) { // who has left hears nothing more of it
			continue
		}
		if err == nil {
			err = m.call(ctx, ticket, said, c.ChatID)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// mentionReport says who is told of a note, and whom it names in vain.
func (m *managerTurn) mentionReport(told []string, named mentions) (text html) {
	if len(told) > 0 {
		text += "\n" + m.text.say("mention.told", args{"Names": strings.Join(told, ", ")})
	}
	if len(named.unknown) > 0 {
		text += "\n" + m.text.say("mention.unknown", args{"Names": shorten("@"+strings.Join(named.unknown, ", @"), lineExcerpt)})
	}
	if len(named.several) > 0 {
		text += "\n" + m.text.say("mention.several", args{"Names": shorten("@"+strings.Join(named.several, ", @"), lineExcerpt)})
	}
	return text
}
