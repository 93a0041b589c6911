package delivery_test

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/chatbotsmanagers/faqbot/internal/botapi"
	"github.com/chatbotsmanagers/faqbot/internal/delivery"
	"github.com/chatbotsmanagers/faqbot/internal/postgres"
	"github.com/chatbotsmanagers/faqbot/internal/postgres/postgrestest"
)

// album returns the pieces of an album that Анна sent, on their way to a chat.
func (w *way) album(anna *botapi.Person, chat int64, captions ...string) (pieces []delivery.Outgoing) {
	w.t.Helper()
	files := make([]botapi.Attachment, len(captions))
	for i := range files {
		files[i] = botapi.Attachment{Data: []byte("picture"), Caption: captions[i]}
	}
	sent, err := anna.SendAlbum(files...)
	require.NoError(w.t, err)
	for i, m := range sent {
		params, err := json.Marshal(map[string]any{
			"chat_id": chat, "from_chat_id": anna.ID(), "message_id": m.ID, "caption": strings.TrimSpace("Анна: " + captions[i]),
			"reply_parameters": map[string]any{"message_id": 1},
		})
		require.NoError(w.t, err)
		media, err := json.Marshal(map[string]any{"type": "photo", "media": m.Photo[0].FileID, "caption": captions[i]})
		require.NoError(w.t, err)
		pieces = append(pieces, delivery.Outgoing{
			ChatID: chat, Method: "copyMessage", Params: params, Album: m.MediaGroupID, Media: media, MessageID: 100,
		})
	}
	return pieces
}

// albums returns the captions of what the bot sent to a chat, one list for each album.
func (w *way) albums(chat int64) (albums [][]string) {
	last := ""
	for _, m := range w.api.Messages(chat) {
		switch {
		case !m.FromBot():
		case last != "" && last == m.MediaGroupID:
			albums[len(albums)-1] = append(albums[len(albums)-1], m.Body())
		default:
			albums = append(albums, []string{m.Body()})
		}
		last = m.MediaGroupID
	}
	return albums
}

func (w *way) eventuallyAlbums(chat int64, want ...[]string) {
	w.t.Helper()
	if !assertEventually(func() bool { return fmt.Sprint(w.albums(chat)) == fmt.Sprint(want) && w.depth() == 0 }) {
		w.t.Fatalf("in chat %d the bot sent %q, want %q", chat, w.albums(chat), want)
	}
}

func TestAlbum(t *testing.T) {
	whole := []string{"Анна: чайник", "крышка", ""}
	single := [][]string{{"Анна: чайник"}, {"Анна: крышка"}, {"Анна:"}}
	for name, c := range map[string]struct {
		faults []botapi.Fault
		want   [][]string
	}{
		"goes out whole":                                        {nil, [][]string{whole}},
		"waits as it is told":                                   {[]botapi.Fault{{RetryAfter: time.Second}}, [][]string{whole}},
		"outlasts a server's failure":                           {[]botapi.Fault{{Status: 502}}, [][]string{whole}},
		"outlasts a network's failure":                          {[]botapi.Fault{{Drop: true}}, [][]string{whole}},
		"goes out twice rather than not when the reply is lost": {[]botapi.Fault{{LoseReply: true}}, [][]string{whole, whole}},
		"goes out in pieces when it is refused":                 {[]botapi.Fault{{Status: 400}}, single},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel() // some wait
			w := newWay(t)
			w.meet(7)
			for _, fault := range c.faults {
				fault.Method, fault.Times = "sendMediaGroup", 1
				w.api.Faults().Add(fault)
			}
			ids := w.queue(w.album(w.meet(8), 7, "чайник", "крышка", "")...)
			w.queue(say(7, "дальше"))
			w.send()
			w.eventuallyAlbums(7, append(slices.Clone(c.want), []string{"дальше"})...)
			messages := w.api.Messages(7)
			for i, m := range messages[len(messages)-4 : len(messages)-1] {
				require.EqualValues(t, 1, m.ReplyTo.ID)
				require.Equal(t, ids[i], w.sentAt(7, m.ID).ID, "each piece is known by its own place")
			}
		})
	}
}

func (w *way) sentAt(chat, place int64) (o delivery.Outgoing) {
	w.t.Helper()
	require.NoError(w.t, w.db.InTx(w.t.Context(), func(ctx context.Context, tx *postgres.Tx) (err error) {
		o, err = tx.SentAt(ctx, chat, int(place))
		return err
	}))
	return o
}

func TestOnlyTheRefusedPieceOfAnAlbumIsLost(t *testing.T) {
	w := newWay(t)
	w.meet(7)
	w.meet(100)
	pieces := w.album(w.meet(8), 7, "чайник", "крышка", "носик")
	pieces[1].Params = json.RawMessage(`{"chat_id":7,"from_chat_id":8,"message_id":999}`)
	pieces[1].Media = json.RawMessage(`{"type":"photo","media":"AgACnone"}`)
	w.queue(pieces...)
	w.send()
	w.eventuallyAlbums(7, []string{"Анна: чайник"}, []string{"Анна: носик"})
	require.Equal(t, []string{"refused: gone"}, w.said(100))
	require.Len(t, w.api.Log("sendMediaGroup"), 1)
}

func TestAlbumToSomebodyOutOfReachIsToldOf(t *testing.T) {
	w := newWay(t)
	require.NoError(t, w.meet(7).Block())
	w.meet(100)
	w.queue(w.album(w.meet(8), 7, "чайник", "крышка")...)
	w.send()
	w.eventuallySaid(100, "refused: blocked", "refused: blocked")
}

func TestFallOfTheDatabaseMakesNoAlbumGoOutTwice(t *testing.T) {
	w := newWay(t)
	w.meet(7)
	w.api.Faults().Add(botapi.Fault{Method: "sendMediaGroup", Times: 1, Delay: time.Second})
	begun := w.announce()
	w.queue(w.album(w.meet(8), 7, "чайник", "крышка")...)
	w.send()
	<-begun
	end := postgrestest.Outage(t, w.url)
	require.True(t, assertEventually(func() bool { return len(w.albums(7)) == 1 }))
	time.AfterFunc(time.Second, end)
	require.True(t, assertEventually(func() bool { return w.depthOr(1) == 0 }))
	require.Equal(t, [][]string{{"Анна: чайник", "крышка"}}, w.albums(7))
}

// Telegram counts each piece of an album as a message.
func TestAlbumsKeepWithinTheLimits(t *testing.T) {
	t.Parallel() // it waits
	w := newWay(t)
	w.api.SetLimits(botapi.TelegramLimits)
	w.meet(7)
	anna := w.meet(8)
	for range 2 {
		w.queue(w.album(anna, 7, "чайник", "крышка", "носик", "ручка")...)
	}
	w.send()
	require.True(t, assertEventually(func() bool { return w.depth() == 0 }))
	calls := w.api.Log("sendMediaGroup")
	require.Len(t, calls, 2)
	for _, r := range calls {
		require.Equal(t, 200, r.Code, r.Description)
	}
}
