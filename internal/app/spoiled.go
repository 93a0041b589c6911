package app

import (
	"cmp"
	"context"
	"log/slog"

	"github.com/chatbotsmanagers/faqbot/internal/bot"
	"github.com/chatbotsmanagers/faqbot/internal/eval"
	"github.com/chatbotsmanagers/faqbot/internal/postgres"
	"github.com/chatbotsmanagers/faqbot/kb"
)

// spoiled are the questions that a change of the knowledge base has spoiled.
type spoiled struct {
	questions []bot.Spoiled
	live      bool // the change is served all the same
}

// spoil leaves the tests that a state of the knowledge base breaks to the teller. Only the latest wait to be told.
func (k *knowledge) spoil(state *kb.Base, broken []eval.Failure, live bool) {
	if len(broken) == 0 {
		return
	}
	asked := func(id string) string {
		if a := state.Article(id); a != nil {
			return cmp.Or(a.Question, id)
		}
		return id
	}
	s := spoiled{live: live}
	for _, f := range broken {
		s.questions = append(s.questions, bot.Spoiled{Question: f.Test, Wanted: asked(f.ID), Found: asked(f.Found)})
	}
	select {
	case <-k.spoiled:
	default:
	}
	k.spoiled <- s // its only sender has just made room
}

// spoiledTeller tells the administrators of articles that spoil others. Who publishes in Telegram sees no log.
type spoiledTeller struct {
	db   *postgres.DB
	bot  *bot.Bot
	news <-chan spoiled
	log  *slog.Logger
}

// run tells until ctx ends.
func (t *spoiledTeller) run(ctx context.Context) error {
	for {
		select {
		case s := <-t.news:
			err := t.db.Patiently(ctx, func(ctx context.Context) error {
				return t.db.InTx(ctx, func(ctx context.Context, tx *postgres.Tx) error {
					return t.bot.TellSpoiled(ctx, tx, s.questions, s.live)
				})
			})
			if err != nil && ctx.Err() == nil {
				t.log.ErrorContext(ctx, "administrators were not told of tests that a change breaks", "error", err)
			}
		case <-ctx.Done():
			return nil
		}
	}
}
