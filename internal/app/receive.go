package app

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"time"

	"github.com/chatbotsmanagers/faqbot/internal/delivery"
)

// webhookCheck is how often a bot with a webhook, which Telegram would simply leave alone, asks whether its updates come
// here, its token is still good and Telegram can be reached. Polling finds that out by itself.
const webhookCheck = 30 * time.Second

// receiver opens what updates come in by and returns how to begin receiving.
func (c Config) receiver(ctx context.Context, s *services, h *health) (func(context.Context, *line) error, error) {
	if c.WebhookURL == "" {
		return func(ctx context.Context, l *line) error { return poll(ctx, s, h, l) }, nil
	}
	address, err := delivery.ParseURL(c.WebhookURL)
	if err != nil {
		return nil, fmt.Errorf("FAQBOT_WEBHOOK_URL: %w", err)
	}
	listener, err := listen(ctx, "--webhook-listen (FAQBOT_WEBHOOK_LISTEN)", c.WebhookListen)
	if err != nil {
		return nil, err
	}
	s.add("the webhook's address", func(context.Context) error {
		_ = listener.Close() // the server that took it over may have closed it
		return nil
	})
	path := address.Path
	if path == "" {
		path = "/"
	}
	return func(ctx context.Context, l *line) error { return hook(ctx, s, h, l, c.WebhookURL, path, listener) }, nil
}

func poll(ctx context.Context, s *services, h *health, l *line) error {
	if err := delivery.DeleteWebhook(ctx, l.client, l.log); err != nil {
		return err
	}
	intake := l.intake()
	s.add("the intake", func(ctx context.Context) error { intake.Flush(ctx); return nil })
	poller := delivery.NewPoller(l.client, intake, l.log)
	h.receive(poller.Trouble)
	decided := make(chan struct{})
	s.start(ctx, "the poller", func(ctx context.Context) (err error) {
		l.db.LeadThroughOutages(ctx, "poller", func() { close(decided) }, func(term context.Context) {
			if err = poller.Run(term); err != nil {
				s.fail(err) // Telegram took the token away
			}
		})
		return err
	})
	// A bot that says it is ready answers through an outage of the database, and for that it must poll before one begins.
	return within(ctx, decided)
}

// onlyAt serves one path. The path is the operator's, and to a mux it could mean a pattern.
func onlyAt(path string, handler http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != path {
			http.NotFound(w, r)
			return
		}
		handler.ServeHTTP(w, r)
	})
}

func hook(ctx context.Context, s *services, h *health, l *line, address, path string, listener net.Listener) error {
	intake := l.intake()
	s.add("the intake", func(ctx context.Context) error { intake.Flush(ctx); return nil })
	s.serve("the webhook", listener, onlyAt(path, delivery.NewWebhook(l.client, intake, l.log)))
	if err := delivery.SetWebhook(ctx, l.client, l.log, address); err != nil {
		return err
	}
	watch := delivery.NewWebhookWatch(l.client, address, l.log)
	h.receive(watch.Trouble)
	s.start(ctx, "the watch over the webhook", func(ctx context.Context) error {
		for {
			select {
			case <-ctx.Done():
				return nil
			case <-time.After(webhookCheck):
			}
			if err := watch.Look(ctx); err != nil {
				return err
			}
		}
	})
	return nil
}
