package botapi

import (
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestFaults(t *testing.T) {
	s := newServer(t, Options{})
	_, err := s.User(1).Send("/start")
	require.NoError(t, err)
	hello := params{"chat_id": 1, "text": "привет"}
	sent := func() int { return len(s.Messages(1)) - 1 }

	s.Faults().Add(Fault{Method: "sendMessage", Times: 1, Status: http.StatusBadGateway})
	r := callAPI(t, s, "sendMessage", hello)
	require.Equal(t, http.StatusBadGateway, r.status)
	require.Equal(t, "Bad Gateway", r.Description)
	require.Zero(t, sent())

	s.Faults().Add(Fault{Chat: 1, Times: 1, RetryAfter: 1500 * time.Millisecond})
	r = callAPI(t, s, "sendMessage", hello)
	require.Equal(t, http.StatusTooManyRequests, r.status)
	require.Equal(t, 2, r.Parameters.RetryAfter)
	require.Equal(t, "Too Many Requests: retry after 2", r.Description)
	require.Zero(t, sent())

	s.Faults().Add(Fault{Times: 1, Drop: true})
	_, err = try(t, s, "sendMessage", hello)
	require.Error(t, err)
	require.Zero(t, sent(), "the connection was cut before Telegram saw the request")

	s.Faults().Add(Fault{Times: 1, LoseReply: true})
	_, err = try(t, s, "sendMessage", hello)
	require.Error(t, err)
	require.Equal(t, 1, sent(), "the message is there, though the bot cannot know")

	s.Faults().Add(Fault{Times: 1, Delay: 50 * time.Millisecond})
	begun := time.Now()
	require.True(t, callAPI(t, s, "sendMessage", hello).OK)
	require.GreaterOrEqual(t, time.Since(begun), 50*time.Millisecond)

	log := s.Log("sendMessage")
	require.Len(t, log, 5)
	type judged struct {
		Fault        string
		Code         int
		Applied, Cut bool
	}
	got := make([]judged, 0, len(log))
	for i, r := range log {
		got = append(got, judged{r.Fault, r.Code, r.Applied, r.Cut})
		require.Equal(t, int64(1), r.Chat)
		require.Equal(t, "привет", r.Params["text"])
		require.Equal(t, int64(i+1), r.Serial)
	}
	require.Equal(t, []judged{
		{"status 502", 502, false, false},
		{"too many requests", 429, false, false},
		{"dropped", 0, false, true},
		{"reply lost", 200, true, true},
		{"delayed", 200, true, false},
	}, got)
	require.Equal(t, []int64{s.Messages(1)[1].ID}, log[3].Messages)
}

func TestFaultTellsWhenItHits(t *testing.T) {
	s := newServer(t, Options{})
	_, err := s.User(1).Send("/start")
	require.NoError(t, err)
	hello := params{"chat_id": 1, "text": "привет"}
	for _, c := range []struct {
		name  string
		fault Fault
		sent  int
	}{
		{"after the effect, before the reply", Fault{}, 1},
		{"after the effect of which the bot never learns", Fault{LoseReply: true}, 1},
		{"before anything happens", Fault{Drop: true}, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			before, seen := len(s.Messages(1)), make(chan int, 1)
			c.fault.Times, c.fault.Hit = 1, func() { seen <- len(s.Messages(1)) - before }
			s.Faults().Add(c.fault)
			_, _ = try(t, s, "sendMessage", hello)
			require.Equal(t, c.sent, <-seen)
		})
	}
}

func TestFaultsByChanceAndTheirEnd(t *testing.T) {
	s := newServer(t, Options{Seed: 7})
	remove := s.Faults().Add(Fault{Method: "getMe", Probability: 0.3, Status: 500})
	failed := 0
	for range 200 {
		if !callAPI(t, s, "getMe", nil).OK {
			failed++
		}
	}
	require.InDelta(t, 60, failed, 25)
	remove()
	s.Faults().Add(Fault{Status: 500})
	require.False(t, callAPI(t, s, "getMe", nil).OK)
	s.Faults().Clear()
	require.True(t, callAPI(t, s, "getMe", nil).OK)
}

func TestLostReplyOfGetUpdatesLosesNoUpdate(t *testing.T) {
	s := newServer(t, Options{})
	_, err := s.User(1).Send("вопрос")
	require.NoError(t, err)
	s.Faults().Add(Fault{Method: "getUpdates", Times: 1, LoseReply: true})
	_, err = try(t, s, "getUpdates", nil)
	require.Error(t, err)
	require.Equal(t, []string{"вопрос"}, texts(must[[]gotUpdate](t, s, "getUpdates", nil)))
}

func TestLogForgetsTheOldest(t *testing.T) {
	s := newServer(t, Options{LogSize: 10})
	for range 40 {
		callAPI(t, s, "getMe", nil)
	}
	log := s.Log()
	require.Len(t, log, 10)
	require.Equal(t, int64(40), log[9].Serial)
}

func TestLimits(t *testing.T) {
	now := time.Now()
	s := newServer(t, Options{Limits: TelegramLimits, Now: func() time.Time { return now }})
	for user := range int64(10) {
		_, err := s.User(user + 1).Send("/start")
		require.NoError(t, err)
	}
	g := s.AddGroup(-7, "Отдел")
	g.Invite(1, true)
	send := func(chat int64) result { return callAPI(t, s, "sendMessage", params{"chat_id": chat, "text": "a"}) }

	for range 5 {
		require.True(t, send(1).OK, "a burst is tolerated")
	}
	r := send(1)
	require.Equal(t, http.StatusTooManyRequests, r.status)
	require.Equal(t, "Too Many Requests: retry after 1", r.Description)
	require.Equal(t, 1, r.Parameters.RetryAfter)
	require.True(t, send(2).OK, "another chat is free")
	now = now.Add(time.Second)
	require.True(t, send(1).OK)

	now = now.Add(time.Minute)
	for range 20 {
		require.True(t, send(-7).OK)
	}
	r = send(-7)
	require.Equal(t, 60, r.Parameters.RetryAfter, "twenty a minute")

	now = now.Add(time.Minute)
	refused := 0
	for i := range int64(40) {
		if !send(i%10 + 1).OK {
			refused++
		}
	}
	require.Equal(t, 10, refused, "thirty a second for the bot")
	s.SetLimits(Limits{})
	require.True(t, send(1).OK)
}
