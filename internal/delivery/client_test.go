package delivery_test

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/testutil"
	"github.com/stretchr/testify/assert"
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

func trouble(c *delivery.Client) error {
	_, err := c.Trouble()
	return err
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
			require.Error(t, trouble(c))
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
	require.NoError(t, trouble(c), "a refusal is an answer")
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
faqbot_telegram_requests_total{code="200",method="sendMediaGroup"} 0
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
	require.NoError(t, trouble(c), "hanging up is no trouble")
}

func TestReplyThatIsNotTelegrams(t *testing.T) {
	for name, test := range map[string]struct {
		code int
		body string
		want error // of GetMe, nil when it waits
	}{
		"nothing here":   {http.StatusNotFound, "<html>404 page not found</html>", delivery.ErrUnauthorized},
		"other API":      {http.StatusNotFound, `{"message":"no route"}`, delivery.ErrUnauthorized},
		"asks who it is": {http.StatusUnauthorized, "", delivery.ErrUnauthorized},
		"keeps out":      {http.StatusForbidden, "<html>", nil},
		"a web page":     {http.StatusOK, "<html>Welcome to nginx!", nil},
		"overloaded":     {http.StatusBadGateway, "<html>", nil},
	} {
		t.Run(name, func(t *testing.T) {
			server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
				w.WriteHeader(test.code)
				_, _ = io.WriteString(w, test.body)
			}))
			defer server.Close()
			c, registry := newClient(t, server.URL)
			_, err := c.Call(t.Context(), "sendMessage", nil)
			var apiErr *delivery.APIError
			require.ErrorAs(t, err, &apiErr)
			require.Equal(t, test.code, apiErr.Code)
			require.Error(t, trouble(c))
			require.NoError(t, watchOf(c).Look(t.Context()), "a proxy knows nothing of tokens")
			label := strconv.Itoa(test.code)
			if test.code == http.StatusOK {
				label = "error" // it is no success
			}
			require.Contains(t, codes(t, registry, "sendMessage"), label)

			var log bytes.Buffer
			ctx, cancel := context.WithTimeout(t.Context(), time.Second)
			defer cancel()
			_, err = delivery.GetMe(ctx, c, slog.New(slog.NewTextHandler(&log, nil)))
			if test.want == nil {
				require.ErrorIs(t, err, context.DeadlineExceeded)
				require.Contains(t, log.String(), "FAQBOT_TELEGRAM_API")
				require.Regexp(t, `wait=\d+0ms`, log.String())
				return
			}
			require.ErrorIs(t, err, test.want)
			require.ErrorContains(t, err, "FAQBOT_TELEGRAM_API")
		})
	}
}

// codes returns the codes under which calls of a method were counted.
func codes(t *testing.T, registry *prometheus.Registry, method string) (codes []string) {
	t.Helper()
	families, err := registry.Gather()
	require.NoError(t, err)
	for _, f := range families {
		for _, m := range f.GetMetric() {
			labels := map[string]string{}
			for _, l := range m.GetLabel() {
				labels[l.GetName()] = l.GetValue()
			}
			if f.GetName() == "faqbot_telegram_requests_total" && labels["method"] == method && m.GetCounter().GetValue() > 0 {
				codes = append(codes, labels["code"])
			}
		}
	}
	return codes
}

func TestServerNeedNotNameTheTypeOfItsReplies(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header()["Content-Type"] = nil
		_, _ = io.WriteString(w, `{"ok":true,"result":{"id":4242,"username":"faq"}}`)
	}))
	defer server.Close()
	c, _ := newClient(t, server.URL)
	me, err := delivery.GetMe(t.Context(), c, slog.New(slog.DiscardHandler))
	require.NoError(t, err)
	require.Equal(t, "faq", me.Username)
}

func TestTokenThatTelegramTookAway(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(http.StatusUnauthorized)
		_, _ = io.WriteString(w, `{"ok":false,"error_code":401,"description":"Unauthorized"}`)
	}))
	defer server.Close()
	c, _ := newClient(t, server.URL)
	require.ErrorIs(t, watchOf(c).Look(t.Context()), delivery.ErrUnauthorized)
	require.NoError(t, trouble(c), "a refusal is an answer")
}

// bringer is a Telegram whose updates nobody can read.
type bringer struct{ calls atomic.Int64 }

func (b *bringer) Call(context.Context, string, any) (json.RawMessage, error) {
	b.calls.Add(1)
	return json.RawMessage(`[{"no":"id"}]`), nil
}

func TestPollerRestsWhenNoUpdateCanBeRead(t *testing.T) {
	var telegram bringer
	ctx, cancel := context.WithTimeout(t.Context(), 300*time.Millisecond)
	defer cancel()
	require.NoError(t, delivery.NewPoller(&telegram, nil, slog.New(slog.DiscardHandler)).Run(ctx))
	require.LessOrEqual(t, telegram.calls.Load(), int64(2))
}

// A file goes out as Telegram wants it, with the other parameters beside it.
func TestUpload(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !assert.NoError(t, r.ParseMultipartForm(1<<20)) {
			return
		}
		assert.Equal(t, map[string][]string{
			"chat_id": {"7"}, "caption": {"<b>Заявки</b>"}, "reply_markup": {`{"inline_keyboard":[]}`},
		}, r.MultipartForm.Value)
		file, header, err := r.FormFile("document")
		if assert.NoError(t, err) {
			content, _ := io.ReadAll(file)
			assert.Equal(t, "a;b\n", string(content))
			assert.Equal(t, "заявки.csv", header.Filename)
		}
		_, _ = io.WriteString(w, `{"ok": true, "result": {"message_id": 5}}`)
	}))
	defer server.Close()
	c, _ := newClient(t, server.URL)
	reply, err := c.Call(t.Context(), "sendDocument", delivery.Upload{
		Params: json.RawMessage(`{"chat_id": 7, "caption": "<b>Заявки</b>", "reply_markup": {"inline_keyboard":[]}}`),
		File:   delivery.File{Field: "document", Name: "заявки.csv", Content: []byte("a;b\n")},
	})
	require.NoError(t, err)
	require.JSONEq(t, `{"message_id": 5}`, string(reply))
	_, err = c.Call(t.Context(), "sendDocument", delivery.Upload{Params: json.RawMessage(`[]`)})
	require.ErrorContains(t, err, "sendDocument: parameters")
}
