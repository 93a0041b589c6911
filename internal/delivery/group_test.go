package delivery_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/stretchr/testify/require"

	"github.com/chatbotsmanagers/faqbot/internal/botapi"
	"github.com/chatbotsmanagers/faqbot/internal/delivery"
	"github.com/chatbotsmanagers/faqbot/internal/postgres"
)

// memory is an outbox of one group in memory, without the merging of edits: the limits must hold whatever waits.
type memory struct {
	mu      sync.Mutex
	waiting []delivery.Outgoing
	rest    time.Time // until when nothing is to be tried
}

func (m *memory) Heads(_ context.Context, except []int64, _ int) ([]delivery.Head, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if len(m.waiting) == 0 || slices.Contains(except, m.waiting[0].ChatID) || m.rest.After(time.Now()) {
		return nil, nil
	}
	return []delivery.Head{{Outgoing: m.waiting[0]}}, nil
}

func (m *memory) Settle(_ context.Context, results ...delivery.Result) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	r := results[0]
	if r.Sent || r.Refusal != "" {
		m.waiting = m.waiting[1:]
		return nil
	}
	m.rest = r.RetryAt
	return nil
}

func (m *memory) left() int {
	m.mu.Lock()
	defer m.mu.Unlock()
	return len(m.waiting)
}

// direct calls the emulator without a network, which the clock of a bubble would wait for.
type direct struct{ *botapi.Server }

func (d direct) Call(ctx context.Context, method string, params any) (json.RawMessage, error) {
	body, err := json.Marshal(params)
	if err != nil {
		return nil, err
	}
	r := httptest.NewRequestWithContext(ctx, http.MethodPost, "/bot"+d.Token()+"/"+method, bytes.NewReader(body))
	r.Header.Set("Content-Type", "application/json")
	w := httptest.NewRecorder()
	d.ServeHTTP(w, r)
	var reply struct {
		OK          bool
		Description string
		Result      json.RawMessage
		Parameters  struct {
			RetryAfter int `json:"retry_after"`
		}
	}
	if err := json.Unmarshal(w.Body.Bytes(), &reply); err != nil {
		return nil, err
	}
	if !reply.OK {
		return nil, &delivery.APIError{
			Method: method, Code: w.Code, Description: reply.Description,
			RetryAfter: time.Duration(reply.Parameters.RetryAfter) * time.Second,
		}
	}
	return reply.Result, nil
}

// TestGroupIsNeverToldToSlowDown sends and edits far more than a group takes, in bursts and through takeovers, and lets
// a strict Telegram judge.
func TestGroupIsNeverToldToSlowDown(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		api, err := botapi.New(botapi.Options{Limits: botapi.TelegramLimits, Strict: true})
		require.NoError(t, err)
		defer func() { require.NoError(t, api.Close()) }()
		api.AddGroup(-7, "Отдел").Invite(1, false)
		outbox, metrics, log := &memory{}, delivery.NewMetrics(prometheus.NewRegistry()), slog.New(slog.DiscardHandler)
		dice := rand.New(rand.NewPCG(7, 7))
		bell := delivery.NewBell()
		cards := 0
		for range 200 {
			o := delivery.Outgoing{ChatID: -7, Method: "sendMessage"}
			o.Params = fmt.Appendf(nil, `{"chat_id":-7,"text":"заявка %d"}`, cards)
			if cards > 0 && dice.IntN(3) > 0 {
				o.Method = "editMessageText" // the first message of the group is the news of the bot itself
				o.Params = fmt.Appendf(nil, `{"chat_id":-7,"message_id":%d,"text":"правка %d"}`, 2+dice.IntN(cards), dice.Int())
			} else {
				cards++
			}
			outbox.waiting = append(outbox.waiting, o)
		}
		for outbox.left() > 0 { // each turn another replica
			sender := delivery.NewSender(outbox, direct{api}, delivery.NewLimits(30), bell, metrics, log)
			ctx, stop := context.WithTimeout(t.Context(), time.Duration(10+dice.IntN(120))*time.Second)
			sender.Run(ctx)
			stop()
		}
		for _, r := range api.Log() {
			require.Equal(t, http.StatusOK, r.Code, r.Description)
		}
		require.Len(t, api.Messages(-7), 1+cards)
	})
}

// state is a card's state, which replaces those that wait.
func state(card int64, text string) delivery.Outgoing {
	o := say(-7, text)
	o.Method, o.About, o.Latest = "editMessageText", card, true
	return o
}

func TestOnlyTheLastStateOfACardGoesOut(t *testing.T) {
	t.Parallel() // a group lets one wait
	w := newWay(t)
	w.api.AddGroup(-7, "Отдел").Invite(1, false)
	cards := w.queue(say(-7, "a: ждёт"), say(-7, "b: ждёт"))
	for i := range 50 {
		w.queue(state(cards[0], fmt.Sprint("a: ", i)), state(cards[1], fmt.Sprint("b: ", i)))
	}
	w.queue(say(-7, "последнее"))
	w.send()
	w.eventuallySaid(-7, "a: 49", "b: 49", "последнее")
	require.True(t, assertEventually(func() bool { return w.depth() == 0 }))
	require.Len(t, w.api.Log("sendMessage"), 3)
	require.Empty(t, w.api.Log("editMessageText"), "the cards went out as they were last")
}

func TestStateThatComesWhileACardIsOnItsWayIsNotLost(t *testing.T) {
	t.Parallel() // a group lets one wait
	w := newWay(t)
	w.api.AddGroup(-7, "Отдел").Invite(1, false)
	card := w.queue(say(-7, "ждёт"))[0]
	taken := make(chan struct{})
	w.api.Faults().Add(botapi.Fault{Method: "sendMessage", Chat: -7, Times: 1, Hit: func() {
		w.queue(state(card, "взята"), state(card, "решена"))
		close(taken)
	}})
	w.send()
	<-taken
	w.eventuallySaid(-7, "решена")
	require.True(t, assertEventually(func() bool { return w.depth() == 0 }))
	require.Len(t, w.api.Log("editMessageText"), 1)

	edited := make(chan struct{})
	w.api.Faults().Add(botapi.Fault{Method: "editMessageText", Chat: -7, Times: 1, Hit: func() {
		w.queue(state(card, "закрыта"))
		close(edited)
	}})
	w.queue(state(card, "открыта снова"))
	<-edited
	w.eventuallySaid(-7, "закрыта")
	require.True(t, assertEventually(func() bool { return w.depth() == 0 }))
}

func TestRefusalTellsWhereTheGroupMoved(t *testing.T) {
	t.Parallel() // a group lets one wait
	w := newWay(t)
	g := w.api.AddGroup(-7, "Отдел")
	g.Invite(1, false)
	moved := g.Upgrade(1)
	refused := make(chan delivery.Outgoing, 1)
	w.sender = delivery.NewSender(w.db.Outbox(func(_ context.Context, _ *postgres.Tx, o delivery.Outgoing, r delivery.Refusal) error {
		if r == delivery.RefusedChatNotFound {
			refused <- o
		}
		return nil
	}), w.client, w.limits, w.db.Queued(), w.metrics, w.log)
	w.queue(say(-7, "заявка"))
	w.send()
	require.Equal(t, moved.ID(), (<-refused).MovedTo)
}
