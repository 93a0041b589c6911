package app

import (
	"context"
	"fmt"
	"log/slog"
	"os"
	"sync/atomic"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/chatbotsmanagers/faqbot/index"
	"github.com/chatbotsmanagers/faqbot/internal/answer"
	"github.com/chatbotsmanagers/faqbot/kb"
)

// knowledge is the knowledge base in use and what is wrong with its files.
type knowledge struct {
	name    string
	engine  *answer.Engine
	metrics *knowledgeMetrics
	log     *slog.Logger
	errors  atomic.Int64
}

// openKnowledge reads the articles and builds the index. An article that cannot be read is left out and told; no
// article at all is an error.
func openKnowledge(ctx context.Context, c Config, r prometheus.Registerer) (*knowledge, error) {
	base, problems, err := kb.LoadPath(c.KB)
	if err != nil {
		return nil, err
	}
	model, err := readModel(c.Model)
	if err != nil {
		return nil, err
	}
	engine, err := answer.New(ctx, base, answer.Config{Precision: c.Precision, Model: model, Logger: c.Logger})
	if err != nil {
		return nil, err
	}
	k := &knowledge{name: c.KB, engine: engine, metrics: newKnowledgeMetrics(r), log: c.Logger}
	k.note(ctx, base, problems)
	return k, nil
}

// watch puts every change of the files in use until ctx ends.
func (k *knowledge) watch(ctx context.Context) error {
	kb.Watch(ctx, k.name, k.engine.Base(), k.log, func(base *kb.Base, problems []kb.Problem) {
		if err := k.engine.Reload(ctx, base); err != nil {
			k.metrics.reloads.WithLabelValues(reloadFailed).Inc()
			k.log.ErrorContext(ctx, "knowledge base not reloaded, going on with the last one", "error", err)
			return
		}
		k.metrics.reloads.WithLabelValues(reloadDone).Inc()
		k.note(ctx, base, problems)
	})
	return nil
}

// note tells the log, the metrics and the health of a new state.
func (k *knowledge) note(ctx context.Context, base *kb.Base, problems []kb.Problem) {
	mistakes := 0
	for _, p := range problems {
		level := slog.LevelWarn
		if p.Severity == kb.Error {
			level = slog.LevelError
			mistakes++
		}
		k.log.Log(ctx, level, "knowledge base", "problem", p.String())
	}
	k.errors.Store(int64(mistakes))
	k.metrics.errors.Set(float64(mistakes))
	k.metrics.articles.Set(float64(len(base.Articles)))
	k.log.InfoContext(ctx, "knowledge base in use", "articles", len(base.Articles), "errors", mistakes)
}

// ready is the check of readiness.
func (k *knowledge) ready(context.Context) (remark string, err error) {
	if n := k.errors.Load(); n > 0 {
		return fmt.Sprintf("%d mistakes in files; the last good state of those articles is served, run faqbot kb lint", n), nil
	}
	return "", nil
}

// readModel returns nil, which means the embedded model, for an empty name.
func readModel(name string) (*index.Model, error) {
	if name == "" {
		return nil, nil
	}
	file, err := os.Open(name)
	if err != nil {
		return nil, fmt.Errorf("FAQBOT_MODEL: %w", err)
	}
	defer file.Close()
	model, err := index.ReadModel(file)
	if err != nil {
		return nil, fmt.Errorf("FAQBOT_MODEL: %s: %w", name, err)
	}
	return model, nil
}

// Results of a reload.
const (
	reloadDone   = "done"
	reloadFailed = "failed"
)

type knowledgeMetrics struct {
	articles, errors prometheus.Gauge
	reloads          *prometheus.CounterVec
}

func newKnowledgeMetrics(r prometheus.Registerer) *knowledgeMetrics {
	m := &knowledgeMetrics{
		articles: prometheus.NewGauge(prometheus.GaugeOpts{
			Name: "faqbot_kb_articles", Help: "Articles that are served.",
		}),
		errors: prometheus.NewGauge(prometheus.GaugeOpts{
			Name: "faqbot_kb_errors", Help: "Mistakes in the files of the knowledge base.",
		}),
		reloads: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "faqbot_kb_reloads_total", Help: "Reloads of the knowledge base, by result.",
		}, []string{"result"}),
	}
	for _, result := range []string{reloadDone, reloadFailed} {
		m.reloads.WithLabelValues(result)
	}
	r.MustRegister(m.articles, m.errors, m.reloads)
	return m
}
