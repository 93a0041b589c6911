package bot

import (
	"strconv"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/chatbotsmanagers/faqbot/internal/helpdesk"
)

// maxRank is how many suggestions a customer may choose from.
const maxRank = 3

// Metrics count what the conversation decides. They move when the transaction is committed, so that a retried update
// counts once.
type Metrics struct {
	Questions        *prometheus.CounterVec // by outcome
	Confidence       prometheus.Histogram
	SearchDuration   prometheus.Histogram
	Feedback         *prometheus.CounterVec // by verdict
	SuggestionClicks *prometheus.CounterVec // by rank
	Tickets          *prometheus.CounterVec // by event
	FirstResponse    prometheus.Histogram
	Resolution       prometheus.Histogram
	Satisfaction     *prometheus.CounterVec // by score
}

// NewMetrics registers the metrics, each with all its label values, so that a rate is zero and not absent before the
// first event.
func NewMetrics(r prometheus.Registerer) *Metrics {
	m := &Metrics{
		Questions: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "faqbot_questions_total", Help: "Questions, by how they ended.",
		}, []string{"outcome"}),
		Confidence: prometheus.NewHistogram(prometheus.HistogramOpts{
			Name: "faqbot_answer_confidence", Help: "Confidence of decisions about questions.",
			Buckets: []float64{.1, .2, .3, .4, .5, .6, .7, .8, .9, 1},
		}),
		SearchDuration: prometheus.NewHistogram(prometheus.HistogramOpts{
			Name: "faqbot_search_duration_seconds", Help: "Time that a search took.",
			Buckets: []float64{.0001, .00025, .0005, .001, .0025, .005, .01, .025, .05, .1, .25, 1},
		}),
		Feedback: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "faqbot_feedback_total", Help: "What customers made of outcomes, by verdict.",
		}, []string{"verdict"}),
		SuggestionClicks: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "faqbot_suggestion_clicks_total", Help: "Suggestions that customers chose, by rank from 1.",
		}, []string{"rank"}),
		Tickets: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "faqbot_tickets_total", Help: "Changes of tickets, by event.",
		}, []string{"event"}),
		FirstResponse: prometheus.NewHistogram(prometheus.HistogramOpts{
			Name: "faqbot_ticket_first_response_seconds", Help: "Time from a ticket to a manager's first answer.",
			Buckets: waits,
		}),
		Resolution: prometheus.NewHistogram(prometheus.HistogramOpts{
			Name: "faqbot_ticket_resolution_seconds", Help: "Time from a ticket to its solution by a manager.",
			Buckets: waits,
		}),
		Satisfaction: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "faqbot_satisfaction_total", Help: "Scores that customers gave to ended tickets, as first given.",
		}, []string{"score"}),
	}
	for _, k := range helpdesk.OutcomeKinds {
		m.Questions.WithLabelValues(string(k))
	}
	for _, v := range helpdesk.Verdicts {
		m.Feedback.WithLabelValues(string(v))
	}
	for rank := 1; rank <= maxRank; rank++ {
		m.SuggestionClicks.WithLabelValues(strconv.Itoa(rank))
	}
	for _, k := range helpdesk.EventKinds {
		m.Tickets.WithLabelValues(string(k))
	}
	for score := 1; score <= helpdesk.MaxScore; score++ {
		m.Satisfaction.WithLabelValues(strconv.Itoa(score))
	}
	r.MustRegister(m.Questions, m.Confidence, m.SearchDuration, m.Feedback, m.SuggestionClicks, m.Tickets,
		m.FirstResponse, m.Resolution, m.Satisfaction)
	return m
}

// waits are the buckets of what takes people a minute to a few days.
var waits = []float64{15, 60, 3 * 60, 5 * 60, 15 * 60, 30 * 60, 3600, 2 * 3600, 4 * 3600, 8 * 3600, 24 * 3600, 72 * 3600}

// count tells the metrics of a ticket's event once the transaction is committed.
func (t *turn) count(ticket helpdesk.Ticket, e helpdesk.Event) {
	first := e.Kind == helpdesk.EventAnswered && ticket.FirstResponseAt.Equal(e.At)
	t.store.OnCommit(func() {
		t.Metrics.Tickets.WithLabelValues(string(e.Kind)).Inc()
		if first {
			t.Metrics.FirstResponse.Observe(ticket.FirstResponseAt.Sub(ticket.CreatedAt).Seconds())
		}
		if e.Kind == helpdesk.EventResolved {
			t.Metrics.Resolution.Observe(ticket.ResolvedAt.Sub(ticket.CreatedAt).Seconds())
		}
	})
}

// countQuestion tells the metrics how a question ended.
func (t *turn) countQuestion(o helpdesk.Outcome, took time.Duration) {
	t.store.OnCommit(func() {
		t.Metrics.Questions.WithLabelValues(string(o.Kind)).Inc()
		if o.Kind == helpdesk.OutcomeSmallTalk {
			return // nothing was searched
		}
		t.Metrics.Confidence.Observe(o.Confidence)
		t.Metrics.SearchDuration.Observe(took.Seconds())
	})
}

// countVerdict tells the metrics what a customer made of an outcome.
func (t *turn) countVerdict(v helpdesk.Verdict) {
	t.store.OnCommit(func() { t.Metrics.Feedback.WithLabelValues(string(v)).Inc() })
}

// countClick tells the metrics which suggestion a customer chose.
func (t *turn) countClick(rank int) {
	t.store.OnCommit(func() { t.Metrics.SuggestionClicks.WithLabelValues(strconv.Itoa(rank)).Inc() })
}

// countScore tells the metrics which score a customer gave. One that is changed later has been counted.
func (t *turn) countScore(score int) {
	t.store.OnCommit(func() { t.Metrics.Satisfaction.WithLabelValues(strconv.Itoa(score)).Inc() })
}
