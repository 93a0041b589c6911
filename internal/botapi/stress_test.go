package botapi

import (
	"encoding/json"
	"net/http"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// TestNothingIsLostInABadNetwork runs people and a stubborn bot at once through every fault, and lets the log judge:
// each question is answered at least once, and the history holds exactly what the log says took effect.
func TestNothingIsLostInABadNetwork(t *testing.T) {
	const people, questions = 6, 15
	s := newServer(t, Options{Seed: 11})
	for _, f := range []Fault{
		{Probability: 0.05, Drop: true},
		{Probability: 0.05, LoseReply: true},
		{Probability: 0.05, Status: http.StatusBadGateway},
		{Probability: 0.05, Delay: 2 * time.Millisecond},
	} {
		s.Faults().Add(f)
	}
	events := s.Subscribe(soon(t))
	c := httpClient(t)
	stop := make(chan struct{})
	var bot sync.WaitGroup
	bot.Go(func() { echo(c, s, stop) })

	var crowd sync.WaitGroup
	for id := range int64(people) {
		crowd.Go(func() {
			for q := range questions {
				if _, err := s.User(id + 1).Send(strconv.Itoa(q)); err != nil {
					t.Error(err)
				}
			}
		})
	}
	crowd.Wait()
	for id := range int64(people) {
		for q := range questions {
			_, err := s.Wait(soon(t), id+1, func(m Message) bool { return m.FromBot() && m.Text == "ответ "+strconv.Itoa(q) })
			require.NoError(t, err)
		}
	}
	close(stop)
	bot.Wait()

	applied := map[int64]int{}
	for _, r := range s.Log("sendMessage") {
		if r.Applied {
			applied[r.Chat]++
		}
	}
	sent := 0
	for id := range int64(people) {
		count := 0
		for _, m := range s.Messages(id + 1) {
			if m.FromBot() {
				count++
			}
		}
		require.Equal(t, applied[id+1], count)
		sent += count
	}
	require.GreaterOrEqual(t, sent, people*questions)
	told := 0
	for range len(events) {
		if e := <-events; e.Kind == MessageNew && e.Message.FromBot() {
			told++
		}
	}
	require.Equal(t, sent, told, "the page saw every message")
}

// echo is a bot that answers each message and repeats what failed, as a careful one does.
func echo(c *http.Client, s *Server, stop <-chan struct{}) {
	offset := int64(0)
	for {
		select {
		case <-stop:
			return
		default:
		}
		r, err := post(c, s, "getUpdates", params{"offset": offset, "timeout": 1})
		var list []gotUpdate
		if err != nil || !r.OK || json.Unmarshal(r.Result, &list) != nil {
			continue
		}
		for _, u := range list {
			for {
				r, err := post(c, s, "sendMessage", params{"chat_id": u.Message.Chat.ID, "text": "ответ " + u.Message.Text})
				if err == nil && r.OK {
					break
				}
			}
			offset = u.ID + 1
		}
	}
}
