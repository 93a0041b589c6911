package bot

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"sync"
	"testing"
	"time"

	"github.com/mymmrac/telego"
	"github.com/stretchr/testify/require"

	"github.com/chatbotsmanagers/faqbot/internal/delivery"
)

// pressLog takes answers to presses: it fails as often as it has errors, and waits while it is held.
type pressLog struct {
	held chan struct{} // closed: nobody waits

	mu       sync.Mutex
	errors   []error
	calls    int
	answered []string
}

func (p *pressLog) AnswerCallbackQuery(ctx context.Context, params *telego.AnswerCallbackQueryParams) error {
	select {
	case <-p.held:
	case <-ctx.Done():
		return ctx.Err()
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.calls++
	if len(p.errors) > 0 {
		err := p.errors[0]
		p.errors = p.errors[1:]
		return err
	}
	p.answered = append(p.answered, params.CallbackQueryID)
	return nil
}

func pressBot(t *testing.T, p *pressLog) *Bot {
	t.Helper()
	b, err := New(Config{Presses: p, Now: time.Now, Location: time.UTC, Logger: slog.New(slog.DiscardHandler)})
	require.NoError(t, err)
	return b
}

func TestASlowTelegramKeepsNoWorker(t *testing.T) {
	t.Parallel()
	presses := &pressLog{held: make(chan struct{})}
	b := pressBot(t, presses)
	for range maxAnswering {
		b.answerPress(t.Context(), "beside the worker", "") // returns at once
	}
	var worker sync.WaitGroup
	worker.Go(func() { b.answerPress(t.Context(), "by the worker", "") })
	close(presses.held)
	worker.Wait()
	b.Wait()
	require.Len(t, presses.answered, maxAnswering+1)
	require.Contains(t, presses.answered, "by the worker")
}

func TestAnswersToPressesAreTriedAgain(t *testing.T) {
	t.Parallel()
	open := make(chan struct{})
	close(open)
	for name, test := range map[string]struct {
		errors   []error
		calls    int
		answered []string
	}{
		"a failure": {[]error{errors.New("connection reset")}, 2, []string{"1"}},
		"a pause":   {[]error{&delivery.APIError{Code: http.StatusTooManyRequests}}, 2, []string{"1"}},
		"a refusal": {[]error{&delivery.APIError{Code: http.StatusBadRequest, Description: "query is too old"}}, 1, nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			presses := &pressLog{held: open, errors: test.errors}
			b := pressBot(t, presses)
			b.answerPress(t.Context(), "1", "")
			b.Wait()
			require.Equal(t, test.calls, presses.calls)
			require.Equal(t, test.answered, presses.answered)
		})
	}
}

// committed is a transaction that is committed already.
type committed struct{ Store }

func (committed) OnCommit(f func()) { f() }

func TestPressesElsewhereAreAnsweredToo(t *testing.T) {
	t.Parallel()
	open := make(chan struct{})
	close(open)
	presses := &pressLog{held: open}
	b := pressBot(t, presses)
	raw := `{"update_id":1,"callback_query":{"id":"77","chat_instance":"1","data":"topics:0","from":{"id":1,"first_name":"A"},
		"message":{"message_id":9,"date":1,"chat":{"id":-5,"type":"channel"}}}}`
	require.NoError(t, b.Handle(t.Context(), committed{}, delivery.Update{ID: 1, Raw: []byte(raw)}))
	b.Wait()
	require.Equal(t, []string{"77"}, presses.answered)
}
