package bot_test

import (
	"context"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/chatbotsmanagers/faqbot/internal/bot"
	"github.com/chatbotsmanagers/faqbot/internal/botapi"
	"github.com/chatbotsmanagers/faqbot/internal/delivery"
	"github.com/chatbotsmanagers/faqbot/internal/helpdesk"
	"github.com/chatbotsmanagers/faqbot/internal/postgres"
)

// halfway is a transaction that stops before it locks a ticket.
type halfway struct {
	*postgres.Tx
	stop func()
}

func (h halfway) LockTicket(ctx context.Context, id int64) (helpdesk.Ticket, error) {
	h.stop()
	return h.Tx.LockTicket(ctx, id)
}

// A dismissal in the middle of a press waits for its end, and takes away what it gave: no ticket is ever left with somebody
// who is gone.
func TestDismissalInTheMiddleOfAPress(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.do("@ Мария is a manager", "> Мария: /invite", "> Олег opens the link", "> Анна: Сколько лет вашему директору и где он учился?")
	stopped, dismissed := make(chan struct{}), make(chan error, 1)
	var once sync.Once
	stop := func() {
		once.Do(func() {
			close(stopped)
			s.awaitLocked(t.Context(), dismissed)
		})
	}
	handle := func(stop func()) error {
		_, err := s.db.Handle(t.Context(), s.api.Bot().ID, func(ctx context.Context, tx *postgres.Tx, u delivery.Update) error {
			return s.bot.Handle(ctx, halfway{tx, stop}, u)
		})
		return err
	}
	s.forge(t.Context(), "Олег", "m.take:1")
	taken := make(chan error, 1)
	go func() { taken <- handle(stop) }()
	<-stopped
	s.forge(t.Context(), "Мария", fmt.Sprintf("m.gone:%d", ids["Олег"]))
	go func() { dismissed <- handle(func() {}) }()
	require.NoError(t, <-taken)
	require.NoError(t, <-dismissed)
	require.NoError(t, s.pump(t.Context()))
	ticket := s.ticket(t.Context(), 1)
	require.Equal(t, helpdesk.StateNew, ticket.State)
	require.Zero(t, ticket.AssigneeID)
	require.Contains(t, s.do("> Олег: /queue"), "Такого не умею")
	s.check()
}

// dismissedMeanwhile has Мария dismiss Олег in the middle of a transaction of the bot, where it calls dismiss, and returns
// what is heard of both.
func (s *stage) dismissedMeanwhile(f func(ctx context.Context, tx *postgres.Tx, dismiss func()) error) string {
	s.t.Helper()
	ctx, dismissed := s.t.Context(), make(chan error, 1)
	dismiss := func() {
		s.forge(ctx, "Мария", fmt.Sprintf("m.gone:%d", ids["Олег"]))
		go func() {
			_, err := s.db.Handle(ctx, s.api.Bot().ID, func(ctx context.Context, tx *postgres.Tx, u delivery.Update) error {
				return s.bot.Handle(ctx, tx, u)
			})
			dismissed <- err
		}()
		s.awaitLocked(ctx, dismissed)
	}
	require.NoError(s.t, s.db.InTx(ctx, func(ctx context.Context, tx *postgres.Tx) error { return f(ctx, tx, dismiss) }))
	require.NoError(s.t, <-dismissed)
	heard, err := s.hear(ctx, "")
	require.NoError(s.t, err)
	require.Contains(s.t, heard, "Олег больше не в команде")
	s.check()
	return heard
}

// Who is dismissed while a message that the bot failed on is offered to the staff, does not read it.
func TestDismissalWhileAMessageIsSetAside(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.do("@ Мария is a manager", "> Мария: /invite", "> Олег opens the link", "> Анна: Привет")
	_, err := s.people["Анна"].Send("Где мой заказ?")
	require.NoError(t, err)
	updates, err := s.fetch(t.Context())
	require.NoError(t, err)
	require.Len(t, updates, 1)
	heard := s.dismissedMeanwhile(func(ctx context.Context, tx *postgres.Tx, dismiss func()) error {
		defer dismiss()
		return s.bot.SetAside(ctx, tx, updates[0])
	})
	require.Contains(t, heard, "bot to Мария: 🆕 Заявка №1")
	require.NotContains(t, heard, "bot to Олег: 🆕")
}

// Who approved a draft and is dismissed while the bot says that it is published, does not hear of it.
func TestDismissalWhileADraftIsPublished(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.resolved()
	s.do("> Мария presses [📝 В статью]", "> Олег: /drafts", "> Олег presses [№1]")
	s.forge(t.Context(), "Олег", "m.publish:1")
	s.handleAtOnce(t.Context(), 1)
	heard := s.dismissedMeanwhile(func(ctx context.Context, tx *postgres.Tx, dismiss func()) error {
		defer dismiss()
		return s.bot.Publish(ctx, func(ctx context.Context, f func(context.Context, bot.Store) error) error { return f(ctx, tx) }, 1)
	})
	require.NotContains(t, heard, "bot to Олег: ✅ Черновик №1 опубликован")
}

// awaitLocked waits until a transaction waits for a lock of another, or has ended and said so.
func (s *stage) awaitLocked(ctx context.Context, ended <-chan error) {
	assert.Eventually(s.t, func() bool {
		var waits bool
		err := s.sql.QueryRow(ctx, `
			SELECT EXISTS (SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock')`).Scan(&waits)
		return err == nil && waits || len(ended) > 0
	}, 20*time.Second, 5*time.Millisecond)
}

// forge makes somebody press a button below the last message of the bot, which waits in the inbox then.
func (s *stage) forge(ctx context.Context, name, data string) {
	s.t.Helper()
	p := s.people[name]
	m, err := find(p, botapi.Message.FromBot)
	require.NoError(s.t, err)
	require.NoError(s.t, drop(p.Forge(m.ID, data)))
	_, err = s.receive(ctx)
	require.NoError(s.t, err)
}

// Somebody of the configured list who never wrote has a number and no name.
func TestNamelessAdministratorIsDismissed(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.do("@ Мария is a manager")
	require.NoError(t, s.db.InTx(t.Context(), func(ctx context.Context, tx *postgres.Tx) error {
		return s.bot.EnsureManagers(ctx, tx, []int64{777})
	}))
	require.Contains(t, s.do("> Мария: /team"), "менеджер 777, администратор")
	require.Contains(t, s.do("> Мария: /dismiss 777", "> Мария presses [Да, исключить]"), "🚪 менеджер больше не в команде")
	require.NotContains(t, s.do("> Мария: /team"), "777")
	require.NoError(t, s.db.InTx(t.Context(), func(ctx context.Context, tx *postgres.Tx) error {
		return s.bot.EnsureManagers(ctx, tx, []int64{777})
	}))
	require.Contains(t, s.do("> Мария: /team"), "менеджер 777, администратор", "the configuration brings back")
	s.check()
}
