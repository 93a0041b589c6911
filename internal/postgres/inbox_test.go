package postgres_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"github.com/chatbotsmanagers/faqbot/internal/delivery"
	"github.com/chatbotsmanagers/faqbot/internal/postgres"
	"github.com/chatbotsmanagers/faqbot/internal/postgres/postgrestest"
)

const botID = 4242

func update(id, chat int64) delivery.Update {
	return delivery.Update{
		ID: id, ChatID: chat, Kind: "message", ReceivedAt: time.Now(),
		Raw: json.RawMessage(fmt.Sprintf(`{"update_id":%d,"message":{"text":"\u0000\ud83d"}}`, id)),
	}
}

func receive(t *testing.T, db *postgres.DB, updates ...delivery.Update) int {
	t.Helper()
	n, err := db.Receive(t.Context(), botID, updates)
	require.NoError(t, err)
	return n
}

// handled collects the updates that workers handle.
type handled struct {
	mu  sync.Mutex
	ids map[int64][]int64 // by chat, in order
}

func (h *handled) handle(_ context.Context, tx *postgres.Tx, u delivery.Update) error {
	tx.OnCommit(func() {
		h.mu.Lock()
		defer h.mu.Unlock()
		if h.ids == nil {
			h.ids = map[int64][]int64{}
		}
		h.ids[u.ChatID] = append(h.ids[u.ChatID], u.ID)
	})
	return nil
}

func TestReceiveIsIdempotent(t *testing.T) {
	db := postgrestest.New(t)
	require.Equal(t, 2, receive(t, db, update(1, 7), update(2, 7)))
	require.Equal(t, 1, receive(t, db, update(2, 7), update(3, 7)))
	n, err := db.Receive(t.Context(), botID+1, []delivery.Update{update(1, 7)})
	require.NoError(t, err)
	require.Equal(t, 1, n, "ids are unique for a bot only")
	require.Zero(t, receive(t, db))
}

func TestReceiveNotesAnAnswerGivenOffline(t *testing.T) {
	db := postgrestest.New(t)
	receive(t, db, update(1, 7))
	again := update(1, 7)
	again.Answered = true
	require.Zero(t, receive(t, db, again))
	worked, err := db.Handle(t.Context(), botID, func(_ context.Context, _ *postgres.Tx, u delivery.Update) error {
		require.True(t, u.Answered)
		require.Equal(t, string(again.Raw), string(u.Raw), "kept byte by byte")
		return nil
	})
	require.NoError(t, err)
	require.True(t, worked)
}

func TestHandleKeepsOrderWithinAChat(t *testing.T) {
	db := postgrestest.New(t)
	receive(t, db, update(1, 7), update(2, 7), update(3, 8))
	var seen []int64
	inHand := func(ctx context.Context, _ *postgres.Tx, u delivery.Update) error {
		seen = append(seen, u.ID)
		if u.ID != 1 {
			return nil
		}
		// While the first of chat 7 is in hand, another worker gets only chat 8, and then nothing.
		for range 2 {
			_, err := db.Handle(ctx, botID, func(_ context.Context, _ *postgres.Tx, u delivery.Update) error {
				seen = append(seen, u.ID)
				return nil
			})
			require.NoError(t, err)
		}
		return nil
	}
	for range 3 {
		_, err := db.Handle(t.Context(), botID, inHand)
		require.NoError(t, err)
	}
	require.Equal(t, []int64{1, 3, 2}, seen)
}

func TestManyWorkersHandleEachUpdateOnceAndInOrder(t *testing.T) {
	db := postgrestest.New(t)
	const chats, each, workers = 20, 25, 12
	var want sync.WaitGroup
	var id atomic.Int64
	for chat := range int64(chats) { // concurrent posts of a webhook; within a chat they follow each other
		want.Go(func() {
			for range each {
				_, err := db.Receive(t.Context(), botID, []delivery.Update{update(id.Add(1), chat)})
				if err != nil {
					t.Error(err)
				}
			}
		})
	}
	var failed sync.Map
	var left atomic.Int64
	left.Store(chats * each)
	for range workers {
		want.Go(func() {
			for left.Load() > 0 && t.Context().Err() == nil {
				worked, err := db.Handle(t.Context(), botID, func(ctx context.Context, tx *postgres.Tx, u delivery.Update) error {
					if _, again := failed.LoadOrStore(u.ID, true); !again && rand.N(50) == 0 {
						return errors.New("passing trouble")
					}
					if _, err := tx.Send(ctx, delivery.Outgoing{ChatID: u.ChatID, Method: "sendMessage", Params: json.RawMessage(strconv.FormatInt(u.ID, 10))}); err != nil {
						return err
					}
					tx.OnCommit(func() { left.Add(-1) })
					return nil
				})
				var noted *delivery.HandleError
				if err != nil && !errors.As(err, &noted) {
					t.Error(err)
				}
				if !worked {
					time.Sleep(time.Millisecond)
				}
			}
		})
	}
	want.Wait()
	sent := outboxOrder(t, db)
	require.Len(t, sent, chats)
	for chat, ids := range sent {
		require.Len(t, ids, each)
		require.IsIncreasing(t, ids, "chat %d", chat)
	}
}

// outboxOrder empties the outbox and returns the numbers that were sent, by chat.
func outboxOrder(t *testing.T, db *postgres.DB) map[int64][]int64 {
	t.Helper()
	outbox := db.Outbox(nil)
	sent := map[int64][]int64{}
	for {
		heads, err := outbox.Heads(t.Context(), nil, 1000)
		require.NoError(t, err)
		if len(heads) == 0 {
			return sent
		}
		for _, head := range heads {
			var n int64
			require.NoError(t, json.Unmarshal(head.Params, &n))
			sent[head.ChatID] = append(sent[head.ChatID], n)
			require.NoError(t, outbox.Settle(t.Context(), delivery.Result{Outgoing: head.Outgoing, Sent: true, TelegramID: int(n)}))
		}
	}
}

func TestConcurrentPostsOfAChatAreSeenInTheirOrder(t *testing.T) {
	// A later seq must never be visible while an earlier one of the same chat is not committed yet.
	databaseURL := postgrestest.URL(t)
	db := postgrestest.Open(t, databaseURL)
	conn, err := pgx.Connect(t.Context(), databaseURL)
	require.NoError(t, err)
	defer conn.Close(t.Context())
	var posts sync.WaitGroup
	for i := range int64(200) {
		posts.Go(func() {
			if _, err := db.Receive(t.Context(), botID, []delivery.Update{update(i, 7), update(1000+i, 8+i%3)}); err != nil {
				t.Error(err)
			}
		})
	}
	done := make(chan struct{})
	go func() { posts.Wait(); close(done) }()
	seen := int64(0)
	for running := true; running; {
		select {
		case <-done:
			running = false
		default:
		}
		var late int64
		rows, err := conn.Query(t.Context(), `SELECT seq FROM inbox WHERE chat_id = 7 ORDER BY seq`)
		require.NoError(t, err)
		seqs, err := pgx.CollectRows(rows, pgx.RowTo[int64])
		require.NoError(t, err)
		require.GreaterOrEqual(t, int64(len(seqs)), seen, "rows do not vanish")
		for _, seq := range seqs[:seen] {
			late = max(late, seq)
		}
		if int64(len(seqs)) > seen && seen > 0 {
			require.Greater(t, seqs[seen], late, "a row appeared before one that was seen")
		}
		seen = int64(len(seqs))
	}
	require.EqualValues(t, 200, seen)
}

func TestPoisonIsSetAsideAndItsChatGoesOn(t *testing.T) {
	for name, poison := range map[string]func(context.Context, *postgres.Tx) error{
		"error":    func(context.Context, *postgres.Tx) error { return errors.New("cannot") },
		"panic":    func(context.Context, *postgres.Tx) error { panic("личное") },
		"bad data": func(ctx context.Context, tx *postgres.Tx) error { return tx.ChooseLanguage(ctx, 1, "\x00") },
		"bad send": func(ctx context.Context, tx *postgres.Tx) error {
			_, err := tx.Send(ctx, delivery.Outgoing{ChatID: 7, Method: "sendMessage", Params: json.RawMessage(`{`)})
			return err
		},
	} {
		t.Run(name, func(t *testing.T) {
			databaseURL := postgrestest.URL(t)
			db := postgrestest.Open(t, databaseURL)
			conn, err := pgx.Connect(t.Context(), databaseURL)
			require.NoError(t, err)
			defer conn.Close(t.Context())
			receive(t, db, update(1, 7), update(2, 7))
			for attempt := 1; attempt <= 5; attempt++ {
				worked, err := db.Handle(t.Context(), botID, func(ctx context.Context, tx *postgres.Tx, u delivery.Update) error {
					require.EqualValues(t, 1, u.ID)
					return poison(ctx, tx)
				})
				require.True(t, worked)
				var failed *delivery.HandleError
				require.ErrorAs(t, err, &failed)
				require.Equal(t, attempt, failed.Attempts)
				require.Equal(t, attempt == 5, failed.SetAside)
				require.NotContains(t, err.Error(), "личное")

				if attempt < 5 {
					var wait time.Duration
					require.NoError(t, conn.QueryRow(t.Context(), `SELECT not_before - now() FROM inbox WHERE update_id = 1`).Scan(&wait))
					require.Positive(t, wait, "not tried again at once")
					worked, err = db.Handle(t.Context(), botID, nil)
					require.NoError(t, err)
					require.False(t, worked, "the chat waits for its head")
					_, err = conn.Exec(t.Context(), `UPDATE inbox SET not_before = now()`)
					require.NoError(t, err)
				}
			}
			var h handled
			worked, err := db.Handle(t.Context(), botID, h.handle)
			require.NoError(t, err)
			require.True(t, worked)
			require.Equal(t, []int64{2}, h.ids[7])
			d, err := db.Depths(t.Context())
			require.NoError(t, err)
			require.Equal(t, 1, d.InboxFailed)
			require.Zero(t, d.Inbox)
		})
	}
}

func TestTroubleOfTheDatabaseIsNoFailureOfTheUpdate(t *testing.T) {
	databaseURL := postgrestest.URL(t)
	db := postgrestest.Open(t, databaseURL)
	conn, err := pgx.Connect(t.Context(), databaseURL)
	require.NoError(t, err)
	defer conn.Close(t.Context())
	receive(t, db, update(1, 7))

	_, err = db.Handle(t.Context(), botID, func(ctx context.Context, tx *postgres.Tx, _ delivery.Update) error {
		_, err := conn.Exec(ctx, `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()`)
		require.NoError(t, err)
		_, err = tx.Customer(ctx, 1)
		return err
	})
	var failed *delivery.HandleError
	require.Error(t, err)
	require.NotErrorAs(t, err, &failed)
	_, err = conn.Exec(t.Context(), `SELECT FROM inbox FOR NO KEY UPDATE`) // the server ends the connection before the transaction
	require.NoError(t, err)

	ctx, cancel := context.WithCancel(t.Context())
	_, err = db.Handle(ctx, botID, func(ctx context.Context, _ *postgres.Tx, _ delivery.Update) error {
		cancel() // a shutdown
		return ctx.Err()
	})
	require.ErrorIs(t, err, context.Canceled)
	require.NotErrorAs(t, err, &failed)

	var attempts int
	require.NoError(t, conn.QueryRow(t.Context(), `SELECT attempts FROM inbox`).Scan(&attempts))
	require.Zero(t, attempts)
	var h handled
	worked, err := db.Handle(t.Context(), botID, h.handle)
	require.NoError(t, err)
	require.True(t, worked)
}

// fail lets the only update fail until it is set aside.
func fail(t *testing.T, db *postgres.DB, databaseURL string) {
	t.Helper()
	for range 5 {
		postgrestest.Exec(t, databaseURL, `UPDATE inbox SET not_before = now()`)
		_, err := db.Handle(t.Context(), botID, func(context.Context, *postgres.Tx, delivery.Update) error { return errors.New("cannot") })
		var failed *delivery.HandleError
		require.ErrorAs(t, err, &failed)
	}
}

func TestWhoWaitsIsToldOfAnUpdateThatIsSetAside(t *testing.T) {
	for name, test := range map[string]struct {
		tell func(context.Context, *postgres.Tx) error
		told int
	}{
		"told":           {func(context.Context, *postgres.Tx) error { return nil }, 1},
		"cannot be told": {func(ctx context.Context, tx *postgres.Tx) error { return tx.ChooseLanguage(ctx, 1, "\x00") }, 0},
		"panics":         {func(context.Context, *postgres.Tx) error { panic("личное") }, 0},
	} {
		t.Run(name, func(t *testing.T) {
			databaseURL := postgrestest.URL(t)
			db := postgrestest.Open(t, databaseURL)
			calls := 0
			db.OnSetAside(func(ctx context.Context, tx *postgres.Tx, u delivery.Update) error {
				calls++
				_, err := tx.Send(ctx, delivery.Outgoing{ChatID: u.ChatID, Method: "sendMessage", Params: json.RawMessage(`1`)})
				return errors.Join(err, test.tell(ctx, tx))
			})
			receive(t, db, update(1, 7))
			fail(t, db, databaseURL)
			require.Equal(t, 1, calls, "once, at the last failure")
			require.Len(t, outboxOrder(t, db), test.told)
			d, err := db.Depths(t.Context())
			require.NoError(t, err)
			require.Equal(t, 1, d.InboxFailed)
			require.Zero(t, d.Inbox)
		})
	}
}
