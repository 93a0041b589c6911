//go:build linux

package app_test

import (
	"context"
	"net/http"
	"slices"
	"sync"
	"syscall"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/chatbotsmanagers/faqbot/internal/botapi"
)

// blow is one way to hurt the bot.
type blow struct {
	name   string
	strike func()
}

// deck returns the ways that there are. Of an instant in Telegram's reach the emulator tells when it has come.
func (x *torture) deck(webhook bool) []blow {
	all := []blow{
		{"bot killed", x.killBot},
		{"bot killed", x.killBot}, // at any moment, which is what happens most
		{"bot killed", x.killBot},
		{"bot killed between sending and committing", func() {
			x.at(botapi.Fault{Method: "sendMessage"}, x.killBot)
		}},
		{"bot killed between an album and its commit", func() {
			x.at(botapi.Fault{Method: "sendMediaGroup"}, x.killBot)
		}},
		{"bot killed while a reply is lost", func() {
			x.at(botapi.Fault{Method: "sendMessage", LoseReply: true}, x.killBot)
		}},
		{"database killed", x.killDatabase},
		{"database killed between sending and committing", func() {
			x.at(botapi.Fault{Method: "sendMessage"}, x.killDatabase)
		}},
		{"backend killed", x.killBackend},
		{"both killed", x.killBoth},
		{"database orphaned", x.orphanDatabase},
		{"database away", func() { x.outage(false) }},
		{"database away and bot killed", func() { x.outage(true) }},
		{"bot asked to stop", x.terminate},
	}
	if webhook {
		return all
	}
	return append(
		all,
		blow{"bot killed with updates under way", func() {
			x.at(botapi.Fault{Method: "getUpdates"}, x.killBot)
		}},
		blow{"bot killed between committing and confirming", func() {
			x.at(botapi.Fault{Method: "getUpdates", Drop: true}, x.killBot)
		}},
	)
}

// at strikes at the next request that the fault names.
func (x *torture) at(fault botapi.Fault, strike func()) {
	x.t.Helper()
	struck := make(chan struct{})
	fault.Times, fault.Hit = 1, func() { defer close(struck); strike() }
	remove := x.telegram.Faults().Add(fault)
	defer remove()
	select {
	case <-struck:
	case <-time.After(patience):
		require.FailNow(x.t, "nothing is sent or fetched any more")
	}
}

func (x *torture) killBot() {
	from := time.Now()
	x.process.kill()
	x.history.died(from)
}

func (x *torture) killDatabase() {
	x.history.down(time.Now())
	x.database.killAll()
	x.servers++
}

// killBackend makes the server restart itself: it does not trust the memory that a killed child has shared.
func (x *torture) killBackend() {
	x.t.Helper()
	var victims []int
	require.Eventually(x.t, func() bool {
		victims = x.database.backends()
		return len(victims) > 0
	}, patience, time.Millisecond, "the database has no connections")
	x.history.down(time.Now())
	signalAll(syscall.SIGKILL, victims[x.dice.IntN(len(victims))])
	x.backends++
	require.Eventually(x.t, func() bool {
		return !slices.ContainsFunc(x.database.backends(), func(pid int) bool { return slices.Contains(victims, pid) })
	}, patience, time.Millisecond, "the database does not restart itself")
}

func (x *torture) killBoth() {
	x.history.down(time.Now())
	var both sync.WaitGroup
	both.Go(x.database.killAll)
	both.Go(x.killBot)
	both.Wait()
	x.servers++
}

// orphanDatabase leaves a server behind that has not heard of the bot's death when the next bot starts.
func (x *torture) orphanDatabase() {
	x.t.Helper()
	goOn := x.database.stop()
	defer goOn()
	orphan := x.database.server()
	x.killBot()
	time.AfterFunc(300*time.Millisecond, goOn) // while the next bot is at it
	x.start()
	require.NotEqual(x.t, orphan, x.database.server(), "the orphan is replaced")
}

// outage keeps the database away until a customer has got an answer all the same; with killed the bot dies before it
// is back.
func (x *torture) outage(killed bool) {
	x.t.Helper()
	undo, err := x.database.hide()
	require.NoError(x.t, err)
	defer func() { require.NoError(x.t, undo()) }()
	x.killDatabase()
	require.Eventually(x.t, func() bool { return readyz(x.address).Status == "degraded" }, patience, 20*time.Millisecond,
		"the bot does not notice that the database is away")
	state := readyz(x.address)
	require.Equal(x.t, http.StatusOK, state.code, "it still answers")
	require.False(x.t, state.Checks["postgres"].OK)
	require.True(x.t, state.Checks["index"].OK)

	ctx, cancel := context.WithTimeout(x.t.Context(), patience)
	defer cancel()
	require.NoError(x.t, x.load.answered(ctx), "a question is answered without the database")
	require.Equal(x.t, "degraded", readyz(x.address).Status, "and the database is still away")
	if killed {
		x.killBot()
	}
}
