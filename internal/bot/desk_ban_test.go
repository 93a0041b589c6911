package bot_test

import (
	"context"
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

// unsaved is a transaction that stops before it stores a ticket.
type unsaved struct {
	*postgres.Tx
	stop func()
}

func (u unsaved) SaveTicket(ctx context.Context, t helpdesk.Ticket, e *helpdesk.Event) error {
	u.stop()
	return u.Tx.SaveTicket(ctx, t, e)
}

// A ban in the middle of a reopening waits for its end, and closes what it opened: no ticket of a banned customer is live.
func TestBanInTheMiddleOfAReopening(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.do("@ Мария is a manager", "@ Олег is a manager", "> Анна: Сколько лет вашему директору и где он учился?",
		"> Олег: /take 1", "> Олег: /close 1", "> Анна: Есть ли у вас собака в офисе и как её зовут?",
		"> Мария: /ban 2 оскорбления")
	stopped, banned := make(chan struct{}), make(chan error, 1)
	var once sync.Once
	stop := func() {
		once.Do(func() {
			close(stopped)
			assert.Eventually(t, func() bool { // the ban waits, or is done
				var waits bool
				err := s.sql.QueryRow(t.Context(), `
					SELECT EXISTS (SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock')`).Scan(&waits)
				return err == nil && waits || len(banned) > 0
			}, 20*time.Second, 5*time.Millisecond)
		})
	}
	handle := func(stop func()) error {
		_, err := s.db.Handle(t.Context(), s.api.Bot().ID, func(ctx context.Context, tx *postgres.Tx, u delivery.Update) error {
			return s.bot.Handle(ctx, unsaved{tx, stop}, u)
		})
		return err
	}
	receive := func() {
		_, err := s.receive(t.Context())
		require.NoError(t, err)
	}

	require.NoError(t, drop(s.people["Олег"].Send("/reopen 1")))
	receive()
	reopened := make(chan error, 1)
	go func() { reopened <- handle(stop) }()
	<-stopped
	asked, err := find(s.people["Мария"], func(m botapi.Message) bool { return m.FromBot() && m.ReplyMarkup != nil })
	require.NoError(t, err)
	_, err = s.people["Мария"].Forge(asked.ID, "m.ban:2")
	require.NoError(t, err)
	receive()
	go func() { banned <- handle(func() {}) }()
	require.NoError(t, <-reopened)
	require.NoError(t, <-banned)
	require.NoError(t, s.pump(t.Context()))
	for _, id := range []int64{1, 2} {
		require.Equal(t, helpdesk.StateClosed, s.ticket(t.Context(), id).State)
	}
	s.check()
}
