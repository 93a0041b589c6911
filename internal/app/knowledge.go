package app

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"slices"
	"strings"
	"sync/atomic"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/chatbotsmanagers/faqbot/index"
	"github.com/chatbotsmanagers/faqbot/internal/answer"
	"github.com/chatbotsmanagers/faqbot/internal/eval"
	"github.com/chatbotsmanagers/faqbot/kb"
)

// knowledge is the knowledge base in use and what is wrong with its files.
type knowledge struct {
	name    string
	engine  *answer.Engine
	refuse  bool           // a change that makes tests fail
	tested  tested         // written while nothing else is done with it, see watch
	told    []kb.Problem   // at the start
	broken  []eval.Failure // by the state tested last, which may not be in use
	spoiled chan spoiled   // has room for one
	metrics *knowledgeMetrics
	log     *slog.Logger
	state   atomic.Pointer[knowledgeState] // never nil
}

// knowledgeState is what is wrong, in numbers.
type knowledgeState struct {
	mistakes int // in files
	lastGood int // articles that are served as they were before
	missing  int // articles that are not served
	failing  int // tests that fail in the state in use
	refused  int // tests that keep the last change from going live
}

// errors is what faqbot_kb_errors counts. The tests of the two are others: those that keep a change out pass now.
func (s *knowledgeState) errors() int { return s.mistakes + s.refused + s.failing }

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
	k := &knowledge{name: c.KB, engine: engine, refuse: c.KBGate == GateRefuse, told: problems, metrics: newKnowledgeMetrics(r), log: c.Logger, spoiled: make(chan spoiled, 1)}
	k.note(ctx, base, problems, knowledgeState{})
	return k, nil
}

// watch puts every change of the files in use until ctx ends. The tests of what is in use are asked beside that, since
// neither a start nor, unless the gate refuses, an edit has to wait for them.
func (k *knowledge) watch(ctx context.Context) error {
	var tests background
	defer tests.stop()
	tests.start(ctx, k.testInUse)
	kb.Watch(ctx, k.name, k.engine.Base(), k.told, k.log, func(base *kb.Base, problems []kb.Problem) {
		if k.refuse {
			tests.wait() // what they find is what the new state is compared with
			k.reload(ctx, base, problems, k.testNext)
			return
		}
		tests.stop() // the new state's are asked instead
		if k.reload(ctx, base, problems, func(context.Context, *index.Index) error { return nil }) {
			tests.start(ctx, k.testInUse)
		}
	})
	return nil
}

// testInUse asks the tests of the state in use and tells those that fail now.
func (k *knowledge) testInUse(ctx context.Context) {
	err := k.engine.Inspect(ctx, func(ctx context.Context, ix *index.Index) error {
		now, err := k.tested.test(ctx, ix)
		if err == nil {
			k.tested = now
			k.tellFailing(ctx)
			k.spoil(ix.Base(), now.broken, true)
		}
		return err
	})
	if err != nil && ctx.Err() == nil { // else there is a newer state, or the bot stops
		k.log.ErrorContext(ctx, "knowledge base not tested", "error", err)
	}
	state := *k.state.Load()
	state.failing = len(k.tested.failed)
	k.enter(state)
}

// testNext asks the tests of a state that is not in use yet and refuses it if it breaks any.
func (k *knowledge) testNext(ctx context.Context, next *index.Index) error {
	now, err := k.tested.test(ctx, next)
	if err != nil {
		return err
	}
	if len(now.broken) > 0 {
		k.spoil(next.Base(), now.broken, false)
		return refused{now.broken, now.fresh}
	}
	k.spoil(next.Base(), nil, true)
	k.tested = now
	k.tellFailing(ctx)
	return nil
}

// tellFailing lists the tests that fail in the state in use and did not fail before, be they broken or new.
func (k *knowledge) tellFailing(ctx context.Context) {
	since := slices.Concat(k.tested.broken, k.tested.fresh)
	if len(since) == 0 {
		return
	}
	k.tell(ctx, failures(since, kb.Warning))
	k.log.WarnContext(ctx, "tests of articles fail, run faqbot kb lint", "new", len(since), "failing", len(k.tested.failed))
}

// reload puts a new state in use if it can be, and accept lets it.
func (k *knowledge) reload(ctx context.Context, base *kb.Base, problems []kb.Problem, accept func(context.Context, *index.Index) error) (done bool) {
	err := k.engine.ReloadIf(ctx, base, accept)
	state := knowledgeState{failing: len(k.tested.failed)}
	var r refused
	switch {
	case err == nil:
		k.metrics.reloads.WithLabelValues(reloadDone).Inc()
		k.note(ctx, base, problems, state)
		return true
	case ctx.Err() != nil: // the bot stops
	case errors.As(err, &r):
		k.metrics.reloads.WithLabelValues(reloadRefused).Inc()
		k.log.ErrorContext(ctx, "knowledge base not reloaded, going on with the last one", "error", err)
		k.tell(ctx, failures(r.broken, kb.Error))
		k.tell(ctx, failures(r.fresh, kb.Warning))
		state.refused = len(r.broken)
		k.note(ctx, base, problems, state)
	default:
		k.metrics.reloads.WithLabelValues(reloadFailed).Inc()
		k.log.ErrorContext(ctx, "knowledge base not reloaded, going on with the last one", "error", err)
	}
	return false
}

// note tells the log, the metrics and the health of a new state of the files.
func (k *knowledge) note(ctx context.Context, base *kb.Base, problems []kb.Problem, state knowledgeState) {
	k.tell(ctx, problems)
	for _, p := range problems {
		if p.Severity == kb.Error {
			state.mistakes++
		}
	}
	state.lastGood, state.missing = base.Broken()
	k.enter(state)
	articles := len(k.engine.Base().Articles)
	k.metrics.articles.Set(float64(articles))
	if state.refused == 0 {
		k.log.InfoContext(ctx, "knowledge base in use", "articles", articles, "errors", state.errors())
	}
}

// enter shows a state to the metrics and the health.
func (k *knowledge) enter(state knowledgeState) {
	k.state.Store(&state)
	k.metrics.errors.Set(float64(state.errors()))
}

func (k *knowledge) tell(ctx context.Context, problems []kb.Problem) {
	for _, p := range problems {
		level := slog.LevelWarn
		if p.Severity == kb.Error {
			level = slog.LevelError
		}
		k.log.Log(ctx, level, "knowledge base", "problem", p.String())
	}
}

// ready is the check of readiness.
func (k *knowledge) ready(context.Context) (remark string, err error) {
	var remarks []string
	state := k.state.Load()
	if state.mistakes > 0 {
		remarks = append(remarks, fmt.Sprintf("mistakes in files: %d", state.mistakes))
	}
	if state.lastGood > 0 {
		remarks = append(remarks, fmt.Sprintf("articles served as they were before: %d", state.lastGood))
	}
	if state.missing > 0 {
		remarks = append(remarks, fmt.Sprintf("articles not served: %d", state.missing))
	}
	if state.refused > 0 {
		remarks = append(remarks, fmt.Sprintf("the last change is not served, tests of articles that pass now and would fail: %d", state.refused))
	}
	if state.failing > 0 {
		remarks = append(remarks, fmt.Sprintf("tests of articles that fail: %d", state.failing))
	}
	if len(remarks) > 0 {
		remark = strings.Join(append(remarks, "run faqbot kb lint"), "; ")
	}
	return remark, nil
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
	reloadDone    = "done"
	reloadFailed  = "failed"
	reloadRefused = "refused" // by the gate
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
			Name: "faqbot_kb_errors", Help: "Mistakes in the files of the knowledge base, tests of its articles that fail, and those for which a change is refused.",
		}),
		reloads: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "faqbot_kb_reloads_total", Help: "Reloads of the knowledge base, by result.",
		}, []string{"result"}),
	}
	for _, result := range []string{reloadDone, reloadFailed, reloadRefused} {
		m.reloads.WithLabelValues(result)
	}
	r.MustRegister(m.articles, m.errors, m.reloads)
	return m
}
