package app

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"time"

	"github.com/mymmrac/telego"
	"golang.org/x/sync/errgroup"

	"github.com/chatbotsmanagers/faqbot/internal/bot"
	"github.com/chatbotsmanagers/faqbot/internal/delivery"
	"github.com/chatbotsmanagers/faqbot/internal/helpdesk"
	"github.com/chatbotsmanagers/faqbot/internal/postgres"
)

// Serve runs the bot until ctx ends, then finishes what is in hand.
func Serve(ctx context.Context, c Config) error {
	return serve(ctx, c, http.NotFoundHandler())
}

// serve runs the bot with a page beside metrics and health. All that can be refused without waiting for others is
// checked first; then whatever is slow to answer is waited for, and only then the first update is taken.
func serve(ctx context.Context, c Config, page http.Handler) (err error) {
	s := newServices(c.Logger)
	defer func() {
		bound, cancel := context.WithTimeout(context.WithoutCancel(ctx), c.StopWithin)
		defer cancel()
		err = errors.Join(err, s.stop(bound))
	}()

	registry := newRegistry()
	delivered := delivery.NewMetrics(registry)
	client, err := delivery.NewClient(c.TelegramAPI, c.TelegramToken, delivered)
	if err != nil {
		return err
	}
	s.add("the connections to Telegram", func(context.Context) error { client.Close(); return nil })
	knowledge, err := openKnowledge(ctx, c, registry)
	if err != nil {
		return err
	}
	s.add("the index", func(context.Context) error { knowledge.engine.Close(); return nil })
	web, err := listen(ctx, "--listen (FAQBOT_LISTEN)", c.Listen)
	if err != nil {
		return err
	}
	health := &health{telegram: client, knowledge: knowledge}
	s.serve("metrics and health", web, observable(page, registry, health))
	receive, err := c.receiver(ctx, s, health)
	if err != nil {
		return err
	}
	s.start(ctx, "the knowledge base", knowledge.watch) // authors need not wait for Telegram and the database

	// Side by side, so that neither hides for long that the other will never work.
	var me delivery.Me
	var db *postgres.DB
	awaited, waiting := errgroup.WithContext(ctx)
	awaited.Go(func() (err error) {
		me, err = delivery.GetMe(waiting, client, c.Logger)
		return err
	})
	awaited.Go(func() (err error) {
		if db, err = openDatabase(waiting, c, &s.stops); err == nil {
			health.database.Store(db)
		}
		return err
	})
	if err := awaited.Wait(); err != nil {
		return orStopped(ctx, err)
	}
	if err := delivery.RegisterDepths(registry, c.Logger, db.Depths); err != nil {
		return err
	}
	articles, err := openArticles(c)
	if err != nil {
		return err
	}
	b, err := bot.New(bot.Config{
		Answers: knowledge.engine, Articles: articles, Presses: presses{client}, Username: me.Username, Location: c.Location,
		Calendar: c.Calendar, SLA: c.SLA, Patience: c.Patience, Flood: c.Flood,
		Now: time.Now, Metrics: bot.NewMetrics(registry), Logger: c.Logger,
	})
	if err != nil {
		return err
	}
	if err := introduce(ctx, c, b, db, client); err != nil {
		return orStopped(ctx, err)
	}

	line := newLine(c, me, db, client, b, delivered)
	s.start(ctx, "the sender", line.send)
	s.start(ctx, "the jobs", line.remind)
	s.start(ctx, "the workers", line.handle)
	s.start(ctx, "the titles of topics", (&topicFollower{db: db, bot: b, base: knowledge.engine.Base, log: c.Logger}).run)
	s.start(ctx, "the articles' tests", (&spoiledTeller{db: db, bot: b, news: knowledge.spoiled, log: c.Logger}).run)
	s.start(ctx, "what was learned", (&learner{db: db, engine: knowledge.engine, log: c.Logger}).run)
	if err := receive(ctx, line); err != nil {
		return orStopped(ctx, err)
	}

	health.enter(running)
	defer health.enter(stopping)
	c.Logger.InfoContext(ctx, "bot is ready", "bot", me.Username, "listen", web.Addr().String())
	if c.Ready != nil {
		c.Ready(web.Addr().String())
	}
	select {
	case <-ctx.Done():
		c.Logger.InfoContext(ctx, "stopping", "within", c.StopWithin)
		return nil
	case err := <-s.failed:
		return err
	}
}

// orStopped turns the error of a start that was interrupted on purpose into none.
func orStopped(ctx context.Context, err error) error {
	if ctx.Err() == nil {
		return err
	}
	return nil
}

// introduce tells the bot who its first managers are, and Telegram which commands it understands.
func introduce(ctx context.Context, c Config, b *bot.Bot, db *postgres.DB, client *delivery.Client) error {
	var managers []helpdesk.Manager
	if err := db.Patiently(ctx, func(ctx context.Context) error {
		return db.InTx(ctx, func(ctx context.Context, t *postgres.Tx) (err error) {
			if err = b.EnsureManagers(ctx, t, c.Managers); err == nil {
				managers, err = t.Managers(ctx)
			}
			return err
		})
	}); err != nil {
		return err
	}
	if len(managers) == 0 {
		c.Logger.WarnContext(ctx, "there are no managers, tickets will wait: set FAQBOT_MANAGERS to their Telegram ids")
	}
	for _, commands := range b.Commands() {
		if _, err := delivery.CallPatiently(ctx, client, c.Logger, "setMyCommands", commands); err != nil {
			return fmt.Errorf("tell Telegram the commands: %w", err)
		}
	}
	return nil
}

// presses answers button presses by the client.
type presses struct{ client *delivery.Client }

func (p presses) AnswerCallbackQuery(ctx context.Context, params *telego.AnswerCallbackQueryParams) error {
	_, err := p.client.Call(ctx, "answerCallbackQuery", params)
	return err
}
