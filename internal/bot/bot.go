package bot

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"github.com/mymmrac/telego"

	"github.com/chatbotsmanagers/faqbot/internal/answer"
	"github.com/chatbotsmanagers/faqbot/internal/delivery"
	"github.com/chatbotsmanagers/faqbot/internal/helpdesk"
	"github.com/chatbotsmanagers/faqbot/kb"
)

// Answers decides what to do with a question and holds the knowledge base that it decides from.
type Answers interface {
	Decide(ctx context.Context, q answer.Question) (answer.Decision, error)
	Base() *kb.Base
}

// Presses answers button presses. They die quickly, so the answers go out at once, past the outbox.
type Presses interface {
	AnswerCallbackQuery(ctx context.Context, params *telego.AnswerCallbackQueryParams) error
}

// Config is what a Bot needs. Articles may be nil: nothing can be written to the knowledge base. Calendar, SLA and Patience
// may be zero: always open, no promises, endless patience.
type Config struct {
	Answers  Answers
	Articles Articles
	Presses  Presses
	Username string // the bot's own, for links
	Location *time.Location
	Calendar helpdesk.Calendar // when the company works
	SLA      helpdesk.SLA
	Patience helpdesk.Patience
	Flood    int // messages a minute from one customer that are too many to be answered; 0: none are
	Now      func() time.Time
	Metrics  *Metrics
	Logger   *slog.Logger
}

// Bot holds the conversation. No chat depends on what it remembers, so any replica can go on with any chat.
type Bot struct {
	Config
	texts *texts
	// staff are the ids of the managers met so far: without the database nothing else tells them from customers.
	staff sync.Map
	// configured are the ids of the configured list, who are administrators again after each start.
	configured sync.Map
	presses    presses
}

// New returns a Bot.
func New(c Config) (*Bot, error) {
	texts, err := loadTexts()
	if err != nil {
		return nil, err
	}
	return &Bot{Config: c, texts: texts, presses: presses{slots: make(chan struct{}, maxAnswering)}}, nil
}

// rememberStaff remembers all managers that there are.
func (b *Bot) rememberStaff(managers []helpdesk.Manager) {
	for _, m := range managers {
		b.staff.Store(m.ID, true)
	}
}

// Handle changes and says in s whatever follows from the update.
func (b *Bot) Handle(ctx context.Context, s Store, u delivery.Update) error {
	update, err := decode(u)
	if err != nil {
		return err
	}
	if g := b.newGroupTurn(s, update); g != nil {
		return g.handle(ctx)
	}
	t := b.newTurn(s, update, u.Answered)
	if t == nil {
		if press := update.CallbackQuery; press != nil { // the button must stop spinning all the same
			s.OnCommit(func() { b.answerPress(ctx, press.ID, "") })
		}
		return nil
	}
	manager, err := t.actor(ctx)
	switch {
	case err == nil:
		b.staff.Store(manager.ID, true)
		return t.asManager(manager).handle(ctx)
	case errors.Is(err, helpdesk.ErrNotFound):
		b.staff.Delete(t.from.ID) // who has left
		c, err := t.asCustomer(ctx)
		if err != nil {
			return err
		}
		return c.handle(ctx)
	default:
		return err
	}
}

// decode reads of an update what the bot reacts to; the rest may be of a Bot API that is newer than we. Postgres keeps
// no NUL in text, so that each becomes the sign for what cannot be shown; it is as long, and entities stay in place.
func decode(u delivery.Update) (*telego.Update, error) {
	var content struct {
		Message       *telego.Message       `json:"message"`
		EditedMessage *telego.Message       `json:"edited_message"`
		CallbackQuery *telego.CallbackQuery `json:"callback_query"`
		MyChatMember  json.RawMessage       `json:"my_chat_member"`
	}
	if err := json.Unmarshal(withoutNUL(u.Raw), &content); err != nil {
		return nil, fmt.Errorf("decode update %d: %w", u.ID, err)
	}
	var member *telego.ChatMemberUpdated
	if json.Unmarshal(content.MyChatMember, &member) != nil {
		member = nil // telego refuses a status that it does not know
	}
	return &telego.Update{
		UpdateID: int(u.ID), Message: content.Message, EditedMessage: content.EditedMessage, CallbackQuery: content.CallbackQuery,
		MyChatMember: member,
	}, nil
}

// withoutNUL replaces the escape of NUL in JSON, but not a backslash that is followed by the same letters.
func withoutNUL(raw []byte) []byte {
	if !bytes.Contains(raw, []byte(`\u0000`)) {
		return raw
	}
	clean := bytes.Clone(raw)
	for i := 0; i+1 < len(clean); i++ {
		if clean[i] != '\\' {
			continue
		}
		if bytes.HasPrefix(clean[i:], []byte(`\u0000`)) {
			copy(clean[i:], `\ufffd`)
		}
		i++ // whatever is escaped
	}
	return clean
}
