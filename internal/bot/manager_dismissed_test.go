package bot_test

import (
	"context"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

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
			s.awaitLocked(dismissed)
		})
	}
	handle := func(stop func()) error {
		_, err := s.db.Handle(t.Context(), s.api.Bot().ID, func(ctx context.Context, tx *postgres.Tx, u delivery.Update) error {
			return s.bot.Handle(ctx, halfway{tx, stop}, u)
		})
		return err
	}
	s.forge("Олег", "m.take:1")
	taken := make(chan error, 1)
	go func() { taken <- handle(stop) }()
	<-stopped
	s.forge("Мария", fmt.Sprintf("m.gone:%d", ids["Олег"]))
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

// awaitLocked waits until a transaction waits for a lock of another, or has ended and said so.
func (s *stage) awaitLocked(ended <-chan error) {
	assert.Eventually(s.t, func() bool {
		var waits bool
		err := s.sql.QueryRow(s.t.Context(), `
			SELECT EXISTS (SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock')`).Scan(&waits)
		return err == nil && waits || len(ended) > 0
	}, 20*time.Second, 5*time.Millisecond)
}

// forge makes somebody press a button below the last message of the bot, which waits in the inbox then.
func (s *stage) forge(name, data string) {
	s.t.Helper()
	p := s.people[name]
	m, err := find(p, botapi.Message.FromBot)
	require.NoError(s.t, err)
	require.NoError(s.t, drop(p.Forge(m.ID, data)))
	_, err = s.receive(s.t.Context())
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
