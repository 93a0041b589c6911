package app

import (
	"cmp"
	"context"
	"log/slog"
	"slices"

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

// spoil leaves the tests that a state of the knowledge base breaks to the teller, unless they are those of the state before:
// a change that is kept out is so again with every further edit. Only the latest wait to be told.
func (k *knowledge) spoil(state *kb.Base, broken []eval.Failure, live bool) {
	same := slices.EqualFunc(broken, k.broken, func(a, b eval.Failure) bool { return a.ID == b.ID && a.Test == b.Test })
	k.broken = broken
	if same || len(broken) == 0 {
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

// spoiledTeller tells the administrators of articles that spoil others: who publishes in Telegram sees no log. Of several
// replicas one does.
type spoiledTeller struct {
	db   *postgres.DB
	bot  *bot.Bot
	news <-chan spoiled
	log  *slog.Logger
}

// run tells until ctx ends.
func (t *spoiledTeller) run(ctx context.Context) error {
	t.db.Lead(ctx, "the articles' tests", t.tell)
	return nil
}

func (t *spoiledTeller) tell(ctx context.Context) {
	select {
	case <-t.news: // the one who told before has told it
	default:
	}
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
			return
		}
	}
}
