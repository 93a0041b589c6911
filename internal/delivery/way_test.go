package delivery_test

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/stretchr/testify/require"

	"github.com/chatbotsmanagers/faqbot/internal/botapi"
	"github.com/chatbotsmanagers/faqbot/internal/delivery"
	"github.com/chatbotsmanagers/faqbot/internal/postgres"
	"github.com/chatbotsmanagers/faqbot/internal/postgres/postgrestest"
)

// way is everything between an emulated Telegram and a handler that answers «echo: text» to each message.
type way struct {
	t       *testing.T
	api     *botapi.Server
	url     string
	db      *postgres.DB
	client  *delivery.Client
	limits  *delivery.Limits
	intake  *delivery.Intake
	sender  *delivery.Sender
	workers *delivery.Workers
	metrics *delivery.Metrics
	log     *slog.Logger
}

func newWay(t *testing.T) *way {
	t.Helper()
	api, err := botapi.New(botapi.Options{Strict: true})
	require.NoError(t, err)
	require.NoError(t, api.Start())
	t.Cleanup(func() { require.NoError(t, api.Close()) })
	w := &way{t: t, api: api, url: postgrestest.URL(t), log: slog.New(slog.DiscardHandler)}
	w.db = postgrestest.Open(t, w.url)
	w.metrics = delivery.NewMetrics(prometheus.NewRegistry())
	w.client, err = delivery.NewClient(api.URL(), api.Token(), w.metrics)
	require.NoError(t, err)
	t.Cleanup(w.client.Close)
	w.limits = delivery.NewLimits(1000)
	arrived := delivery.NewBell()
	w.intake = delivery.NewIntake(w.client.BotID(), w.db, func(_ context.Context, u delivery.Update) ([]delivery.Outgoing, bool) {
		text, ok := textOf(u)
		return []delivery.Outgoing{say(u.ChatID, "offline: "+text)}, ok
	}, w.client, w.limits, arrived, w.metrics, w.log)
	w.sender = delivery.NewSender(w.db.Outbox(func(ctx context.Context, tx *postgres.Tx, o delivery.Outgoing, r delivery.Refusal) error {
		if o.MessageID == 0 {
			return nil
		}
		_, err := tx.Send(ctx, say(o.MessageID, "refused: "+string(r))) // the tests put the author's chat there
		return err
	}), w.client, w.limits, w.db.Queued(), w.metrics, w.log)
	w.workers = delivery.NewWorkers(4, func(ctx context.Context) (bool, error) {
		return w.db.Handle(ctx, w.client.BotID(), func(ctx context.Context, tx *postgres.Tx, u delivery.Update) error {
			text, ok := textOf(u)
			if !ok || u.Answered {
				return nil
			}
			_, err := tx.Send(ctx, say(u.ChatID, "echo: "+text))
			return err
		})
	}, arrived, w.metrics, w.log)
	return w
}

func textOf(u delivery.Update) (string, bool) {
	var content struct {
		Message struct {
			Text string `json:"text"`
		} `json:"message"`
	}
	err := json.Unmarshal(u.Raw, &content)
	return content.Message.Text, err == nil && content.Message.Text != ""
}

func say(chat int64, text string) delivery.Outgoing {
	params, err := json.Marshal(map[string]any{"chat_id": chat, "text": text})
	if err != nil {
		panic(err)
	}
	return delivery.Outgoing{ChatID: chat, Method: "sendMessage", Params: params}
}

// run runs something until the test ends or stop is called.
func (w *way) run(f func(context.Context)) (stop func()) {
	w.t.Helper()
	ctx, cancel := context.WithCancel(w.t.Context())
	var running sync.WaitGroup
	running.Go(func() { f(ctx) })
	stop = func() { cancel(); running.Wait() }
	w.t.Cleanup(stop)
	return stop
}

func (w *way) poll() (stop func()) {
	return w.run(func(ctx context.Context) {
		if err := delivery.NewPoller(w.client, w.intake, w.log).Run(ctx); err != nil {
			w.t.Error(err)
		}
	})
}

func (w *way) send() (stop func()) {
	return w.run(func(ctx context.Context) { w.db.Lead(ctx, "sender", w.sender.Run) })
}

func (w *way) work() (stop func()) { return w.run(w.workers.Run) }

// queue puts messages into the outbox.
func (w *way) queue(out ...delivery.Outgoing) (ids []int64) {
	w.t.Helper()
	require.NoError(w.t, w.db.InTx(w.t.Context(), func(ctx context.Context, tx *postgres.Tx) error {
		for _, o := range out {
			id, err := tx.Send(ctx, o)
			if err != nil {
				return err
			}
			ids = append(ids, id)
		}
		return nil
	}))
	return ids
}

// meet returns a person who has written to the bot, so that the bot may write back; the update is gone.
func (w *way) meet(id int64) *botapi.Person {
	w.t.Helper()
	p := w.api.AddUser(id, botapi.Profile{})
	_, err := p.Send("/start")
	require.NoError(w.t, err)
	for {
		reply, err := w.client.Call(w.t.Context(), "getUpdates", map[string]any{"timeout": 0})
		require.NoError(w.t, err)
		var updates []struct {
			ID int64 `json:"update_id"`
		}
		require.NoError(w.t, json.Unmarshal(reply, &updates))
		if len(updates) == 0 {
			return p
		}
		_, err = w.client.Call(w.t.Context(), "getUpdates", map[string]any{"timeout": 0, "offset": updates[len(updates)-1].ID + 1})
		require.NoError(w.t, err)
	}
}

// said returns the texts of the bot in a chat.
func (w *way) said(chat int64) (texts []string) {
	for _, m := range w.api.Messages(chat) {
		if m.FromBot() {
			texts = append(texts, m.Text)
		}
	}
	return texts
}

func (w *way) eventuallySaid(chat int64, want ...string) {
	w.t.Helper()
	if !assertEventually(func() bool { return fmt.Sprint(w.said(chat)) == fmt.Sprint(want) }) {
		w.t.Fatalf("in chat %d the bot said %q, want %q", chat, w.said(chat), want)
	}
}

func assertEventually(f func() bool) bool {
	for deadline := time.Now().Add(20 * time.Second); time.Now().Before(deadline); time.Sleep(5 * time.Millisecond) {
		if f() {
			return true
		}
	}
	return false
}

func numbers(prefix string, n int) (texts []string) {
	for i := range n {
		texts = append(texts, prefix+strconv.Itoa(i))
	}
	return texts
}
