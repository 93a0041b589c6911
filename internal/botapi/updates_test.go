package botapi

import (
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// poll calls getUpdates in the background.
func poll(t *testing.T, s *Server, p params) <-chan result {
	t.Helper()
	answers := make(chan result, 1)
	started := len(s.Log("getUpdates"))
	c := httpClient(t)
	go func() {
		r, err := post(c, s, "getUpdates", p)
		if err != nil {
			r.Description = err.Error()
		}
		answers <- r
	}()
	require.Eventually(t, func() bool { return s.polling() || len(s.Log("getUpdates")) > started }, 5*time.Second, time.Millisecond)
	return answers
}

func (s *Server) polling() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.updates.poll != nil
}

func texts(list []gotUpdate) []string {
	result := []string{}
	for _, u := range list {
		result = append(result, u.Message.Text)
	}
	return result
}

func TestUpdatesAreRedeliveredUntilConfirmed(t *testing.T) {
	s := newServer(t, Options{})
	for i := range 5 {
		_, err := s.User(1).Send(strconv.Itoa(i))
		require.NoError(t, err)
	}
	first := must[[]gotUpdate](t, s, "getUpdates", params{"limit": 2})
	require.Equal(t, []string{"0", "1"}, texts(first))
	require.Equal(t, first[0].ID+1, first[1].ID, "ids are sequential")
	require.Equal(t, []string{"0", "1"}, texts(must[[]gotUpdate](t, s, "getUpdates", params{"limit": 2})), "not confirmed, so again")
	require.Equal(t, []string{"1", "2", "3", "4"}, texts(must[[]gotUpdate](t, s, "getUpdates", params{"offset": first[1].ID})))
	require.Equal(t, 4, s.Pending())
	require.Equal(t, []string{"3", "4"}, texts(must[[]gotUpdate](t, s, "getUpdates", params{"offset": -2})), "a negative offset forgets all before")
	require.Equal(t, 2, s.Pending())
	require.Empty(t, must[[]gotUpdate](t, s, "getUpdates", params{"offset": first[0].ID + 5}))
	require.Zero(t, s.Pending())
}

func TestLongPollWaitsForTheNextUpdate(t *testing.T) {
	s := newServer(t, Options{})
	answers := poll(t, s, params{"timeout": 50})
	_, err := s.User(1).Send("вопрос")
	require.NoError(t, err)
	var list []gotUpdate
	require.NoError(t, json.Unmarshal((<-answers).Result, &list))
	require.Equal(t, []string{"вопрос"}, texts(list))

	begun := time.Now()
	require.Empty(t, must[[]gotUpdate](t, s, "getUpdates", params{"timeout": 1, "offset": list[0].ID + 1}))
	require.GreaterOrEqual(t, time.Since(begun), time.Second)
}

func TestAllowedUpdates(t *testing.T) {
	s := newServer(t, Options{})
	must[[]gotUpdate](t, s, "getUpdates", params{"allowed_updates": []string{"callback_query"}})
	_, err := s.User(1).Send("не нужно")
	require.NoError(t, err)
	sent := must[Message](t, s, "sendMessage", params{"chat_id": 1, "text": "a"})
	_, err = s.User(1).Forge(sent.ID, "x")
	require.NoError(t, err)
	list := must[[]gotUpdate](t, s, "getUpdates", nil)
	require.Len(t, list, 1)
	require.Equal(t, "x", list[0].CallbackQuery.Data, "the setting stays until it is changed")
}

func TestUpdatesDieAfterADay(t *testing.T) {
	now := time.Now()
	s := newServer(t, Options{Now: func() time.Time { return now }})
	_, err := s.User(1).Send("вчера")
	require.NoError(t, err)
	now = now.Add(25 * time.Hour)
	require.Empty(t, must[[]gotUpdate](t, s, "getUpdates", nil))
}

func TestConflicts(t *testing.T) {
	s := newServer(t, Options{})
	first := poll(t, s, params{"timeout": 50})
	second := poll(t, s, params{"timeout": 50})
	r := <-first
	require.Equal(t, http.StatusConflict, r.status)
	require.Equal(t, "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running", r.Description)

	must[bool](t, s, "setWebhook", params{"url": "http://127.0.0.1:9/"})
	r = <-second
	require.Equal(t, http.StatusConflict, r.status)
	require.Equal(t, "Conflict: terminated by setWebhook request", r.Description)

	r = callAPI(t, s, "getUpdates", nil)
	require.Equal(t, http.StatusConflict, r.status)
	require.Equal(t, "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first", r.Description)

	must[bool](t, s, "deleteWebhook", nil)
	require.Empty(t, must[[]gotUpdate](t, s, "getUpdates", nil))
}

func TestCloseEndsARunningPoll(t *testing.T) {
	s, err := New(Options{})
	require.NoError(t, err)
	elsewhere := httptest.NewServer(s) // mounted in another server, as the play page does
	defer elsewhere.Close()
	answers := make(chan result, 1)
	c := httpClient(t)
	go func() {
		r, err := answer(c.Get(elsewhere.URL + "/bot" + s.Token() + "/getUpdates?timeout=50"))
		if err != nil {
			r.Description = err.Error()
		}
		answers <- r
	}()
	require.Eventually(t, s.polling, 5*time.Second, time.Millisecond)
	require.NoError(t, s.Close())
	require.Equal(t, "Internal Server Error: restart", (<-answers).Description)
}

func TestAPollThatTheBotGaveUpTakesNothing(t *testing.T) {
	s := newServer(t, Options{})
	ctx, cancel := context.WithCancel(context.Background())
	gone := make(chan error, 1)
	go func() {
		req, err := http.NewRequestWithContext(ctx, http.MethodGet, s.URL()+"/bot"+s.Token()+"/getUpdates?timeout=50", nil)
		if err == nil {
			_, err = httpClient(t).Do(req) //nolint:bodyclose // there is no answer
		}
		gone <- err
	}()
	require.Eventually(t, s.polling, 5*time.Second, time.Millisecond)
	cancel()
	require.ErrorIs(t, <-gone, context.Canceled)
	require.Eventually(t, func() bool { return !s.polling() }, 5*time.Second, time.Millisecond)
	_, err := s.User(1).Send("вопрос")
	require.NoError(t, err)
	require.Equal(t, []string{"вопрос"}, texts(must[[]gotUpdate](t, s, "getUpdates", nil)))
}
