package botapi

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// hook is a bot's webhook that fails as often as it is told to.
type hook struct {
	*httptest.Server
	mu      sync.Mutex
	fails   int
	answer  string
	secrets map[string]bool
	got     []gotUpdate
	tries   int
}

func newHook(t *testing.T) *hook {
	t.Helper()
	h := &hook{secrets: map[string]bool{}}
	h.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		raw, err := io.ReadAll(r.Body)
		if err != nil {
			return
		}
		h.mu.Lock()
		defer h.mu.Unlock()
		h.tries++
		h.secrets[r.Header.Get("X-Telegram-Bot-Api-Secret-Token")] = true
		if h.fails > 0 {
			h.fails--
			w.WriteHeader(http.StatusServiceUnavailable)
			return
		}
		var u gotUpdate
		if json.Unmarshal(raw, &u) == nil {
			h.got = append(h.got, u)
		}
		w.Header().Set("Content-Type", "application/json")
		_, _ = io.WriteString(w, h.answer)
	}))
	t.Cleanup(h.Close)
	return h
}

func (h *hook) updates() []gotUpdate {
	h.mu.Lock()
	defer h.mu.Unlock()
	return append([]gotUpdate(nil), h.got...)
}

func TestWebhookRetriesInOrder(t *testing.T) {
	s := newServer(t, Options{WebhookRetry: 5 * time.Millisecond})
	h := newHook(t)
	h.fails = 3
	r := callAPI(t, s, "setWebhook", params{"url": h.URL, "secret_token": "s3cret_-", "max_connections": 4})
	require.Equal(t, "Webhook was set", r.Description)
	r = callAPI(t, s, "setWebhook", params{"url": h.URL, "secret_token": "s3cret_-", "max_connections": 4})
	require.Equal(t, "Webhook is already set", r.Description)

	for i := range 20 {
		for user := range int64(3) {
			_, err := s.User(user + 1).Send(strconv.Itoa(i))
			require.NoError(t, err)
		}
	}
	require.Eventually(t, func() bool { return len(h.updates()) == 60 }, 10*time.Second, 5*time.Millisecond)
	require.Eventually(t, func() bool { return s.Pending() == 0 }, 5*time.Second, time.Millisecond)
	order := map[int64][]string{}
	for _, u := range h.updates() {
		order[u.Message.Chat.ID] = append(order[u.Message.Chat.ID], u.Message.Text)
	}
	for user, got := range order {
		for i, text := range got {
			require.Equal(t, strconv.Itoa(i), text, "chat %d", user)
		}
	}
	require.Equal(t, map[string]bool{"s3cret_-": true}, h.secrets)
	require.Equal(t, 63, h.tries)

	info := must[webhookInfo](t, s, "getWebhookInfo", nil)
	require.Equal(t, "Wrong response from the webhook: 503 Service Unavailable", info.LastErrorMessage)
	require.Equal(t, 4, info.MaxConnections)
}

func TestWebhookKeepsWhatTheBotDoesNotTake(t *testing.T) {
	s := newServer(t, Options{WebhookRetry: time.Hour})
	h := newHook(t)
	h.fails = 1 << 30
	must[bool](t, s, "setWebhook", params{"url": h.URL})
	_, err := s.User(1).Send("вопрос")
	require.NoError(t, err)
	require.Eventually(t, func() bool { return must[webhookInfo](t, s, "getWebhookInfo", nil).LastErrorDate > 0 }, 5*time.Second, time.Millisecond)

	r := callAPI(t, s, "deleteWebhook", nil)
	require.Equal(t, "Webhook was deleted", r.Description)
	require.Equal(t, []string{"вопрос"}, texts(must[[]gotUpdate](t, s, "getUpdates", nil)), "polling takes over what the webhook left")
	must[bool](t, s, "deleteWebhook", params{"drop_pending_updates": true})
	require.Zero(t, s.Pending())
}

func TestWebhookAnswerMayCallAMethod(t *testing.T) {
	s := newServer(t, Options{})
	h := newHook(t)
	h.answer = `{"method":"sendMessage","chat_id":1,"text":"ответ"}`
	must[bool](t, s, "setWebhook", params{"url": h.URL})
	_, err := s.User(1).Send("вопрос")
	require.NoError(t, err)
	m, err := s.Wait(soon(t), 1, Message.FromBot)
	require.NoError(t, err)
	require.Equal(t, "ответ", m.Text)
	require.Eventually(t, func() bool { return len(s.Log("sendMessage")) == 1 }, 5*time.Second, time.Millisecond)
	require.Equal(t, "WEBHOOK", s.Log("sendMessage")[0].HTTPMethod)
}
