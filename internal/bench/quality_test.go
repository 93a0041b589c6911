package bench

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"github.com/chatbotsmanagers/faqbot/internal/eval"
)

// quality is how well a peer answers the questions of one labelled set.
type quality struct {
	set, peer       string
	r1, r3          float64
	coverage, auroc float64
}

// confidences are what a peer's scores can be taken for: the score, its margin to the second hit, and that margin as a
// part of the score. A peer is shown by the one that suits it best, measure by measure, chosen on the very questions that
// are reported: that can only flatter it.
var confidences = []func(first, second float64) float64{
	func(first, _ float64) float64 { return first },
	func(first, second float64) float64 { return first - second },
	func(first, second float64) float64 { return 1 - second/first },
}

// assess asks a peer the questions of a labelled set.
func assess(ctx context.Context, p peer, name string, set labelledSet) (quality, error) {
	q := quality{set: name, peer: p.name}
	answers := make([]eval.Answer, len(set.questions))
	for i, question := range set.questions {
		hits, err := p.search(ctx, question.Text, eval.Depth)
		if err != nil {
			return q, fmt.Errorf("%s, question %d of %s: %w", p.name, question.Line, name, err)
		}
		answers[i] = eval.Answer{Question: question, Hits: hits}
	}
	report := eval.Measure(answers)
	q.r1, q.r3, q.coverage, q.auroc = report.R1, report.R3, report.CoverageP90, report.AUROC
	if p.name == oursName {
		return q, nil // its confidence is one already
	}
	for _, confidence := range confidences {
		taken := take(answers, confidence)
		q.coverage, q.auroc = max(q.coverage, eval.Coverage(taken, 0.90)), max(q.auroc, eval.AUROC(taken))
	}
	return q, nil
}

// take returns the answers with another confidence of each decision.
func take(answers []eval.Answer, confidence func(first, second float64) float64) []eval.Answer {
	taken := make([]eval.Answer, len(answers))
	for i, a := range answers {
		taken[i] = a
		if len(a.Hits) == 0 {
			continue
		}
		second := 0.0
		if len(a.Hits) > 1 {
			second = a.Hits[1].Confidence
		}
		taken[i].Hits = append([]eval.Hit{{ID: a.Hits[0].ID, Confidence: confidence(a.Hits[0].Confidence, second)}}, a.Hits[1:]...)
	}
	return taken
}

// assessAll asks all peers the questions of the labelled sets that hold unanswerable ones enough to judge a confidence.
func assessAll(b *testing.B, s *seed) []quality {
	b.Helper()
	var all []quality
	for _, name := range askedSets[:2] {
		set, ok := s.labelled[name]
		if !ok {
			continue
		}
		for _, c := range contenders {
			of, err := assessEngine(b.Context(), c.build, name, set)
			if err != nil {
				b.Fatal(err)
			}
			all = append(all, of...)
		}
	}
	return all
}

// assessEngine asks all peers of one engine the questions of a labelled set.
func assessEngine(ctx context.Context, build builder, name string, set labelledSet) (_ []quality, err error) {
	e, err := build(ctx, set.base)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, e.close()) }()
	var all []quality
	for _, p := range e.peers() {
		q, err := assess(ctx, p, name, set)
		if err != nil {
			return nil, err
		}
		all = append(all, q)
	}
	return all, nil
}
