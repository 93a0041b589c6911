package play_test

import (
	"bufio"
	"context"
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// listener reads the page's stream of events.
type listener struct {
	t       *testing.T
	scanner *bufio.Scanner
}

func (f *fixture) listen(t *testing.T) *listener {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second) // a silent stream fails instead of hanging
	t.Cleanup(cancel)
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, f.url+"/play/events", nil)
	require.NoError(t, err)
	response, err := http.DefaultClient.Do(request)
	require.NoError(t, err)
	t.Cleanup(func() { _ = response.Body.Close() })
	require.Equal(t, "text/event-stream", response.Header.Get("Content-Type"))
	scanner := bufio.NewScanner(response.Body)
	scanner.Buffer(nil, 16<<20)
	return &listener{t, scanner}
}

// next gives the next event of the kind, skipping others.
func (l *listener) next(kind string) object {
	l.t.Helper()
	for l.scanner.Scan() {
		if l.scanner.Text() != "event: "+kind {
			continue
		}
		require.True(l.t, l.scanner.Scan())
		data, ok := strings.CutPrefix(l.scanner.Text(), "data: ")
		require.True(l.t, ok)
		body := object{}
		require.NoError(l.t, json.Unmarshal([]byte(data), &body))
		return body
	}
	l.t.Fatalf("the stream ended before an event %q: %v", kind, l.scanner.Err())
	return nil
}

// texts are the texts of the messages in a change.
func texts(change object) []string {
	var list []string
	messages, _ := change["messages"].([]any)
	for _, m := range messages {
		list = append(list, m.(object)["text"].(string))
	}
	return list
}

func TestStreamBeginsWithEverything(t *testing.T) {
	f := newFixture(t)
	_, err := f.server.User(anna).Send("Привет")
	require.NoError(t, err)
	all := f.listen(t).next("state")
	require.Equal(t, "helper_bot", all["bot"].(object)["username"])
	people := all["people"].([]any)
	require.Len(t, people, 4)
	require.Equal(t, "Анна Смирнова", people[0].(object)["name"])
	chats := all["chats"].([]any)
	require.Equal(t, []string{"Привет"}, texts(chats[0].(object)))
	require.Equal(t, "en", chats[1].(object)["language"])
}

func TestStreamTellsChanges(t *testing.T) {
	f := newFixture(t)
	b := &bot{t: t, url: f.server.URL() + "/bot" + f.server.Token() + "/"}
	l := f.listen(t)
	l.next("state")

	_, err := f.server.User(anna).Send("Привет")
	require.NoError(t, err)
	change := l.next("chat")
	require.EqualValues(t, anna, change["chat"])
	require.Equal(t, []string{"Привет"}, texts(change))

	b.call("sendChatAction", object{"chat_id": anna, "action": "typing"})
	require.Equal(t, "typing", l.next("action")["action"])

	sent := b.call("sendMessage", object{"chat_id": anna, "text": "Да?", "reply_markup": object{
		"inline_keyboard": [][]object{{{"text": "Да", "callback_data": "yes"}}},
	}})
	require.Equal(t, []string{"Да?"}, texts(l.next("chat")), "only what is new is told")

	query, err := f.server.User(anna).Press(int64(sent["message_id"].(float64)), "yes")
	require.NoError(t, err)
	b.call("answerCallbackQuery", object{"callback_query_id": query, "text": "Хорошо", "show_alert": true})
	answer := l.next("answer")
	require.EqualValues(t, anna, answer["person"])
	require.Equal(t, query, answer["query"])
	require.Equal(t, "Хорошо", answer["text"])
	require.Equal(t, true, answer["show_alert"])

	b.call("editMessageText", object{"chat_id": anna, "message_id": sent["message_id"], "text": "Да."})
	require.Equal(t, []string{"Да."}, texts(l.next("chat")))

	b.call("deleteMessage", object{"chat_id": anna, "message_id": sent["message_id"]})
	require.Equal(t, []any{sent["message_id"]}, l.next("chat")["deleted"])

	b.call("sendMessage", object{"chat_id": anna, "text": "Выбирайте", "reply_markup": object{"keyboard": [][]string{{"Темы"}}}})
	raised, keyboard := false, false // message and keyboard are two events and may come as two changes
	for !raised {
		change = l.next("chat")
		keyboard = keyboard || change["keyboard"] != nil
		raised = change["keyboard_raised"] == true
	}
	require.True(t, keyboard, "the keyboard comes before it is raised")

	b.call("setMyCommands", object{"commands": []object{{"command": "start", "description": "Начать"}}})
	require.Len(t, l.next("chat")["commands"], 1)

	require.NoError(t, f.server.User(anna).Block())
	for change = l.next("chat"); change["blocked"] != true; change = l.next("chat") {
	}
}

func TestEveryPageHearsEverything(t *testing.T) {
	f := newFixture(t)
	listeners := []*listener{f.listen(t), f.listen(t), f.listen(t)}
	for _, l := range listeners {
		l.next("state")
	}
	const count = 200
	for range count {
		_, err := f.server.User(boris).Send("ещё")
		require.NoError(t, err)
	}
	for _, l := range listeners {
		seen := map[float64]bool{}
		for len(seen) < count {
			messages, _ := l.next("chat")["messages"].([]any)
			for _, m := range messages {
				id := m.(object)["message_id"].(float64)
				require.False(t, seen[id], "message %v was told twice", id)
				seen[id] = true
			}
		}
	}
}

func TestCloseEndsStreams(t *testing.T) {
	f := newFixture(t)
	l := f.listen(t)
	l.next("state")
	f.page.Close()
	for l.scanner.Scan() {
	}
	require.NoError(t, l.scanner.Err(), "the stream ends in order, so that a server can shut down")
}
