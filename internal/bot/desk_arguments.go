package bot

import (
	"cmp"
	"context"
	"strconv"
	"strings"

	"github.com/chatbotsmanagers/faqbot/internal/helpdesk"
)

// numbered returns the ticket that a command means and what else stands in it: a number at its beginning, else the ticket
// whose message it replies to, else the one in hand. The ticket is 0 when it cannot be told, and the manager was asked.
func (m *managerTurn) numbered(ctx context.Context, c command) (id int64, rest string, err error) {
	first, rest := cutWord(c.payload)
	if id, ok := ticketNumber(first); ok {
		return id, rest, nil
	}
	id, known, err := m.meant(ctx)
	if err != nil || !known {
		return 0, "", err
	}
	if id == 0 {
		return 0, "", m.refuse(ctx, "manager.which_ticket", args{"Example": m.example(c)})
	}
	return id, c.payload, nil
}

// example shows a command as it can be typed: with a number, and what else it needs.
func (m *managerTurn) example(c command) string {
	typed := "/" + c.name + " 12"
	key := "manager.example." + c.name
	if rest := m.text.label(key); rest != key {
		typed += " " + rest
	}
	return typed
}

// cutWord cuts the first word off. A number may stand apart from its sign, as in "№ 12".
func cutWord(text string) (word, rest string) {
	trimmed := strings.TrimLeft(strings.TrimLeft(text, "№#"), " ")
	end := strings.IndexAny(trimmed, " \n")
	if end < 0 {
		return trimmed, ""
	}
	return trimmed[:end], strings.TrimSpace(trimmed[end:])
}

// colleague returns the manager whom words begin with, by @username, name or number, and what follows. It is nil when there is
// no such manager or several, and the manager whose turn it is was told.
func (m *managerTurn) colleague(ctx context.Context, words string) (manager *helpdesk.Manager, rest string, err error) {
	managers, err := m.store.Managers(ctx)
	if err != nil {
		return nil, "", err
	}
	var found *helpdesk.Manager
	length, several := 0, false
	for i := range managers {
		n, after := longestName(words, managers[i])
		switch {
		case n == 0 || n < length:
		case n == length:
			several = true
		default:
			found, rest, length, several = &managers[i], after, n, false
		}
	}
	if found == nil {
		found, rest, several = begunUsername(words, managers)
	}
	switch {
	case found == nil:
		return nil, "", m.refuse(ctx, "manager.give.unknown", nil)
	case several:
		return nil, "", m.refuse(ctx, "manager.give.several", nil)
	}
	return found, rest, nil
}

// leastBeginning is how many letters of a username are enough, if nobody else's begins with them.
const leastBeginning = 3

// begunUsername returns the manager whose username begins with the first of the words, as @oleg with that of @oleg_belov.
func begunUsername(words string, managers []helpdesk.Manager) (found *helpdesk.Manager, rest string, several bool) {
	word, rest := cutWord(words)
	begun, isUsername := strings.CutPrefix(strings.ToLower(word), "@")
	if !isUsername || len(begun) < leastBeginning {
		return nil, "", false
	}
	for i := range managers {
		if strings.HasPrefix(strings.ToLower(managers[i].Username), begun) {
			several = found != nil
			found = &managers[i]
		}
	}
	return found, rest, several
}

// longestName returns the length of the longest name of the manager that words begin with, 0 for none, and what follows. The
// number in Telegram is a name too: who is on the configured list and never wrote has no other.
func longestName(words string, manager helpdesk.Manager) (length int, rest string) {
	first, _ := cutWord(manager.Name)
	for _, name := range []string{"@" + manager.Username, manager.Name, first, strconv.FormatInt(manager.ID, 10)} {
		if after, ok := withoutName(words, name); ok && len(name) > length {
			length, rest = len(name), after
		}
	}
	return length, rest
}

// withoutName returns what follows a name that words begin with, in any case.
func withoutName(words, name string) (string, bool) {
	if len(name) < 2 || len(words) < len(name) || !strings.EqualFold(words[:len(name)], name) {
		return "", false
	}
	rest := words[len(name):]
	return strings.TrimSpace(rest), rest == "" || strings.ContainsAny(rest[:1], " \n,:")
}

// addressed is how a command names a manager: nobody else has this name.
func addressed(manager helpdesk.Manager) string {
	if manager.Username == "" {
		return strconv.FormatInt(manager.ID, 10)
	}
	return "@" + manager.Username
}

// called is how a manager is named to colleagues.
func (m *managerTurn) called(manager helpdesk.Manager) string {
	return cmp.Or(manager.Name, m.text.label("manager.nameless"))
}
