//go:build linux

package app_test

import (
	"context"
	"math/rand/v2"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/chatbotsmanagers/faqbot/internal/botapi"
)

// The people of the load. Their names and phones must never be seen in a log.
const (
	askerID     = 1_001 // askers are numbered from here
	askers      = 4
	chatterID   = 2_001
	chatters    = 2
	outageID    = 3_001  // who ask while the database is away are numbered from here
	strangerID  = 10_001 // everybody with a question of their own
	surname     = "Тайный"
	phonePrefix = "+7912345"
)

var managerIDs = []int64{11, 12, 13}

// What is asked, by how it ends. An answer and a suggestion name the question in their buttons.
var (
	known     = []string{"Сколько идёт доставка?", "Где взять чек?", "Когда вернут деньги?", "доставка", "Сколько стоит доставка?"}
	smalltalk = []string{"здравствуйте", "спасибо", "до свидания"}
)

// question is one that somebody asked.
type question struct {
	chat int64
	id   int64 // message id
	text string
}

// word is one of small talk.
type word struct {
	text string
	at   time.Time
}

// load is what customers and managers do all the time.
type load struct {
	t        *testing.T
	telegram *botapi.Server
	seed     uint64

	work, patient   context.Context // work ends first: nothing new is begun; then what is begun is waited for
	endWork, endAll context.CancelFunc
	asking          sync.WaitGroup // all who begin something
	customers       sync.WaitGroup // all who wait for a manager, some of them for ever
	staff           sync.WaitGroup
	alone           int64 // how many asked while the database was away

	mu        sync.Mutex
	questions []question       // of askers
	talk      map[int64][]word // small talk, by chat
	strangers map[int64]*stranger
	tickets   map[int64]*desk   // that a manager took, by number
	awaited   map[int64]awaited // by person
	pressed   int               // buttons of answers and suggestions that did not help
}

// stranger asks what nobody can answer, or is not content with the answer, and talks with the manager about it.
type stranger struct {
	id        int64
	mark      string // by which managers' offers are known
	questions []question
}

// desk is what a manager did with a ticket.
type desk struct {
	ticket   int64
	manager  int64
	messages int     // that were sent to the customer, and as many came back
	words    []int64 // their message ids, and that of the album
	edited   bool    // the last one
	album    bool    // followed them
	asked    int64   // message id of /close
	closed   bool
}

func newLoad(t *testing.T, telegram *botapi.Server, seed uint64) *load {
	t.Helper()
	l := &load{
		t: t, telegram: telegram, seed: seed,
		talk: map[int64][]word{}, strangers: map[int64]*stranger{}, tickets: map[int64]*desk{},
		awaited: map[int64]awaited{},
	}
	l.patient, l.endAll = context.WithCancel(context.Background())
	l.work, l.endWork = context.WithCancel(l.patient)
	for _, id := range managerIDs {
		// Telegram lets no bot write to a person who never wrote to it.
		_, err := l.person(id).Send("/start")
		require.NoError(t, err)
	}
	return l
}

func (l *load) start() {
	for i := range int64(askers) {
		l.asking.Go(func() { l.ask(askerID + i) })
	}
	for i := range int64(chatters) {
		l.asking.Go(func() { l.chat(chatterID + i) })
	}
	l.asking.Go(l.bringStrangers)
	for _, id := range managerIDs {
		l.staff.Go(func() { l.manage(id) })
	}
}

// finish begins nothing new and waits until managers, and the customers whose tickets they took, have had their say.
func (l *load) finish() {
	l.t.Helper()
	l.endWork()
	begun, done := time.Now(), make(chan struct{})
	go func() { l.asking.Wait(); l.staff.Wait(); close(done) }()
	if !whileMoving(l.telegram, func() bool { return ended(done) }) {
		l.t.Errorf("somebody waits for ever, nothing was sent to anybody for %v:%s", patience, l.waits())
		l.stop() // the judge reads what they write
		return
	}
	l.t.Logf("all came to an end %v after the last blow", time.Since(begun).Round(time.Second))
}

// stop ends everybody.
func (l *load) stop() {
	l.endAll()
	l.asking.Wait()
	l.staff.Wait()
	l.customers.Wait()
}

func (l *load) person(id int64) *botapi.Person {
	return l.telegram.AddUser(id, botapi.Profile{
		FirstName: nameOf(id), Username: "secret_" + strconv.FormatInt(id, 10),
	})
}

func nameOf(id int64) string { return surname + strconv.FormatInt(id, 10) }

func (l *load) diceOf(id int64) *rand.Rand {
	return rand.New(rand.NewPCG(l.seed, uint64(id)))
}

func joinIDs(ids []int64) string {
	words := make([]string, len(ids))
	for i, id := range ids {
		words[i] = strconv.FormatInt(id, 10)
	}
	return strings.Join(words, ",")
}
