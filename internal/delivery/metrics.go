package delivery

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"strconv"
	"time"

	"github.com/prometheus/client_golang/prometheus"
)

// Metrics are what can be seen of delivery from outside.
type Metrics struct {
	updates  *prometheus.CounterVec
	lag      prometheus.Histogram
	failures *prometheus.CounterVec
	requests *prometheus.CounterVec
	refusals *prometheus.CounterVec
	offline  prometheus.Counter
}

// methods are those that the bot calls in its usual work.
var methods = []string{
	"answerCallbackQuery", "copyMessage", "deleteMessage", "deleteWebhook", "editMessageReplyMarkup", "editMessageText",
	"getMe", "getUpdates", "sendMediaGroup", "sendMessage", "setMyCommands", "setWebhook",
}

// NewMetrics makes and registers the metrics.
func NewMetrics(r prometheus.Registerer) *Metrics {
	m := &Metrics{
		updates: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "faqbot_updates_total", Help: "Updates handled, each once, by kind.",
		}, []string{"kind"}),
		lag: prometheus.NewHistogram(prometheus.HistogramOpts{
			Name:    "faqbot_update_lag_seconds",
			Help:    "Time from an update's arrival at this bot until its handling is committed.",
			Buckets: []float64{.002, .005, .01, .02, .05, .1, .2, .5, 1, 2, 5, 15, 60, 300, 3600},
		}),
		failures: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "faqbot_update_failures_total", Help: "Failed attempts to handle an update, by what follows: retry or set_aside.",
		}, []string{"then"}),
		requests: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "faqbot_telegram_requests_total", Help: "Calls of the Bot API by method and HTTP code; error when no reply came.",
		}, []string{"method", "code"}),
		refusals: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "faqbot_outbox_refusals_total", Help: "Messages that Telegram will never take, by reason.",
		}, []string{"reason"}),
		offline: prometheus.NewCounter(prometheus.CounterOpts{
			Name: "faqbot_offline_answers_total", Help: "Updates answered from the index alone while the database was away.",
		}),
	}
	for _, kind := range UpdateKinds {
		m.updates.WithLabelValues(kind)
	}
	for _, then := range []string{"retry", "set_aside"} {
		m.failures.WithLabelValues(then)
	}
	for _, method := range methods {
		m.requests.WithLabelValues(method, "200")
	}
	for _, reason := range Refusals {
		m.refusals.WithLabelValues(string(reason))
	}
	r.MustRegister(m.updates, m.lag, m.failures, m.requests, m.refusals, m.offline)
	return m
}

// Handled counts an update whose handling is committed.
func (m *Metrics) Handled(u Update) {
	kind := u.Kind
	if !slices.Contains(UpdateKinds, kind) {
		kind = "other" // Telegram invents kinds; a label value must not
	}
	m.updates.WithLabelValues(kind).Inc()
	m.lag.Observe(time.Since(u.ReceivedAt).Seconds())
}

func (m *Metrics) failed(setAside bool) {
	then := "retry"
	if setAside {
		then = "set_aside"
	}
	m.failures.WithLabelValues(then).Inc()
}

func (m *Metrics) called(method string, err error) {
	var apiErr *APIError
	code := "error"
	switch {
	case err == nil:
		code = strconv.Itoa(http.StatusOK)
	case errors.As(err, &apiErr) && apiErr.Code != http.StatusOK: // that of a stranger's page would pass for success
		code = strconv.Itoa(apiErr.Code)
	case errors.Is(err, context.Canceled):
		return // we hung up
	}
	m.requests.WithLabelValues(method, code).Inc()
}

func (m *Metrics) refused(reason Refusal) { m.refusals.WithLabelValues(string(reason)).Inc() }
