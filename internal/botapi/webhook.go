package botapi

import (
	"context"
	"net/url"
	"regexp"
	"strings"
	"time"
)

// The bounds of webhook delivery, as WebhookActor.cpp has them.
const (
	webhookTimeout     = 60 * time.Second
	webhookMaxRetry    = 60 * time.Second
	webhookConnections = 40
)

var secretCharset = regexp.MustCompile(`^[A-Za-z0-9_-]*$`)

// webhook is where updates are sent instead of being polled for.
type webhook struct {
	URL         string
	Secret      string
	Connections int
	LastError   string
	ErrorTime   time.Time

	stop context.CancelFunc // ends the deliveries of this setting
	busy map[int64]bool     // chats with a delivery under way, so that each chat's updates go out in order
	done chan struct{}      // a delivery ended
}

// webhookInfo is the result of getWebhookInfo.
type webhookInfo struct {
	URL              string   `json:"url"`
	HasCertificate   bool     `json:"has_custom_certificate"`
	Pending          int      `json:"pending_update_count"`
	LastErrorDate    int64    `json:"last_error_date,omitempty"`
	LastErrorMessage string   `json:"last_error_message,omitempty"`
	MaxConnections   int      `json:"max_connections,omitempty"`
	AllowedUpdates   []string `json:"allowed_updates,omitempty"`
}

// setWebhook takes plain HTTP addresses too, as Telegram's own server does when it runs locally.
func (s *Server) setWebhook(c *call) (any, *apiError) {
	address := c.text("url")
	if address == "" {
		return s.deleteWebhook(c)
	}
	if !strings.Contains(address, "://") {
		address = "https://" + address
	}
	u, err := url.Parse(address)
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		return nil, refuse(invalidWebhookURL)
	}
	secret := c.text("secret_token")
	switch {
	case len(secret) > 256:
		return nil, refuse(secretTooLong)
	case !secretCharset.MatchString(secret):
		return nil, refuse(secretCharacters)
	}
	s.updates.allow(c)
	if c.bool("drop_pending_updates") {
		s.updates.pending = nil
	}
	s.abortPoll(refuse(terminatedByWebhook))
	connections := int(c.clamped("max_connections", webhookConnections, 1, 100))
	if s.webhook.URL == address && s.webhook.Secret == secret && s.webhook.Connections == connections {
		c.note = "Webhook is already set"
		return true, nil
	}
	s.stopWebhook()
	s.webhook = webhook{URL: address, Secret: secret, Connections: connections}
	s.startWebhook()
	c.note = "Webhook was set"
	return true, nil
}

func (s *Server) deleteWebhook(c *call) (any, *apiError) {
	if c.bool("drop_pending_updates") {
		s.updates.pending = nil
	}
	c.note = "Webhook is already deleted"
	if s.webhook.URL != "" {
		c.note = "Webhook was deleted"
	}
	s.stopWebhook()
	s.webhook = webhook{}
	return true, nil
}

func (s *Server) getWebhookInfo(*call) (any, *apiError) {
	info := webhookInfo{
		URL: s.webhook.URL, Pending: len(s.updates.pending), MaxConnections: s.webhook.Connections,
		LastErrorMessage: s.webhook.LastError, AllowedUpdates: s.updates.allowed,
	}
	if !s.webhook.ErrorTime.IsZero() {
		info.LastErrorDate = s.webhook.ErrorTime.Unix()
	}
	return info, nil
}

func (s *Server) stopWebhook() {
	if s.webhook.stop != nil {
		s.webhook.stop()
	}
}
