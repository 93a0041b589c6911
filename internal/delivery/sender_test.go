package delivery_test

import (
	"context"
	"encoding/json"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/chatbotsmanagers/faqbot/internal/botapi"
	"github.com/chatbotsmanagers/faqbot/internal/delivery"
	"github.com/chatbotsmanagers/faqbot/internal/postgres/postgrestest"
)

func TestSenderKeepsOrderThroughFaults(t *testing.T) {
	w := newWay(t)
	w.api.SetLimits(botapi.TelegramLimits)
	w.meet(7)
	w.meet(8)
	w.api.Faults().Add(botapi.Fault{Method: "sendMessage", Times: 2, Status: 502})
	w.api.Faults().Add(botapi.Fault{Method: "sendMessage", Times: 2, Drop: true})
	w.api.Faults().Add(botapi.Fault{Method: "sendMessage", Chat: 8, Times: 1, RetryAfter: time.Second})
	for i := range 5 {
		w.queue(say(7, fmt.Sprint("a", i)), say(8, fmt.Sprint("b", i)))
	}
	w.send()
	w.eventuallySaid(7, numbers("a", 5)...)
	w.eventuallySaid(8, numbers("b", 5)...)
	for _, r := range w.api.Log("sendMessage") {
		if r.Code == 429 {
			require.Equal(t, "too many requests", r.Fault, "the limits were kept without being told")
		}
	}
}

func TestRefusalIsToldAndDoesNotBlockTheChat(t *testing.T) {
	w := newWay(t)
	blocker := w.meet(7)
	w.meet(100)
	require.NoError(t, blocker.Block())
	lost := say(7, "lost")
	lost.MessageID = 100
	w.queue(lost, say(7, "lost too"))
	w.send()
	w.eventuallySaid(100, "refused: blocked")
	require.True(t, assertEventually(func() bool { return w.depth() == 0 }))
	require.NoError(t, blocker.Unblock())
	w.queue(say(7, "back"))
	w.eventuallySaid(7, "back")
}

func (w *way) depth() int {
	d, err := w.db.Depths(w.t.Context())
	require.NoError(w.t, err)
	return d.Outbox
}

func TestBadFormattingGoesOutAsPlainText(t *testing.T) {
	w := newWay(t)
	w.meet(7)
	o := say(7, "")
	o.Params = json.RawMessage(`{"chat_id":7,"text":"<b>жирно &amp; смело","parse_mode":"HTML"}`)
	w.queue(o)
	w.send()
	w.eventuallySaid(7, "жирно & смело")
}

func TestReplyToAMessageThatIsGoneGoesOutWithoutIt(t *testing.T) {
	w := newWay(t)
	w.meet(7)
	o := say(7, "")
	o.Params = json.RawMessage(`{"chat_id":7,"text":"ответ","reply_parameters":{"message_id":99999}}`)
	w.queue(o)
	w.send()
	w.eventuallySaid(7, "ответ")
}

func TestEditFindsTheMessageThatItIsAbout(t *testing.T) {
	w := newWay(t)
	w.meet(7)
	first := w.queue(say(7, "first"))[0]
	edit := delivery.Outgoing{ChatID: 7, Method: "editMessageText", About: first, Params: json.RawMessage(`{"chat_id":7,"text":"changed"}`)}
	orphan := edit
	refused := w.queue(say(7, ""))[0] // an empty text, which Telegram refuses
	orphan.About = refused
	w.queue(edit, edit, orphan, say(7, "last")) // the second edit changes nothing, which is as good as done
	w.send()
	w.eventuallySaid(7, "changed", "last")
	require.True(t, assertEventually(func() bool { return w.depth() == 0 }))
}

func TestFallOfTheDatabaseMakesNoMessageGoOutTwice(t *testing.T) {
	w := newWay(t)
	w.meet(7)
	// The reply takes so long that the database is away when the result is to be recorded.
	w.api.Faults().Add(botapi.Fault{Method: "sendMessage", Times: 1, Delay: time.Second})
	begun := w.announce()
	w.queue(say(7, "once"), say(7, "then"))
	w.send()
	<-begun
	end := postgrestest.Outage(t, w.url)
	require.True(t, assertEventually(func() bool { return len(w.said(7)) == 1 }))
	time.AfterFunc(time.Second, end)
	w.eventuallySaid(7, "once", "then")
	require.True(t, assertEventually(func() bool { return w.depthOr(1) == 0 }))
	require.Equal(t, []string{"once", "then"}, w.said(7))
}

// announcer is a client that tells when its first call begins.
type announcer struct {
	*delivery.Client
	begun chan struct{}
	once  sync.Once
}

func (a *announcer) Call(ctx context.Context, method string, params any) (json.RawMessage, error) {
	a.once.Do(func() { close(a.begun) })
	return a.Client.Call(ctx, method, params)
}

// announce gives the way a sender that tells when its first call begins.
func (w *way) announce() (begun <-chan struct{}) {
	a := &announcer{Client: w.client, begun: make(chan struct{})}
	w.sender = delivery.NewSender(w.db.Outbox(nil), a, w.limits, w.db.Queued(), w.metrics, w.log)
	return a.begun
}

func TestStopRightAfterAnOutageLeavesNothingToBeSentAgain(t *testing.T) {
	w := newWay(t)
	w.meet(7)
	w.api.Faults().Add(botapi.Fault{Method: "sendMessage", Times: 1, Delay: time.Second})
	begun := w.announce()
	w.queue(say(7, "once"))
	stop := w.send()
	<-begun
	end := postgrestest.Outage(t, w.url)
	require.True(t, assertEventually(func() bool { return len(w.said(7)) == 1 }))
	stop() // the lead was lost with the database, so that nobody is at it any more
	time.AfterFunc(500*time.Millisecond, end)
	w.sender.Flush(t.Context())
	require.Zero(t, w.depth(), "recorded as soon as the database was back")

	w.announce() // another process
	w.send()
	w.queue(say(7, "then"))
	w.eventuallySaid(7, "once", "then")
}

func (w *way) depthOr(otherwise int) int {
	d, err := w.db.Depths(w.t.Context())
	if err != nil {
		return otherwise
	}
	return d.Outbox
}

func TestStopFinishesTheCallInHand(t *testing.T) {
	w := newWay(t)
	w.meet(7)
	w.api.Faults().Add(botapi.Fault{Method: "sendMessage", Times: 1, Delay: time.Second})
	begun := w.announce()
	w.queue(say(7, "once"), say(7, "later"))
	stop := w.send()
	<-begun
	stop()
	require.Equal(t, []string{"once"}, w.said(7))
	require.Equal(t, 1, w.depth(), "it was recorded before the end")
}
