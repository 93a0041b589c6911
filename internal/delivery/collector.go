package delivery

import (
	"context"
	"log/slog"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/chatbotsmanagers/faqbot/internal/helpdesk"
)

// depthCollector reads the depths when it is asked for them, so that they are never stale.
type depthCollector struct {
	read func(context.Context) (Depths, error)
	log  *slog.Logger

	inbox, inboxFailed, outbox, oldest, tickets *prometheus.Desc
}

// RegisterDepths makes the depths visible. While they cannot be read they are left out, rather than shown as nothing.
func RegisterDepths(r prometheus.Registerer, log *slog.Logger, read func(context.Context) (Depths, error)) error {
	desc := func(name, help string, labels ...string) *prometheus.Desc {
		return prometheus.NewDesc("faqbot_"+name, help, labels, nil)
	}
	return r.Register(&depthCollector{
		read: read, log: log,
		inbox:       desc("inbox_depth", "Updates that wait to be handled."),
		inboxFailed: desc("inbox_failed", "Updates that were set aside after too many failures."),
		outbox:      desc("outbox_depth", "Messages that wait to be sent."),
		oldest:      desc("outbox_oldest_seconds", "How long the oldest waiting message has waited."),
		tickets:     desc("tickets_open", "Tickets that wait for somebody, by state.", "state"),
	})
}

func (c *depthCollector) Describe(ch chan<- *prometheus.Desc) {
	for _, d := range []*prometheus.Desc{c.inbox, c.inboxFailed, c.outbox, c.oldest, c.tickets} {
		ch <- d
	}
}

func (c *depthCollector) Collect(ch chan<- prometheus.Metric) {
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Second)
	defer cancel()
	d, err := c.read(ctx)
	if err != nil {
		c.log.WarnContext(ctx, "depths cannot be read", "error", err)
		return
	}
	gauge := func(desc *prometheus.Desc, v float64, labels ...string) {
		ch <- prometheus.MustNewConstMetric(desc, prometheus.GaugeValue, v, labels...)
	}
	gauge(c.inbox, float64(d.Inbox))
	gauge(c.inboxFailed, float64(d.InboxFailed))
	gauge(c.outbox, float64(d.Outbox))
	gauge(c.oldest, d.OutboxOldest.Seconds())
	for _, state := range helpdesk.States {
		if state.Live() {
			gauge(c.tickets, float64(d.Tickets[state]), string(state))
		}
	}
}
