package delivery_test

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/testutil"
	"github.com/stretchr/testify/require"

	"github.com/chatbotsmanagers/faqbot/internal/delivery"
)

const token = "4242:AAsecretsecretsecretsecretsecretsecret"

func newClient(t *testing.T, api string) (*delivery.Client, *prometheus.Registry) {
	t.Helper()
	registry := prometheus.NewRegistry()
	c, err := delivery.NewClient(api, token, delivery.NewMetrics(registry))
	require.NoError(t, err)
	t.Cleanup(c.Close)
	return c, registry
}

func TestNoErrorQuotesTheToken(t *testing.T) {
	hijack := func(w http.ResponseWriter, _ *http.Request) {
		conn, _, err := w.(http.Hijacker).Hijack()
		if err == nil {
			conn.Close()
		}
	}
	for name, handler := range map[string]http.HandlerFunc{
		"cut off": hijack,
		"redirect": func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "http://elsewhere"+r.URL.Path, http.StatusFound)
		},
		"html": func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(502); _, _ = io.WriteString(w, "<html>") },
		"wrong length": func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Length", "99")
			_, _ = io.WriteString(w, "{")
		},
	} {
		t.Run(name, func(t *testing.T) {
			server := httptest.NewServer(handler)
			defer server.Close()
			c, _ := newClient(t, server.URL)
			_, err := c.Call(t.Context(), "sendMessage", nil)
			require.Error(t, err)
			require.NotContains(t, err.Error(), "secret")
			require.Error(t, c.Trouble())
		})
	}
	c, _ := newClient(t, "http://127.0.0.1:1")
	_, err := c.Call(t.Context(), "sendMessage", nil)
	require.ErrorContains(t, err, "sendMessage")
	require.NotContains(t, err.Error(), "secret")

	for _, bad := range []string{"", "secret", "x:secret", "1:sec ret"} {
		_, err := delivery.NewClient("", bad, nil)
		require.ErrorContains(t, err, "FAQBOT_TELEGRAM_TOKEN")
		require.NotContains(t, err.Error(), "sec")
	}
	_, err = delivery.NewClient("api.telegram.org", token, nil)
	require.ErrorContains(t, err, "FAQBOT_TELEGRAM_API")
}

func TestCallReadsRefusalsAndCounts(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasSuffix(r.URL.Path, "/getMe") {
			_, _ = io.WriteString(w, `{"ok":true,"result":{"id":4242,"username":"faq"}}`)
			return
		}
		w.WriteHeader(429)
		_, _ = io.WriteString(w, `{"ok":false,"error_code":429,"description":"Too Many Requests: retry after 3","parameters":{"retry_after":3}}`)
	}))
	defer server.Close()
	c, registry := newClient(t, server.URL+"/")
	require.EqualValues(t, 4242, c.BotID())
	_, err := c.Call(t.Context(), "sendMessage", map[string]any{"chat_id": 7})
	var apiErr *delivery.APIError
	require.ErrorAs(t, err, &apiErr)
	require.Equal(t, 3*time.Second, apiErr.RetryAfter)
	require.NoError(t, c.Trouble(), "a refusal is an answer")
	result, err := c.Call(t.Context(), "getMe", nil)
	require.NoError(t, err)
	require.JSONEq(t, `{"id":4242,"username":"faq"}`, string(result))
	require.NoError(t, testutil.GatherAndCompare(registry, strings.NewReader(`
# HELP faqbot_telegram_requests_total Calls of the Bot API by method and HTTP code; error when no reply came.
# TYPE faqbot_telegram_requests_total counter
faqbot_telegram_requests_total{code="200",method="answerCallbackQuery"} 0
faqbot_telegram_requests_total{code="200",method="copyMessage"} 0
faqbot_telegram_requests_total{code="200",method="deleteMessage"} 0
faqbot_telegram_requests_total{code="200",method="deleteWebhook"} 0
faqbot_telegram_requests_total{code="200",method="editMessageReplyMarkup"} 0
faqbot_telegram_requests_total{code="200",method="editMessageText"} 0
faqbot_telegram_requests_total{code="200",method="getMe"} 1
faqbot_telegram_requests_total{code="200",method="getUpdates"} 0
faqbot_telegram_requests_total{code="200",method="sendMessage"} 0
faqbot_telegram_requests_total{code="200",method="setMyCommands"} 0
faqbot_telegram_requests_total{code="200",method="setWebhook"} 0
faqbot_telegram_requests_total{code="429",method="sendMessage"} 1
`), "faqbot_telegram_requests_total"))
}

func TestCancellationStopsAPollAtOnce(t *testing.T) {
	begun := make(chan struct{})
	server := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		close(begun)
		<-r.Context().Done()
	}))
	defer server.Close()
	c, _ := newClient(t, server.URL)
	ctx, cancel := context.WithCancel(t.Context())
	go func() { <-begun; cancel() }()
	_, err := c.Call(ctx, "getUpdates", nil)
	require.ErrorIs(t, err, context.Canceled)
	require.NoError(t, c.Trouble(), "hanging up is no trouble")
}
