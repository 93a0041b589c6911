package delivery

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"time"
)

// maxUpdate bounds the body of a webhook's post; Telegram's are a few kilobytes.
const maxUpdate = 1 << 20

// secretHeader carries the word by which Telegram is known.
const secretHeader = "X-Telegram-Bot-Api-Secret-Token" //nolint:gosec // the name, not the word

// Webhook takes the updates that Telegram posts. It says 200 only after an update is committed; on anything else
// Telegram posts it again.
type Webhook struct {
	intake *Intake
	secret [sha256.Size]byte // of the word
	log    *slog.Logger
}

// NewWebhook returns the handler for the posts of the client's bot.
func NewWebhook(c *Client, intake *Intake, log *slog.Logger) *Webhook {
	return &Webhook{intake: intake, secret: sha256.Sum256([]byte(c.webhookSecret())), log: log}
}

// SetWebhook tells Telegram where to post updates, until Telegram has taken it.
func SetWebhook(ctx context.Context, c *Client, log *slog.Logger, address string) error {
	_, err := CallPatiently(ctx, c, log, "setWebhook", map[string]any{
		"url": address, "secret_token": c.webhookSecret(), "allowed_updates": UpdateKinds, "max_connections": 40,
	})
	if err != nil {
		return fmt.Errorf("set the webhook; check FAQBOT_WEBHOOK_URL: %w", err)
	}
	return nil
}

// DeleteWebhook makes long polling possible again. What waits stays.
func DeleteWebhook(ctx context.Context, c *Client, log *slog.Logger) error {
	_, err := CallPatiently(ctx, c, log, "deleteWebhook", map[string]any{"drop_pending_updates": false})
	if err != nil {
		return fmt.Errorf("delete the webhook: %w", err)
	}
	return nil
}

// webhookSecret follows from the token, so that all replicas agree on it without a setting of its own.
func (c *Client) webhookSecret() string {
	mac := hmac.New(sha256.New, []byte(c.token))
	mac.Write([]byte("faqbot webhook"))
	return hex.EncodeToString(mac.Sum(nil))
}

// ServeHTTP takes one update.
func (h *Webhook) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodPost {
		w.Header().Set("Allow", http.MethodPost)
		http.Error(w, "post an update", http.StatusMethodNotAllowed)
		return
	}
	// Hashes have one length, so that the time of the comparison tells nothing of the word.
	got := sha256.Sum256([]byte(r.Header.Get(secretHeader)))
	if subtle.ConstantTimeCompare(got[:], h.secret[:]) != 1 {
		http.Error(w, "wrong secret", http.StatusUnauthorized)
		return
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxUpdate))
	if err != nil {
		http.Error(w, "update cannot be read", http.StatusBadRequest)
		return
	}
	if !json.Valid(body) {
		http.Error(w, "update is no JSON", http.StatusBadRequest)
		return
	}
	u, err := ParseUpdate(body, time.Now())
	if err != nil {
		h.log.ErrorContext(r.Context(), "a post is no update", "error", err)
		http.Error(w, "no update", http.StatusBadRequest)
		return
	}
	// Telegram may hang up while the commit is under way; it goes through all the same.
	if err := h.intake.Store(context.WithoutCancel(r.Context()), []Update{u}); err != nil {
		http.Error(w, "try again later", http.StatusServiceUnavailable)
	}
}
