package botapi

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestStateOutlivesTheServer(t *testing.T) {
	path := filepath.Join(t.TempDir(), "play", "telegram.json")
	first, err := New(Options{State: path})
	require.NoError(t, err)
	require.NoError(t, first.Start())
	anna := first.AddUser(1, Profile{FirstName: "Анна", Phone: "+79001112233"})
	_, err = anna.SendDocument(Attachment{Name: "a.txt", Data: []byte("содержимое")})
	require.NoError(t, err)
	sent := must[Message](t, first, "sendMessage", params{"chat_id": 1, "text": "<b>ответ</b>", "parse_mode": "HTML", "reply_markup": inline(params{"text": "b", "callback_data": "b"})})
	_, err = anna.Press(sent.ID, "b")
	require.NoError(t, err)
	before := first.View(1)
	require.NoError(t, first.Close())
	require.NoError(t, first.Close(), "closing twice is closing once")

	second := newServer(t, Options{State: path})
	require.Equal(t, before, second.View(1))
	u := must[[]gotUpdate](t, second, "getUpdates", nil)
	require.Len(t, u, 2, "what was not confirmed comes again")
	require.True(t, must[bool](t, second, "answerCallbackQuery", params{"callback_query_id": u[1].CallbackQuery.ID}))
	data, err := second.Contents(u[0].Message.Document.FileID)
	require.NoError(t, err)
	require.Equal(t, "содержимое", string(data))
	next, err := second.User(1).Send("дальше")
	require.NoError(t, err)
	require.Equal(t, sent.ID+1, next.ID)
	require.Greater(t, must[[]gotUpdate](t, second, "getUpdates", params{"offset": u[1].ID + 1})[0].ID, u[1].ID)
}

func TestStateIsSavedWhileTheServerRuns(t *testing.T) {
	path := filepath.Join(t.TempDir(), "telegram.json")
	s := newServer(t, Options{State: path})
	_, err := s.User(1).Send("вопрос")
	require.NoError(t, err)
	require.Eventually(t, func() bool {
		data, err := os.ReadFile(path)
		return err == nil && bytes.Contains(data, []byte("вопрос"))
	}, 10*time.Second, 20*time.Millisecond)
}

func TestBrokenStateIsNamed(t *testing.T) {
	path := filepath.Join(t.TempDir(), "telegram.json")
	require.NoError(t, os.WriteFile(path, []byte("{"), 0o600))
	_, err := New(Options{State: path})
	require.ErrorContains(t, err, path)
}

func TestWaitEndsWithItsContextAndTheServer(t *testing.T) {
	s, err := New(Options{})
	require.NoError(t, err)
	s.User(1)
	never := func(Message) bool { return false }
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Millisecond)
	defer cancel()
	_, err = s.Wait(ctx, 1, never)
	require.ErrorIs(t, err, context.DeadlineExceeded)

	ended := make(chan error, 1)
	go func() {
		_, err := s.User(1).Wait(soon(t), never)
		ended <- err
	}()
	require.Eventually(t, func() bool {
		s.mu.Lock()
		defer s.mu.Unlock()
		return len(s.listeners) == 1
	}, 5*time.Second, time.Millisecond)
	require.NoError(t, s.Close())
	require.ErrorIs(t, <-ended, errClosed)
	_, open := <-s.Subscribe(context.Background())
	require.False(t, open, "a closed server has nothing to tell")
}

func TestASlowListenerIsCutOffAndWaitIsNot(t *testing.T) {
	s := newServer(t, Options{})
	anna := s.User(1)
	events := s.Subscribe(soon(t))
	for range EventBuffer + 1 {
		_, err := anna.Send("ы")
		require.NoError(t, err)
	}
	got := 0
	for range events {
		got++
	}
	require.Equal(t, EventBuffer, got, "all up to the bound, then the end")
	_, err := anna.Wait(soon(t), func(m Message) bool { return m.ID == EventBuffer+1 })
	require.NoError(t, err)
}
