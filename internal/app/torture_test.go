//go:build linux

package app_test

import (
	"context"
	"errors"
	"math/rand/v2"
	"net"
	"os"
	"path/filepath"
	"strconv"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/chatbotsmanagers/faqbot/internal/botapi"
)

const defaultKills = 20

// TestTorture kills the bot, its database, or both, again and again while customers ask and managers answer, and then
// judges by what Telegram saw: nothing is lost, and nothing is said twice except where a crash fell between Telegram's
// receipt of a message and our knowledge of it.
//
// FAQBOT_TORTURE_ROUNDS says how often the bot itself is killed; blows at the database alone come on top of that.
// FAQBOT_TORTURE_SEED repeats the dice of an earlier run.
func TestTorture(t *testing.T) {
	runTorture(t, number(t, "FAQBOT_TORTURE_ROUNDS", defaultKills), false)
}

// TestTortureByWebhook does the same with updates that Telegram posts, and every blow at least once.
func TestTortureByWebhook(t *testing.T) {
	runTorture(t, number(t, "FAQBOT_TORTURE_ROUNDS", defaultKills)/5, true)
}

// torture is a run: one bot that dies and lives again, and the Telegram that sees it.
type torture struct {
	t        *testing.T
	dice     *rand.Rand
	telegram *botapi.Server
	database database
	data     string
	binary   string
	settings []string
	log      processLog

	process *process
	address string // of metrics and health
	load    *load
	history history

	blows             map[string]int
	servers, backends int // of the database, that were killed
}

func runTorture(t *testing.T, kills int, webhook bool) {
	t.Helper()
	if testing.Short() {
		t.Skip("kills the bot for minutes")
	}
	seed := uint64(number(t, "FAQBOT_TORTURE_SEED", int(time.Now().UnixNano()&0xffffff)))
	t.Logf("FAQBOT_TORTURE_SEED=%d repeats the dice of this run", seed)
	x := newTorture(t, seed, webhook)
	x.start()

	begun := time.Now()
	x.load.start()
	deck := x.deck(webhook)
	rounds := 0
	for ; x.history.kills() < kills || rounds < len(deck); rounds++ {
		if rounds%len(deck) == 0 {
			x.dice.Shuffle(len(deck), func(i, j int) { deck[i], deck[j] = deck[j], deck[i] })
		}
		blow := deck[rounds%len(deck)]
		x.moment()
		x.history.struck(blow.name)
		blow.strike()
		x.recover(blow.name)
		x.blows[blow.name]++
		if done := rounds + 1; done%50 == 0 {
			t.Logf("%d rounds, %d of %d kills in %v", done, x.history.kills(), kills, time.Since(begun).Round(time.Second))
		}
	}
	x.load.finish()
	x.drain()
	took := time.Since(begun)
	x.judge()
	x.terminate()
	x.judgeLog()
	t.Logf("%d rounds in %v: %d kills of the bot, %d of the whole database, %d of a backend, %d outages of the database: %v",
		rounds, took.Round(time.Second), x.history.kills(), x.servers, x.backends, len(x.history.outages), x.blows)
}

func newTorture(t *testing.T, seed uint64, webhook bool) *torture {
	t.Helper()
	// Short, since the name of a Unix socket in it is limited to 107 bytes, and open to the server's user.
	dir, err := os.MkdirTemp("", "faqbot") //nolint:usetesting // see above
	require.NoError(t, err)
	require.NoError(t, os.Chmod(dir, 0o711))
	t.Cleanup(func() { require.NoError(t, os.RemoveAll(dir)) })

	telegram, err := botapi.New(botapi.Options{Strict: true, Seed: seed, WebhookRetry: 100 * time.Millisecond})
	require.NoError(t, err)
	require.NoError(t, telegram.Start())
	t.Cleanup(func() { require.NoError(t, telegram.Close()) })

	// The scripts of conversations keep what these decide stable.
	stories, err := filepath.Abs("../bot/testdata")
	require.NoError(t, err)
	x := &torture{
		t: t, dice: rand.New(rand.NewPCG(seed, 0)),
		telegram: telegram, data: dir, database: database{dir: filepath.Join(dir, "postgres")},
		binary: buildFaqbot(t, dir), blows: map[string]int{},
		settings: []string{
			"FAQBOT_TELEGRAM_TOKEN=" + telegram.Token(), "FAQBOT_TELEGRAM_API=" + telegram.URL(),
			"FAQBOT_DATA=" + dir, "FAQBOT_LISTEN=127.0.0.1:0", "FAQBOT_RATE=300", "FAQBOT_FLOOD=0",
			"FAQBOT_KB=" + filepath.Join(stories, "kb"), "FAQBOT_MODEL=" + filepath.Join(stories, "model.json"),
			"FAQBOT_MANAGERS=" + joinIDs(managerIDs),
		},
	}
	if webhook {
		address := freeAddress(t)
		x.settings = append(x.settings, "FAQBOT_WEBHOOK_LISTEN="+address, "FAQBOT_WEBHOOK_URL=http://"+address+"/telegram")
	}
	x.load = newLoad(t, telegram, seed)
	t.Cleanup(func() {
		x.load.stop()
		if x.process != nil {
			x.process.kill()
			x.database.killAll()
		}
		x.keepTraces()
	})
	return x
}

// start starts the bot and waits until it works.
func (x *torture) start() {
	x.t.Helper()
	x.process = startFaqbot(x.t, x.binary, &x.log, x.settings...)
	select {
	case x.address = <-x.process.ready:
	case <-x.process.ended:
		require.FailNow(x.t, "the bot ended instead of starting")
	case <-time.After(patience):
		require.FailNow(x.t, "the bot does not start")
	}
}

// moment lets a random time of work pass: the one thing that shall not be synchronised with anything.
func (x *torture) moment() {
	time.Sleep(time.Duration(x.dice.Int64N(int64(1500 * time.Millisecond))))
}

// recover brings the bot back if it is dead, and waits until all of it works again.
func (x *torture) recover(blow string) {
	x.t.Helper()
	if ended(x.process.ended) {
		x.start()
	}
	require.Eventually(x.t, func() bool { return readyz(x.address).Status == "ready" }, patience, 20*time.Millisecond,
		"the bot does not recover after: %s", blow)
	x.history.up(time.Now())
}

// drain waits until nothing waits any more.
func (x *torture) drain() {
	x.t.Helper()
	idle := func() bool {
		// In the order in which things move on, so that nothing passes from one to the next unseen.
		if x.telegram.Pending() > 0 {
			return false
		}
		inbox, ok := gauge(x.address, "faqbot_inbox_depth")
		outbox, ok2 := gauge(x.address, "faqbot_outbox_depth")
		return ok && ok2 && inbox == 0 && outbox == 0
	}
	require.True(x.t, whileMoving(x.telegram, idle), "something waits for ever")
}

// terminate asks the bot to stop, as an operator does.
func (x *torture) terminate() {
	x.t.Helper()
	require.NoError(x.t, x.process.cmd.Process.Signal(syscall.SIGTERM))
	select {
	case <-x.process.ended:
	case <-time.After(patience):
		require.FailNow(x.t, "the bot does not stop")
	}
	require.Zero(x.t, x.process.cmd.ProcessState.ExitCode(), "exit code of an ordered stop")
}

func number(t *testing.T, name string, otherwise int) int {
	t.Helper()
	text := os.Getenv(name)
	if text == "" {
		return otherwise
	}
	n, err := strconv.Atoi(text)
	require.NoError(t, err, name)
	return n
}

// freeAddress returns one that the bot can listen on again and again.
func freeAddress(t *testing.T) string {
	t.Helper()
	var config net.ListenConfig
	listener, err := config.Listen(t.Context(), "tcp", "127.0.0.1:0")
	require.NoError(t, err)
	require.NoError(t, listener.Close())
	return listener.Addr().String()
}

func ended(done <-chan struct{}) bool {
	select {
	case <-done:
		return true
	default:
		return false
	}
}

// isOver tells an end on purpose from a failure.
func isOver(err error) bool { return errors.Is(err, context.Canceled) }
