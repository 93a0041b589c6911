package app

import (
	"context"
	"log/slog"

	"github.com/chatbotsmanagers/faqbot/internal/bot"
	"github.com/chatbotsmanagers/faqbot/internal/delivery"
	"github.com/chatbotsmanagers/faqbot/internal/helpdesk"
	"github.com/chatbotsmanagers/faqbot/internal/postgres"
)

// workers is how many chats are handled at once. Handling is mostly waiting for the database, whose pool they share
// with the sender and the jobs.
const workers = 8

var _ bot.Store = (*postgres.Tx)(nil)

// line is the way of an update through the house: taken in, handled by the bot, sent out; and what comes in its time.
type line struct {
	me        delivery.Me
	db        *postgres.DB
	client    *delivery.Client
	bot       *bot.Bot
	limits    *delivery.Limits
	arrived   delivery.Bell
	delivered *delivery.Metrics
	log       *slog.Logger
}

func newLine(c Config, me delivery.Me, db *postgres.DB, client *delivery.Client, b *bot.Bot, m *delivery.Metrics) *line {
	return &line{
		me: me, db: db, client: client, bot: b, delivered: m, log: c.Logger,
		limits: delivery.NewLimits(c.Rate), arrived: delivery.NewBell(),
	}
}

// intake is where updates come in. While the database is away the bot answers from the index alone.
func (l *line) intake() *delivery.Intake {
	offline := func(_ context.Context, u delivery.Update) ([]delivery.Outgoing, bool) {
		return l.bot.AnswerOffline(u) //nolint:contextcheck // a search in memory, which nobody needs to cancel
	}
	return delivery.NewIntake(l.me.ID, l.db, offline, l.client, l.limits, l.arrived, l.delivered, l.log)
}

// handle lets the bot handle updates, each in one transaction.
func (l *line) handle(ctx context.Context) error {
	l.db.OnSetAside(func(ctx context.Context, t *postgres.Tx, u delivery.Update) error {
		return l.bot.SetAside(ctx, t, u)
	})
	one := func(ctx context.Context) (bool, error) {
		return l.db.Handle(ctx, l.me.ID, func(ctx context.Context, t *postgres.Tx, u delivery.Update) error {
			t.OnCommit(func() { l.delivered.Handled(u) })
			return l.bot.Handle(ctx, t, u)
		})
	}
	delivery.NewWorkers(workers, one, l.arrived, l.delivered, l.log).Run(ctx)
	l.bot.Wait() // the last presses get their answers
	return nil
}

// send sends what the bot has to say, from one replica at a time.
func (l *line) send(ctx context.Context) error {
	outbox := l.db.Outbox(func(ctx context.Context, t *postgres.Tx, o delivery.Outgoing, r delivery.Refusal) error {
		return l.bot.Refused(ctx, t, o, r)
	})
	sender := delivery.NewSender(outbox, l.client, l.limits, l.db.Queued(), l.delivered, l.log)
	l.db.Lead(ctx, "sender", sender.Run)
	sender.Flush(context.WithoutCancel(ctx))
	return nil
}

// remind lets the bot do what waited for its time.
func (l *line) remind(ctx context.Context) error {
	all := l.bot.Chores()
	chores := make([]postgres.Chore, len(all))
	for i, c := range all {
		chores[i] = postgres.Chore{
			Name: c.Name,
			Due:  func(ctx context.Context, t *postgres.Tx) ([]int64, error) { return c.Due(ctx, t) },
			Do:   func(ctx context.Context, t *postgres.Tx, ticket int64) error { return c.Do(ctx, t, ticket) },
		}
		if c.DoAll != nil {
			chores[i].DoAll = func(ctx context.Context, t *postgres.Tx, tickets []int64) error { return c.DoAll(ctx, t, tickets) }
		}
	}
	l.db.OnPublication(func(ctx context.Context, draft int64) error {
		return l.bot.Publish(ctx, func(ctx context.Context, f func(context.Context, bot.Store) error) error {
			return l.db.InTx(ctx, func(ctx context.Context, t *postgres.Tx) error { return f(ctx, t) })
		}, draft)
	})
	l.db.OnExport(func(ctx context.Context, t *postgres.Tx, e helpdesk.Export) error { return l.bot.Export(ctx, t, e) })
	return l.db.RunJobs(ctx, func(ctx context.Context, t *postgres.Tx, outcome int64) error {
		return l.bot.Remind(ctx, t, outcome)
	}, chores...)
}
