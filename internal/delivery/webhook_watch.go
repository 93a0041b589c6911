package delivery

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/url"
	"strings"
	"time"
)

// freshError is how long ago a failed post may be to count while updates wait; Telegram tries again within two minutes.
const freshError = 5 * time.Minute

// WebhookWatch asks Telegram whether it posts the updates here. Nothing else would tell: to a bot whose webhook another
// program replaced, or whose certificate has run out, it is merely quiet.
type WebhookWatch struct {
	client  *Client
	address string
	posted  condition
	trouble trouble
}

// NewWebhookWatch returns a watch over the webhook that was set to the address.
func NewWebhookWatch(c *Client, address string, log *slog.Logger) *WebhookWatch {
	return &WebhookWatch{client: c, address: address, posted: condition{log: log, what: "webhook"}}
}

// Trouble returns why updates do not come in as far as is known, nil if they do.
func (w *WebhookWatch) Trouble() error {
	_, err := w.trouble.state()
	return err
}

// Look asks once. The error is ErrUnauthorized when Telegram itself says that the token is no longer good; whether
// Telegram can be reached is another matter.
func (w *WebhookWatch) Look(ctx context.Context) error {
	reply, err := w.client.Call(ctx, "getWebhookInfo", nil)
	if d := classify(err); d.unauthorized && !d.foreign {
		return fmt.Errorf("%w (%w)", ErrUnauthorized, err)
	}
	if err != nil {
		return nil //nolint:nilerr // the client knows that Telegram is out of reach
	}
	var info webhookInfo
	if err := json.Unmarshal(reply, &info); err != nil {
		return nil //nolint:nilerr // no word on the webhook is no bad word
	}
	err = info.trouble(w.address, time.Now())
	w.trouble.note(err, time.Now())
	w.posted.note(ctx, err)
	return nil
}

// webhookInfo is what Telegram says of a webhook.
type webhookInfo struct {
	URL       string `json:"url"`
	Waiting   int    `json:"pending_update_count"`
	FailedAt  int64  `json:"last_error_date"` // kept when later posts go through
	LastError string `json:"last_error_message"`
}

func (i webhookInfo) trouble(address string, now time.Time) error {
	switch {
	case i.URL == "":
		return errors.New("another program deleted the webhook: start one bot only on a token, and this one anew")
	case !sameAddress(i.URL, address):
		return errors.New("another program set the webhook to its own address: start one bot only on a token, and this one anew")
	case i.Waiting > 0 && now.Sub(time.Unix(i.FailedAt, 0)) < freshError:
		return fmt.Errorf("%d updates wait, Telegram cannot post them to FAQBOT_WEBHOOK_URL: %s", i.Waiting, i.LastError)
	}
	return nil
}

// sameAddress tells whether two addresses name the same place. Telegram may give one back in another spelling.
func sameAddress(one, other string) bool {
	a, errA := url.Parse(one)
	b, errB := url.Parse(other)
	if errA != nil || errB != nil {
		return one == other
	}
	port := func(u *url.URL) string {
		if port := u.Port(); port != "" || u.Scheme != "https" {
			return port
		}
		return "443"
	}
	return strings.EqualFold(a.Hostname(), b.Hostname()) && port(a) == port(b) &&
		strings.TrimRight(a.Path, "/") == strings.TrimRight(b.Path, "/")
}
