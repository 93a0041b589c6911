package delivery_test

import (
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/chatbotsmanagers/faqbot/internal/delivery"
)

const hookAddress = "https://bot.example.com/telegram"

func watchOf(c *delivery.Client) *delivery.WebhookWatch {
	return delivery.NewWebhookWatch(c, hookAddress, slog.New(slog.DiscardHandler))
}

func TestWebhookWatch(t *testing.T) {
	now, hourAgo := time.Now().Unix(), time.Now().Add(-time.Hour).Unix()
	for name, test := range map[string]struct {
		info    string
		trouble string // empty for none
	}{
		"all is well":              {`{"url": "https://bot.example.com/telegram", "pending_update_count": 3}`, ""},
		"another spelling":         {`{"url": "https://Bot.Example.com:443/telegram/", "pending_update_count": 0}`, ""},
		"another address":          {`{"url": "https://bot.example.com/other", "pending_update_count": 0}`, "another program set the webhook"},
		"another port":             {`{"url": "https://bot.example.com:8443/telegram", "pending_update_count": 0}`, "another program set the webhook"},
		"deleted":                  {`{"url": "", "pending_update_count": 5}`, "another program deleted the webhook"},
		"posts fail":               {fmt.Sprintf(`{"url": %q, "pending_update_count": 2, "last_error_date": %d, "last_error_message": "Connection timed out"}`, hookAddress, now), "2 updates wait, Telegram cannot post them to FAQBOT_WEBHOOK_URL: Connection timed out"},
		"a post failed, then none": {fmt.Sprintf(`{"url": %q, "pending_update_count": 0, "last_error_date": %d, "last_error_message": "Connection timed out"}`, hookAddress, now), ""},
		"posts failed long ago":    {fmt.Sprintf(`{"url": %q, "pending_update_count": 2, "last_error_date": %d, "last_error_message": "Connection timed out"}`, hookAddress, hourAgo), ""},
	} {
		t.Run(name, func(t *testing.T) {
			info := test.info
			server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
				_ = json.NewEncoder(w).Encode(map[string]any{"ok": true, "result": json.RawMessage(info)})
			}))
			defer server.Close()
			c, _ := newClient(t, server.URL)
			watch := watchOf(c)
			require.NoError(t, watch.Trouble(), "nothing is known yet")
			require.NoError(t, watch.Look(t.Context()))
			if test.trouble == "" {
				require.NoError(t, watch.Trouble())
				return
			}
			require.ErrorContains(t, watch.Trouble(), test.trouble)
			info = fmt.Sprintf(`{"url": %q, "pending_update_count": 0}`, hookAddress)
			require.NoError(t, watch.Look(t.Context()))
			require.NoError(t, watch.Trouble(), "it is over")
		})
	}
}

func TestWebhookWatchLeavesAnOutageToTheClient(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(http.StatusBadGateway)
		_, _ = io.WriteString(w, "<html>")
	}))
	defer server.Close()
	c, _ := newClient(t, server.URL)
	watch := watchOf(c)
	require.NoError(t, watch.Look(t.Context()))
	require.NoError(t, watch.Trouble())
	require.Error(t, trouble(c))
}
