package app

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"sync/atomic"
	"time"

	"github.com/mymmrac/telego"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"github.com/chatbotsmanagers/faqbot/internal/bot"
	"github.com/chatbotsmanagers/faqbot/internal/delivery"
	"github.com/chatbotsmanagers/faqbot/internal/postgres"
)

// workers is how many chats are handled at once. Handling is mostly waiting for the database, whose pool they share
// with the sender and the jobs.
const workers = 8

var _ bot.Store = (*postgres.Tx)(nil)

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
		err = errors.Join(err, s.run(bound))
	}()

	registry := prometheus.NewRegistry()
	registry.MustRegister(collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
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

	var database atomic.Pointer[postgres.DB]
	var started atomic.Bool
	web, err := listen(ctx, "FAQBOT_LISTEN", c.Listen)
	if err != nil {
		return err
	}
	mux := http.NewServeMux()
	mux.Handle("/", page)
	mux.Handle("GET /metrics", promhttp.HandlerFor(registry, promhttp.HandlerOpts{}))
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte("ok\n")) })
	mux.Handle("GET /readyz", readiness(started.Load, []check{
		{name: "postgres", run: func(ctx context.Context) (string, error) {
			if db := database.Load(); db != nil {
				return "", db.Ping(ctx)
			}
			return "", errors.New("not connected yet")
		}},
		{name: "index", vital: true, run: knowledge.ready},
		{name: "telegram", vital: true, run: func(context.Context) (string, error) { return "", client.Trouble() }},
	}))
	s.serve("metrics and health", web, mux)
	receive, err := c.receiver(ctx)
	if err != nil {
		return err
	}

	db, err := openDatabase(ctx, c, &s.stops)
	if err != nil {
		return orStopped(ctx, err)
	}
	database.Store(db)
	if err := delivery.RegisterDepths(registry, c.Logger, db.Depths); err != nil {
		return err
	}
	me, err := delivery.GetMe(ctx, client, c.Logger)
	if err != nil {
		return orStopped(ctx, err)
	}
	b, err := bot.New(bot.Config{
		Answers: knowledge.engine, Presses: presses{client}, Username: me.Username, Location: c.Location,
		Now: time.Now, Metrics: bot.NewMetrics(registry), Logger: c.Logger,
	})
	if err != nil {
		return err
	}
	if err := introduce(ctx, c, b, db, client); err != nil {
		return orStopped(ctx, err)
	}

	limits := delivery.NewLimits(c.Rate)
	arrived := delivery.NewBell()
	sender := delivery.NewSender(db.Outbox(func(ctx context.Context, t *postgres.Tx, o delivery.Outgoing, r delivery.Refusal) error {
		return b.Refused(ctx, t, o, r)
	}), client, limits, db.Queued(), delivered, c.Logger)
	s.start(ctx, "the sender", func(ctx context.Context) error {
		db.Lead(ctx, "sender", sender.Run)
		return nil
	})
	s.start(ctx, "the jobs", func(ctx context.Context) error {
		return db.RunJobs(ctx, func(ctx context.Context, t *postgres.Tx, outcome int64) error { return b.Remind(ctx, t, outcome) })
	})
	s.start(ctx, "the workers", func(ctx context.Context) error {
		delivery.NewWorkers(workers, func(ctx context.Context) (bool, error) {
			return db.Handle(ctx, me.ID, func(ctx context.Context, t *postgres.Tx, u delivery.Update) error {
				t.OnCommit(func() { delivered.Handled(u) })
				return b.Handle(ctx, t, u)
			})
		}, arrived, delivered, c.Logger).Run(ctx)
		return nil
	})
	s.start(ctx, "the knowledge base", knowledge.watch)
	intake := delivery.NewIntake(me.ID, db, func(_ context.Context, u delivery.Update) ([]delivery.Outgoing, bool) {
		return b.AnswerOffline(u)
	}, client, limits, arrived, delivered, c.Logger)
	if err := receive(ctx, s, db, client, intake); err != nil {
		return orStopped(ctx, err)
	}

	started.Store(true)
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
	if ctx.Err() != nil {
		return nil
	}
	return err
}

// introduce tells the bot who its first managers are, and Telegram which commands it understands.
func introduce(ctx context.Context, c Config, b *bot.Bot, db *postgres.DB, client *delivery.Client) error {
	if err := db.InTx(ctx, func(ctx context.Context, t *postgres.Tx) error {
		if err := b.EnsureManagers(ctx, t, c.Managers); err != nil {
			return err
		}
		managers, err := t.Managers(ctx)
		if err == nil && len(managers) == 0 {
			c.Logger.WarnContext(ctx, "there are no managers, tickets will wait: set FAQBOT_MANAGERS to their Telegram ids")
		}
		return err
	}); err != nil {
		return err
	}
	for _, commands := range b.Commands() {
		if _, err := delivery.CallPatiently(ctx, client, c.Logger, "setMyCommands", commands); err != nil {
			return fmt.Errorf("tell Telegram the commands: %w", err)
		}
	}
	return nil
}

// receiver opens what updates come in by and returns how to begin receiving.
func (c Config) receiver(ctx context.Context) (func(context.Context, *services, *postgres.DB, *delivery.Client, *delivery.Intake) error, error) {
	if c.WebhookURL == "" {
		return c.poll, nil
	}
	address, err := url.Parse(c.WebhookURL)
	if err != nil || address.Scheme != "https" && address.Scheme != "http" || address.Host == "" {
		return nil, fmt.Errorf("FAQBOT_WEBHOOK_URL: %q is no address that Telegram could post to, such as https://bot.example.com/telegram", c.WebhookURL)
	}
	listener, err := listen(ctx, "FAQBOT_WEBHOOK_LISTEN", c.WebhookListen)
	if err != nil {
		return nil, err
	}
	path := address.Path
	if path == "" {
		path = "/"
	}
	return func(ctx context.Context, s *services, _ *postgres.DB, client *delivery.Client, intake *delivery.Intake) error {
		mux := http.NewServeMux()
		mux.Handle(path, delivery.NewWebhook(client, intake, c.Logger))
		s.serve("the webhook", listener, mux)
		return delivery.SetWebhook(ctx, client, c.Logger, c.WebhookURL)
	}, nil
}

func (c Config) poll(ctx context.Context, s *services, db *postgres.DB, client *delivery.Client, intake *delivery.Intake) error {
	if err := delivery.DeleteWebhook(ctx, client, c.Logger); err != nil {
		return err
	}
	poller := delivery.NewPoller(client, intake, c.Logger)
	s.start(ctx, "the poller", func(ctx context.Context) (err error) {
		db.LeadThroughOutages(ctx, "poller", func(term context.Context) {
			if err = poller.Run(term); err != nil {
				s.fail(err) // Telegram took the token away
			}
		})
		return err
	})
	return nil
}

// presses answers button presses by the client.
type presses struct{ client *delivery.Client }

func (p presses) AnswerCallbackQuery(ctx context.Context, params *telego.AnswerCallbackQueryParams) error {
	_, err := p.client.Call(ctx, "answerCallbackQuery", params)
	return err
}
