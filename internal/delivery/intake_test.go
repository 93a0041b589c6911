package delivery_test

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/chatbotsmanagers/faqbot/internal/botapi"
	"github.com/chatbotsmanagers/faqbot/internal/delivery"
	"github.com/chatbotsmanagers/faqbot/internal/postgres/postgrestest"
)

func TestPollingAnswersEachMessageOnceAndInOrder(t *testing.T) {
	w := newWay(t)
	w.api.Faults().Add(botapi.Fault{Method: "getUpdates", Times: 2, LoseReply: true}) // brought again
	w.send()
	w.work()
	stop := w.poll()
	var people []*botapi.Person
	for id := range int64(3) {
		people = append(people, w.api.AddUser(id+1, botapi.Profile{}))
	}
	for i := range 3 {
		for _, p := range people {
			_, err := p.Send(strconv.Itoa(i))
			require.NoError(t, err)
		}
		if i == 1 { // a restart: what was not confirmed comes again
			stop()
			w.poll()
		}
	}
	for _, p := range people {
		w.eventuallySaid(p.ID(), numbers("echo: ", 3)...)
	}
	require.Empty(t, w.api.Violations())
}

func TestOutageIsAnsweredOnceFromTheIndexAndHandledLater(t *testing.T) {
	w := newWay(t)
	w.send()
	w.work()
	w.poll()
	p := w.api.AddUser(7, botapi.Profile{})
	_, err := p.Send("before")
	require.NoError(t, err)
	w.eventuallySaid(7, "echo: before")

	end := postgrestest.Outage(t, w.url)
	_, err = p.Send("during")
	require.NoError(t, err)
	w.eventuallySaid(7, "echo: before", "offline: during")
	require.True(t, w.intake.Degraded())
	polls := len(w.api.Log("getUpdates"))
	require.Never(t, func() bool { return len(w.said(7)) > 2 }, 1500*time.Millisecond, 50*time.Millisecond, "answered again")
	require.Less(t, len(w.api.Log("getUpdates"))-polls, 10, "no hot loop")
	require.Equal(t, 1, w.api.Pending(), "not confirmed while it is not stored")

	end()
	require.True(t, assertEventually(func() bool { return w.api.Pending() == 0 && !w.intake.Degraded() }))
	_, err = p.Send("after")
	require.NoError(t, err)
	w.eventuallySaid(7, "echo: before", "offline: during", "echo: after")
}

func TestStopRightAfterAnOutageLeavesNothingToBeAnsweredAgain(t *testing.T) {
	w := newWay(t)
	w.send()
	w.work()
	stop := w.poll()
	end := postgrestest.Outage(t, w.url)
	_, err := w.api.AddUser(7, botapi.Profile{}).Send("during")
	require.NoError(t, err)
	w.eventuallySaid(7, "offline: during")
	stop()
	w.intake.Flush(t.Context())
	require.Equal(t, 1, w.api.Pending(), "the database is still away")
	end()
	w.intake.Flush(t.Context())

	next := delivery.NewIntake(w.client.BotID(), w.db, func(context.Context, delivery.Update) ([]delivery.Outgoing, bool) {
		t.Error("answered once more without the database")
		return nil, false
	}, w.client, w.limits, delivery.NewBell(), w.metrics, w.log)
	w.run(func(ctx context.Context) {
		if err := delivery.NewPoller(w.client, next, w.log).Run(ctx); err != nil {
			t.Error(err)
		}
	})
	require.True(t, assertEventually(func() bool {
		d, err := w.db.Depths(t.Context())
		return err == nil && d.Inbox == 0 && w.api.Pending() == 0
	}))
	w.eventuallySaid(7, "offline: during")
}

func TestOfflineAnswersThatMustWaitDoNotKeepOthersFromBeingStored(t *testing.T) {
	w := newWay(t)
	for id := range int64(2) {
		w.meet(id + 7)
	}
	var batch []delivery.Update
	for i := range 9 { // the burst of a chat is 3, so the last would wait for seconds
		u, err := delivery.ParseUpdate(fmt.Appendf(nil, `{"update_id":%d,"message":{"chat":{"id":7},"text":"%d"}}`, i+1, i), time.Now())
		require.NoError(t, err)
		batch = append(batch, u)
	}
	other, err := delivery.ParseUpdate([]byte(`{"update_id":10,"message":{"chat":{"id":8},"text":"0"}}`), time.Now())
	require.NoError(t, err)
	batch = append(batch, other)

	end := postgrestest.Outage(t, w.url)
	begun := time.Now()
	require.Error(t, w.intake.Store(t.Context(), batch))
	require.Less(t, time.Since(begun), 4*time.Second, "it is time to look whether the inbox is back")
	require.Equal(t, []string{"offline: 0"}, w.said(8))
	answered := w.said(7)
	require.Less(t, len(answered), 6)
	require.Error(t, w.intake.Store(t.Context(), batch), "brought again")
	require.Greater(t, len(w.said(7)), len(answered), "the rest has its turn")
	end()
	answered = w.said(7)
	require.NoError(t, w.intake.Store(t.Context(), batch))
	w.send()
	w.work()
	for i := len(answered); i < 9; i++ {
		answered = append(answered, "echo: "+strconv.Itoa(i))
	}
	w.eventuallySaid(7, answered...)
	require.Equal(t, numbers("", 9), withoutWhoSaidIt(answered), "in order, each once")
}

func withoutWhoSaidIt(texts []string) (bare []string) {
	for _, text := range texts {
		_, text, _ = strings.Cut(text, ": ")
		bare = append(bare, text)
	}
	return bare
}

// cutOff is an inbox whose database commits and dies before it can say so.
type cutOff struct {
	delivery.Inbox
	once bool
}

func (c *cutOff) Receive(ctx context.Context, botID int64, updates []delivery.Update) (int, error) {
	n, err := c.Inbox.Receive(ctx, botID, updates)
	if err == nil && !c.once {
		c.once = true
		return 0, delivery.ErrUncertain
	}
	return n, err
}

func TestWhatMayBeStoredIsNotAnsweredOffline(t *testing.T) {
	w := newWay(t)
	intake := delivery.NewIntake(w.client.BotID(), &cutOff{Inbox: w.db}, func(context.Context, delivery.Update) ([]delivery.Outgoing, bool) {
		t.Error("answered without the database")
		return nil, false
	}, w.client, w.limits, delivery.NewBell(), w.metrics, w.log)
	u, err := delivery.ParseUpdate([]byte(`{"update_id": 1, "message": {"chat": {"id": 7}}}`), time.Now())
	require.NoError(t, err)
	require.ErrorIs(t, intake.Store(t.Context(), []delivery.Update{u}), delivery.ErrUncertain)
	require.NoError(t, intake.Store(t.Context(), []delivery.Update{u}), "brought again")
	d, err := w.db.Depths(t.Context())
	require.NoError(t, err)
	require.Equal(t, 1, d.Inbox)
}

func TestPollerEndsWhenTheTokenIsWrong(t *testing.T) {
	w := newWay(t)
	client, err := delivery.NewClient(w.api.URL(), token, w.metrics)
	require.NoError(t, err)
	defer client.Close()
	require.ErrorIs(t, delivery.NewPoller(client, w.intake, w.log).Run(t.Context()), delivery.ErrUnauthorized)
	_, err = delivery.GetMe(t.Context(), client, w.log)
	require.ErrorIs(t, err, delivery.ErrUnauthorized)
	require.NotContains(t, err.Error(), "secret")
}

func TestPollerWaitsForTheOtherWhoPolls(t *testing.T) {
	w := newWay(t)
	w.api.Faults().Add(botapi.Fault{Method: "getUpdates", Times: 2, Status: http.StatusConflict})
	w.send()
	w.work()
	w.poll()
	_, err := w.api.AddUser(7, botapi.Profile{}).Send("a")
	require.NoError(t, err)
	w.eventuallySaid(7, "echo: a")
}

func TestWebhook(t *testing.T) {
	w := newWay(t)
	server := httptest.NewServer(delivery.NewWebhook(w.client, w.intake, w.log))
	defer server.Close()
	require.NoError(t, delivery.SetWebhook(t.Context(), w.client, w.log, server.URL))
	w.send()
	w.work()
	p := w.api.AddUser(7, botapi.Profile{})
	for i := range 3 {
		_, err := p.Send(strconv.Itoa(i))
		require.NoError(t, err)
	}
	w.eventuallySaid(7, numbers("echo: ", 3)...)

	end := postgrestest.Outage(t, w.url)
	_, err := p.Send("during")
	require.NoError(t, err)
	said := append(numbers("echo: ", 3), "offline: during")
	w.eventuallySaid(7, said...)
	require.Equal(t, 1, w.api.Pending(), "Telegram keeps it")
	end()
	require.True(t, assertEventually(func() bool { return w.api.Pending() == 0 }))
	_, err = p.Send("after")
	require.NoError(t, err)
	w.eventuallySaid(7, append(said, "echo: after")...)

	require.NoError(t, delivery.DeleteWebhook(t.Context(), w.client, w.log))
}

func TestWebhookRefusesStrangers(t *testing.T) {
	w := newWay(t)
	handler := delivery.NewWebhook(w.client, w.intake, w.log)
	require.NoError(t, delivery.SetWebhook(t.Context(), w.client, w.log, "http://127.0.0.1:1/"))
	secret := w.api.Log("setWebhook")[0].Params["secret_token"]
	require.Regexp(t, `^[0-9a-f]{64}$`, secret)
	post := func(method, secret, body string) int {
		r := httptest.NewRequestWithContext(t.Context(), method, "/", bytes.NewBufferString(body))
		r.Header.Set("X-Telegram-Bot-Api-Secret-Token", secret)
		rec := httptest.NewRecorder()
		handler.ServeHTTP(rec, r)
		return rec.Code
	}
	const update = `{"update_id":5,"message":{"chat":{"id":7}}}`
	require.Equal(t, http.StatusOK, post(http.MethodPost, secret, update))
	require.Equal(t, http.StatusOK, post(http.MethodPost, secret, update), "again is no error")
	require.Equal(t, http.StatusUnauthorized, post(http.MethodPost, "", update))
	require.Equal(t, http.StatusUnauthorized, post(http.MethodPost, secret[1:], update))
	require.Equal(t, http.StatusMethodNotAllowed, post(http.MethodGet, secret, update))
	require.Equal(t, http.StatusBadRequest, post(http.MethodPost, secret, `{"update_id":5`))
	require.Equal(t, http.StatusBadRequest, post(http.MethodPost, secret, `{}`))
	require.Equal(t, http.StatusBadRequest, post(http.MethodPost, secret, `{"update_id":6,"x":"`+strings.Repeat("a", 2<<20)+`"}`))
}
