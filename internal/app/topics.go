package app

import (
	"context"
	"log/slog"
	"time"

	"github.com/chatbotsmanagers/faqbot/internal/bot"
	"github.com/chatbotsmanagers/faqbot/internal/postgres"
	"github.com/chatbotsmanagers/faqbot/kb"
)

// followEvery is how soon the routes of a topic follow another title of it. Looking whether there is one costs nothing.
const followEvery = 5 * time.Second

// topicFollower has routes and groups follow topics whose titles change in the articles.
type topicFollower struct {
	db   *postgres.DB
	bot  *bot.Bot
	base func() *kb.Base
	log  *slog.Logger
}

// run looks from time to time, until ctx ends, whether the articles were read again.
func (f *topicFollower) run(ctx context.Context) error {
	again := time.NewTicker(followEvery)
	defer again.Stop()
	var seen *kb.Base
	for {
		if base := f.base(); base != seen {
			err := f.db.InTx(ctx, func(ctx context.Context, t *postgres.Tx) error { return f.bot.FollowTopics(ctx, t) })
			if err == nil {
				seen = base
			} else if ctx.Err() == nil {
				f.log.WarnContext(ctx, "routes do not follow the topics yet, trying again", "within", followEvery, "error", err)
			}
		}
		select {
		case <-again.C:
		case <-ctx.Done():
			return nil
		}
	}
}
