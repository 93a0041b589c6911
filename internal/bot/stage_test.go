package bot_test

import (
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/jackc/pgx/v5" //nolint:depguard // the checks read rows that no method of the store shows
	"github.com/mymmrac/telego"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/stretchr/testify/require"

	"github.com/chatbotsmanagers/faqbot/index"
	"github.com/chatbotsmanagers/faqbot/internal/answer"
	"github.com/chatbotsmanagers/faqbot/internal/bot"
	"github.com/chatbotsmanagers/faqbot/internal/botapi"
	"github.com/chatbotsmanagers/faqbot/internal/delivery"
	"github.com/chatbotsmanagers/faqbot/internal/helpdesk"
	"github.com/chatbotsmanagers/faqbot/internal/postgres"
	"github.com/chatbotsmanagers/faqbot/internal/postgres/postgrestest"
	"github.com/chatbotsmanagers/faqbot/kb"
)

// opening is when every conversation begins: a Monday far enough ahead that no job becomes due by itself.
var opening = time.Date(2040, time.January, 16, 10, 0, 0, 0, moscow)

// week is how long customers may come back to what was resolved.
const week = 7 * 24 * time.Hour

var moscow = time.FixedZone("MSK", 3*60*60)

// stage is where a conversation is played: the bot on a real Postgres and a real index, and people on an emulated
// Telegram. Updates are handled and messages sent one by one, so that a script always reads the same.
type stage struct {
	t       *testing.T
	now     time.Time
	db      *postgres.DB
	sql     *pgx.Conn
	outbox  *postgres.Outbox
	bot     *bot.Bot
	engine  *answer.Engine
	kb      string // the folder of articles, a copy
	metrics *prometheus.Registry
	api     *botapi.Server
	uploads *delivery.Client // of files
	events  <-chan botapi.Event
	people  map[string]*botapi.Person
	groups  map[string]*botapi.Group
	offset  int64
	refused []string // what Telegram refused in this step

	held bool              // what the bot says waits in the outbox
	away bool              // the database is away
	kept []delivery.Update // what waits until it is back
}

func newStage(t *testing.T) *stage {
	t.Helper()
	s := &stage{t: t, now: opening, people: map[string]*botapi.Person{}, groups: map[string]*botapi.Group{}, metrics: prometheus.NewRegistry()}
	ctx := t.Context()

	address := postgrestest.URL(t)
	s.db = postgrestest.Open(t, address)
	var err error
	s.sql, err = pgx.Connect(ctx, address)
	require.NoError(t, err)
	t.Cleanup(func() { _ = s.sql.Close(context.WithoutCancel(ctx)) })

	s.api, err = botapi.New(botapi.Options{Strict: true, Username: "shop_bot", Now: func() time.Time { return s.now }})
	require.NoError(t, err)
	require.NoError(t, s.api.Start())
	t.Cleanup(func() { _ = s.api.Close() })
	s.events = s.api.Subscribe(ctx)
	client, err := telego.NewBot(s.api.Token(), telego.WithAPIServer(s.api.URL()), telego.WithHTTPClient(http.DefaultClient), telego.WithDiscardLogger())
	require.NoError(t, err)

	s.uploads, err = delivery.NewClient(s.api.URL(), s.api.Token(), delivery.NewMetrics(prometheus.NewRegistry()))
	require.NoError(t, err)
	t.Cleanup(s.uploads.Close)

	s.kb = filepath.Join(t.TempDir(), "kb")
	require.NoError(t, os.CopyFS(s.kb, os.DirFS("testdata/kb")))
	base, problems, err := kb.LoadPath(s.kb)
	require.NoError(t, err)
	require.Empty(t, problems)
	logger := slog.New(slog.DiscardHandler)
	articles, err := kb.OpenFolder(s.kb, logger)
	require.NoError(t, err)
	s.engine, err = answer.New(ctx, base, answer.Config{Model: model(t), Now: func() time.Time { return s.now }, Logger: logger})
	require.NoError(t, err)
	t.Cleanup(s.engine.Close)

	s.bot, err = bot.New(bot.Config{
		Answers: s.engine, Articles: articles, Presses: client, Username: "shop_bot", Location: moscow,
		Calendar: helpdesk.Calendar{Location: moscow}, Patience: helpdesk.Patience{Reopen: week}, Flood: helpdesk.FloodLimit,
		Now: func() time.Time { return s.now }, Metrics: bot.NewMetrics(s.metrics), Logger: logger,
	})
	require.NoError(t, err)
	s.outbox = s.db.Outbox(func(ctx context.Context, tx *postgres.Tx, o delivery.Outgoing, refusal delivery.Refusal) error {
		return s.bot.Refused(ctx, tx, o, refusal)
	})
	return s
}

// reload puts the articles in use as they are written, as the watcher does.
func (s *stage) reload(ctx context.Context) error {
	base, problems, err := kb.LoadPath(s.kb)
	require.Empty(s.t, problems)
	if err != nil {
		return err
	}
	return s.engine.Reload(ctx, base)
}

// model returns the weights of the conversations: some that were fitted once, since a better fit of the search should
// change no story. When it no longer fits the search, copy the index's own and read what changes.
func model(t *testing.T) *index.Model {
	t.Helper()
	f, err := os.Open("testdata/model.json")
	require.NoError(t, err)
	defer f.Close()
	m, err := index.ReadModel(f)
	require.NoError(t, err)
	return m
}

// pump lets the bot handle what people did and send what it has to say, until nothing is left.
func (s *stage) pump(ctx context.Context) error {
	if s.away {
		return s.answerOffline(ctx)
	}
	for {
		received, err := s.receive(ctx)
		if err != nil {
			return err
		}
		for handled := true; handled; {
			handled, err = s.db.Handle(ctx, s.api.Bot().ID, func(ctx context.Context, tx *postgres.Tx, u delivery.Update) error {
				return s.bot.Handle(ctx, tx, u)
			})
			if err != nil {
				return err
			}
			s.bot.Wait() // what a press is answered with comes before the messages
		}
		if err := errors.Join(s.publish(ctx), s.export(ctx)); err != nil {
			return err
		}
		sent, err := s.deliver(ctx)
		if err != nil {
			return err
		}
		if received+sent == 0 {
			return nil
		}
	}
}

// publish has the bot publish what was approved.
func (s *stage) publish(ctx context.Context) error {
	rows, err := s.sql.Query(ctx, `DELETE FROM river_job WHERE kind = 'publication' RETURNING (args->>'draft_id')::bigint`)
	if err != nil {
		return err
	}
	drafts, err := pgx.CollectRows(rows, pgx.RowTo[int64])
	if err != nil {
		return err
	}
	for _, id := range drafts {
		if err := s.bot.Publish(ctx, func(ctx context.Context, f func(context.Context, bot.Store) error) error {
			return s.db.InTx(ctx, func(ctx context.Context, tx *postgres.Tx) error { return f(ctx, tx) })
		}, id); err != nil {
			return err
		}
	}
	return nil
}

// export writes the files that were promised, as the jobs do.
func (s *stage) export(ctx context.Context) error {
	rows, err := s.sql.Query(ctx, `DELETE FROM river_job WHERE kind = 'export' RETURNING (args->>'manager_id')::bigint, args->'period'`)
	if err != nil {
		return err
	}
	wanted, err := pgx.CollectRows(rows, pgx.RowToStructByPos[helpdesk.Export])
	if err != nil {
		return err
	}
	for _, e := range wanted {
		if err := s.db.InTx(ctx, func(ctx context.Context, tx *postgres.Tx) error { return s.bot.Export(ctx, tx, e) }); err != nil {
			return err
		}
	}
	return nil
}

// receive puts what Telegram has for the bot into the inbox.
func (s *stage) receive(ctx context.Context) (int, error) {
	updates, err := s.fetch(ctx)
	if err != nil {
		return 0, err
	}
	return s.db.Receive(ctx, s.api.Bot().ID, updates)
}

// answerOffline does what can be done while the database is away, and keeps the updates for later.
func (s *stage) answerOffline(ctx context.Context) error {
	updates, err := s.fetch(ctx)
	if err != nil {
		return err
	}
	for _, u := range updates {
		calls, ok := s.bot.AnswerOffline(u) //nolint:contextcheck // it waits for nothing that could be cancelled
		for _, c := range calls {
			var message json.RawMessage
			if err := s.call(ctx, c.Method, c.Params, &message); err != nil {
				return err
			}
		}
		u.Answered = ok
		s.kept = append(s.kept, u)
	}
	return nil
}

// comeBack gives the updates that were kept to the database.
func (s *stage) comeBack(ctx context.Context) error {
	s.away = false
	_, err := s.db.Receive(ctx, s.api.Bot().ID, s.kept)
	s.kept = nil
	return err
}

// pass moves the clock and lets come what is due: the reminders, and what the bot does by itself.
func (s *stage) pass(ctx context.Context, d time.Duration) error {
	s.now = s.now.Add(d)
	rows, err := s.sql.Query(ctx, `
		DELETE FROM river_job WHERE kind = 'reminder' AND scheduled_at <= $1 RETURNING (args->>'outcome_id')::bigint`, s.now)
	if err != nil {
		return err
	}
	due, err := pgx.CollectRows(rows, pgx.RowTo[int64])
	if err != nil {
		return err
	}
	slices.Sort(due)
	for _, id := range due {
		if err := s.db.InTx(ctx, func(ctx context.Context, tx *postgres.Tx) error { return s.bot.Remind(ctx, tx, id) }); err != nil {
			return err
		}
	}
	for _, c := range s.bot.Chores() {
		chore := postgres.Chore{
			Name: c.Name,
			Due:  func(ctx context.Context, tx *postgres.Tx) ([]int64, error) { return c.Due(ctx, tx) },
			Do:   func(ctx context.Context, tx *postgres.Tx, id int64) error { return c.Do(ctx, tx, id) },
		}
		if c.DoAll != nil {
			chore.DoAll = func(ctx context.Context, tx *postgres.Tx, tickets []int64) error { return c.DoAll(ctx, tx, tickets) }
		}
		if err := s.db.Do(ctx, chore); err != nil {
			return err
		}
	}
	return nil
}

// check holds what is true after every conversation.
func (s *stage) check() {
	s.t.Helper()
	require.Empty(s.t, s.api.Violations(), "calls that Telegram would have swallowed silently")
	require.Empty(s.t, s.api.Unanswered(), "presses without an answer")
	var outcomes, waiting int
	require.NoError(s.t, s.sql.QueryRow(s.t.Context(), `
		SELECT (SELECT count(*) FROM outcomes),
			(SELECT count(*) FROM inbox WHERE handled_at IS NULL)
			+ (SELECT count(*) FROM outbox WHERE sent_at IS NULL AND refused_at IS NULL)`).Scan(&outcomes, &waiting))
	require.Zero(s.t, waiting, "updates or messages left")
	require.InDelta(s.t, float64(outcomes), s.counted("faqbot_questions_total"), 0, "one outcome and one count a question")
}

// counted is the sum of a metric over its labels.
func (s *stage) counted(name string) float64 {
	families, err := s.metrics.Gather()
	require.NoError(s.t, err)
	var sum float64
	for _, f := range families {
		for _, m := range f.GetMetric() {
			if f.GetName() == name {
				sum += m.GetCounter().GetValue()
			}
		}
	}
	return sum
}
