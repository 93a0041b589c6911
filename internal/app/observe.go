package app

import (
	"context"
	"errors"
	"net/http"
	"sync/atomic"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"github.com/chatbotsmanagers/faqbot/internal/delivery"
	"github.com/chatbotsmanagers/faqbot/internal/postgres"
)

// The phases of a replica's life.
const (
	starting int32 = iota
	running
	stopping
)

// health is what can be told of a running bot.
type health struct {
	telegram  *delivery.Client
	knowledge *knowledge
	database  atomic.Pointer[postgres.DB]  // nil until it is connected
	incoming  atomic.Pointer[func() error] // tells why no updates come in; nil before the first may
	phase     atomic.Int32
}

func (h *health) enter(phase int32) { h.phase.Store(phase) }

// receive sets what tells why no updates come in.
func (h *health) receive(trouble func() error) { h.incoming.Store(&trouble) }

func (h *health) checks() []check {
	return []check{
		{name: "postgres", run: func(ctx context.Context) (string, error) {
			if db := h.database.Load(); db != nil {
				return "", db.Ping(ctx)
			}
			return "", errors.New("not connected yet")
		}},
		{name: "index", vital: true, run: h.knowledge.ready},
		{name: "telegram", vital: true, run: func(context.Context) (string, error) { return "", h.reach() }},
	}
}

// reach returns what keeps Telegram away. That updates do not come in takes no replica out of the traffic: the others
// would get none either, and in an outage of the database two may poll for a while, each cutting off the other's polls.
func (h *health) reach() error {
	if err := trouble(h.telegram.Trouble()); err != nil {
		return err
	}
	if incoming := h.incoming.Load(); incoming != nil {
		if err := (*incoming)(); err != nil {
			return passing{err}
		}
	}
	return nil
}

// outOfReach is for how long calls must fail until Telegram counts as out of reach. A single one that fails is no reason
// to send traffic elsewhere, where it would fail as well.
const outOfReach = 15 * time.Second

// trouble tells a hiccup from an outage.
func trouble(lasting time.Duration, err error) error {
	if err != nil && lasting < outOfReach {
		return passing{err}
	}
	return err
}

// observable is what operators see: metrics, whether the process lives, whether it is ready, and a page.
func observable(page http.Handler, metrics prometheus.Gatherer, h *health) http.Handler {
	mux := http.NewServeMux()
	mux.Handle("/", page)
	mux.Handle("GET /metrics", promhttp.HandlerFor(metrics, promhttp.HandlerOpts{}))
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte("ok\n")) })
	mux.Handle("GET /readyz", readiness(h.phase.Load, h.checks()))
	return mux
}

// newRegistry returns a registry with the metrics of the process itself.
func newRegistry() *prometheus.Registry {
	r := prometheus.NewRegistry()
	r.MustRegister(collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	return r
}
