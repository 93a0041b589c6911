package botapi

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"
)

// startWebhook begins to deliver to the address that is set. The caller holds the lock.
func (s *Server) startWebhook() {
	if s.webhook.URL == "" || s.closed {
		return
	}
	ctx, cancel := context.WithCancel(s.ctx)
	s.webhook.stop = cancel
	s.webhook.busy = map[int64]bool{}
	s.webhook.done = make(chan struct{}, 1)
	hook := s.webhook
	s.wg.Go(func() { s.deliver(ctx, hook) })
}

// deliver hands pending updates out, one at a time for each chat and at most Connections at once.
func (s *Server) deliver(ctx context.Context, hook webhook) {
	transport := &http.Transport{MaxConnsPerHost: hook.Connections}
	defer transport.CloseIdleConnections()
	client := &http.Client{Transport: transport, Timeout: webhookTimeout}
	for {
		s.mu.Lock()
		if ctx.Err() != nil {
			s.mu.Unlock()
			return
		}
		s.updates.expire(s.opts.Now())
		arrived := s.updates.arrived
		for _, u := range s.updates.pending {
			if len(hook.busy) >= hook.Connections {
				break
			}
			if !hook.busy[u.Chat] {
				hook.busy[u.Chat] = true
				s.wg.Go(func() { s.deliverOne(ctx, client, hook, u) })
			}
		}
		s.mu.Unlock()
		select {
		case <-arrived:
		case <-hook.done:
		case <-ctx.Done():
			return
		}
	}
}

// deliverOne posts an update until the bot takes it.
func (s *Server) deliverOne(ctx context.Context, client *http.Client, hook webhook, u update) {
	defer func() {
		s.mu.Lock()
		delete(hook.busy, u.Chat)
		s.mu.Unlock()
		select {
		case hook.done <- struct{}{}:
		default: // deliver is told already
		}
	}()
	pause := s.opts.WebhookRetry
	for {
		err := s.postUpdate(ctx, client, hook, u)
		if ctx.Err() != nil {
			return
		}
		s.mu.Lock()
		if err == nil {
			s.updates.drop(u.ID)
			s.mu.Unlock()
			return
		}
		s.webhook.LastError, s.webhook.ErrorTime = err.Error(), s.opts.Now()
		expired := s.opts.Now().Sub(u.Time) > updateLifetime
		if expired {
			s.updates.drop(u.ID)
		}
		s.mu.Unlock()
		if expired {
			return
		}
		select {
		case <-time.After(pause):
		case <-ctx.Done():
			return
		}
		pause = min(2*pause, webhookMaxRetry)
	}
}

// postUpdate sends one update. A method in the bot's answer is carried out, and its result told to nobody.
func (s *Server) postUpdate(ctx context.Context, client *http.Client, hook webhook, u update) error {
	body, err := json.Marshal(u)
	if err != nil {
		return fmt.Errorf("encode update %d: %w", u.ID, err)
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, hook.URL, bytes.NewReader(body))
	if err != nil {
		return fmt.Errorf("wrong webhook address: %w", err)
	}
	req.Header.Set("Content-Type", "application/json")
	if hook.Secret != "" {
		req.Header.Set("X-Telegram-Bot-Api-Secret-Token", hook.Secret)
	}
	resp, err := client.Do(req)
	if err != nil {
		return fmt.Errorf("webhook connection failed: %w", err)
	}
	defer resp.Body.Close()
	answer, err := io.ReadAll(io.LimitReader(resp.Body, 1<<20))
	if err != nil {
		return fmt.Errorf("webhook connection closed: %w", err)
	}
	if resp.StatusCode < 200 || resp.StatusCode > 299 {
		return fmt.Errorf("Wrong response from the webhook: %s", resp.Status) //nolint:staticcheck // Telegram's own words
	}
	s.runAnswer(ctx, answer)
	return nil
}

// runAnswer carries out the method that a bot put into its answer to a webhook, except those that only ask.
func (s *Server) runAnswer(ctx context.Context, answer []byte) {
	c := &call{params: map[string]string{}, kinds: map[string]jsonKind{}, files: map[string]upload{}}
	if c.addJSON(bytes.NewReader(answer)) != nil || c.text("method") == "" {
		return
	}
	c.method = canonical(c.text("method"))
	delete(c.params, "method")
	switch low := strings.ToLower(c.method); {
	case strings.HasPrefix(low, "get"), low == "setwebhook", low == "deletewebhook", low == "close", low == "logout":
		return
	}
	entry := Request{Time: s.opts.Now(), HTTPMethod: "WEBHOOK", Method: c.method, Params: c.params, Chat: c.chatID(), Code: http.StatusOK}
	if _, err := s.run(ctx, c); err != nil {
		entry.Code, entry.Description = err.code, err.description
	}
	entry.Applied, entry.Messages = entry.Code == http.StatusOK, c.affected
	s.record(entry)
}

// drop forgets one update that was delivered.
func (q *updateQueue) drop(id int64) {
	for i, u := range q.pending {
		if u.ID == id {
			q.pending = append(q.pending[:i:i], q.pending[i+1:]...)
			return
		}
	}
}
