package app

import (
	"context"
	"log/slog"
	"slices"
	"time"

	"github.com/chatbotsmanagers/faqbot/internal/answer"
	"github.com/chatbotsmanagers/faqbot/internal/helpdesk"
	"github.com/chatbotsmanagers/faqbot/internal/postgres"
)

const (
	// learnEvery is how soon a question that was answered well helps to answer the next.
	learnEvery = 5 * time.Minute
	// mostLearned bounds the time of a search. The last questions tell most.
	mostLearned = 5000
)

// learner lets the search learn from what customers and managers found to be the answer.
type learner struct {
	db     *postgres.DB
	engine *answer.Engine
	log    *slog.Logger
	known  []helpdesk.Solved
}

// run learns at the start and from time to time until ctx ends.
func (l *learner) run(ctx context.Context) error {
	again := time.NewTicker(learnEvery)
	defer again.Stop()
	for {
		if err := l.learn(ctx); err != nil && ctx.Err() == nil {
			l.log.WarnContext(ctx, "nothing learned, trying again", "within", learnEvery, "error", err)
		}
		select {
		case <-again.C:
		case <-ctx.Done():
			return nil
		}
	}
}

func (l *learner) learn(ctx context.Context) error {
	solved, err := l.db.Solved(ctx, mostLearned)
	if err != nil || slices.Equal(solved, l.known) {
		return err
	}
	if err := l.engine.Learn(ctx, solved); err != nil {
		return err
	}
	l.known = solved
	l.log.InfoContext(ctx, "learned from solved questions", "questions", len(solved))
	return nil
}
