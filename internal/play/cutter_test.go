package play_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
)

// cutter cuts the streams of a page in the middle.
type cutter struct {
	next http.Handler
	mu   sync.Mutex
	open map[*context.CancelFunc]struct{}
}

func newCutter(next http.Handler) *cutter {
	return &cutter{next: next, open: map[*context.CancelFunc]struct{}{}}
}

func (c *cutter) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.URL.Path != "/play/events" {
		c.next.ServeHTTP(w, r)
		return
	}
	ctx, cancel := context.WithCancel(r.Context())
	c.mu.Lock()
	c.open[&cancel] = struct{}{}
	c.mu.Unlock()
	c.next.ServeHTTP(w, r.WithContext(ctx))
	c.mu.Lock()
	delete(c.open, &cancel)
	c.mu.Unlock()
	cancel()
}

// cut ends the streams that are open.
func (c *cutter) cut() {
	c.mu.Lock()
	defer c.mu.Unlock()
	for cancel := range c.open {
		(*cancel)()
	}
}

func (c *cutter) serve(t *testing.T) string {
	t.Helper()
	web := httptest.NewServer(c)
	t.Cleanup(func() { c.cut(); web.CloseClientConnections(); web.Close() })
	return web.URL
}
