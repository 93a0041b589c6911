package bot

import (
	"context"
	"strings"

	"github.com/mymmrac/telego"

	"github.com/chatbotsmanagers/faqbot/internal/helpdesk"
)

// managerTurn is an update of a member of the staff. That it exists is the right to all that hangs on it: only Handle
// makes one, from the managers' table and in the transaction of the act.
type managerTurn struct {
	*turn
	manager helpdesk.Manager
	notice  string // what the press of a button is answered with

	// Where the first piece of an album went, of which the message is a later one.
	albumFirst helpdesk.Message
}

// asManager goes on as the manager, in the manager's language.
func (t *turn) asManager(m helpdesk.Manager) *managerTurn {
	t.text = t.texts.in(m.Language)
	return &managerTurn{turn: t, manager: m}
}

// handle does what the manager's update asks for.
func (m *managerTurn) handle(ctx context.Context) error {
	first := m.manager.Name == ""
	if err := m.recognise(ctx); err != nil {
		return err
	}
	if first && !m.starts() {
		if err := m.greet(ctx); err != nil {
			return err
		}
	}
	switch {
	case m.press != nil:
		return m.handlePress(ctx, parseAction(m.press.Data))
	case m.edited != nil:
		return m.handleEdit(ctx, m.edited)
	default:
		return m.handleMessage(ctx, m.message)
	}
}

// recognise keeps the name under which colleagues and customers see the manager as Telegram has it today. Somebody who
// came by the configured list has none before the first update, and no language either.
func (m *managerTurn) recognise(ctx context.Context) error {
	name := (&helpdesk.Customer{
		FirstName: m.from.FirstName, LastName: m.from.LastName, Username: m.from.Username,
	}).Name()
	if m.manager.Name == name && m.manager.Username == m.from.Username {
		return nil
	}
	if m.manager.Name == "" {
		m.manager.Language = languageOf(m.from.LanguageCode)
		m.text = m.texts.in(m.manager.Language)
	}
	m.manager.Name, m.manager.Username = name, m.from.Username
	return m.store.SaveManager(ctx, m.manager)
}

// starts tells whether the manager asks to be greeted.
func (m *managerTurn) starts() bool {
	if m.message == nil {
		return false
	}
	c, ok := parseCommand(m.message.Text)
	return ok && c.name == "start"
}

// handleMessage routes what the manager sent: a command, a key of the keyboard, else words for a ticket or a search.
func (m *managerTurn) handleMessage(ctx context.Context, message *telego.Message) error {
	said := m.messageOf(message)
	if said.Kind == "" {
		return nil // the chat's own news, such as a pinned message
	}
	c, isCommand := parseCommand(strings.TrimSpace(said.Text))
	if name, isKey := m.texts.managerKey(said.Text); isKey && said.Kind == kindText {
		c, isCommand = command{name: name}, true
	}
	own, err := m.isOwnStep(ctx)
	if err != nil {
		return err
	}
	if own && !isCommand {
		return m.asOwnCustomer(ctx)
	}
	if err := m.enterAlbum(ctx); err != nil {
		return err
	}
	asked, err := m.awaitedWords(ctx)
	if err != nil {
		return err
	}
	if isCommand {
		if err := m.endOwnStep(ctx); err != nil {
			return err
		}
		return m.command(ctx, c, said)
	}
	if m.laterInAlbum {
		return m.goOnWithAlbum(ctx, said)
	}
	if done, err := m.answersPrompt(ctx, asked, said); done || err != nil {
		return err
	}
	return m.write(ctx, said)
}
