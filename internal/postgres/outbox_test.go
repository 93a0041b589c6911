package postgres_test

import (
	"context"
	"encoding/json"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/chatbotsmanagers/faqbot/internal/delivery"
	"github.com/chatbotsmanagers/faqbot/internal/helpdesk"
	"github.com/chatbotsmanagers/faqbot/internal/postgres"
	"github.com/chatbotsmanagers/faqbot/internal/postgres/postgrestest"
)

func message(chat int64, n int) delivery.Outgoing {
	return delivery.Outgoing{ChatID: chat, Method: "sendMessage", Params: json.RawMessage(strconv.Itoa(n))}
}

func TestPlacesAreGivenInTheOrderOfCommits(t *testing.T) {
	db := postgrestest.New(t)
	firstSent, secondDone := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(secondDone)
		<-firstSent
		if err := db.InTx(t.Context(), func(ctx context.Context, tx *postgres.Tx) error {
			_, err := tx.Send(ctx, message(7, 2))
			return err
		}); err != nil {
			t.Error(err)
		}
	}()
	inTx(t, db, func(ctx context.Context, tx *postgres.Tx) {
		_, err := tx.Send(ctx, message(7, 1)) // takes the lower id, and commits later
		require.NoError(t, err)
		close(firstSent)
		<-secondDone
	})
	require.Equal(t, map[int64][]int64{7: {2, 1}}, outboxOrder(t, db))
}

func TestSendersToTheSameChatsInOppositeOrderDoNotBlockEachOther(t *testing.T) {
	db := postgrestest.New(t)
	const rounds = 30
	var senders sync.WaitGroup
	for worker := range 8 {
		senders.Go(func() {
			for n := range rounds {
				chats := []int64{1, 2, 3}
				if worker%2 == 0 {
					chats = []int64{3, 2, 1}
				}
				if err := db.InTx(t.Context(), func(ctx context.Context, tx *postgres.Tx) error {
					for _, chat := range chats {
						if _, err := tx.Send(ctx, message(chat, worker*rounds+n)); err != nil {
							return err
						}
					}
					return nil
				}); err != nil {
					t.Error(err)
				}
			}
		})
	}
	senders.Wait()
	order := outboxOrder(t, db)
	require.Len(t, order[1], 8*rounds)
	for chat, ns := range order {
		last := map[int64]int64{}
		for _, n := range ns {
			worker := n / rounds
			if before, ok := last[worker]; ok {
				require.Greater(t, n, before, "chat %d", chat)
			}
			last[worker] = n
		}
	}
}

func TestHeadsAreTheFirstOfEachChatWhoseTimeHasCome(t *testing.T) {
	db := postgrestest.New(t)
	outbox := db.Outbox(nil)
	inTx(t, db, func(ctx context.Context, tx *postgres.Tx) {
		for _, o := range []delivery.Outgoing{message(7, 1), message(8, 2), message(7, 3), message(9, 4)} {
			_, err := tx.Send(ctx, o)
			require.NoError(t, err)
		}
	})
	heads := func(except ...int64) (params []string) {
		found, err := outbox.Heads(t.Context(), except, 10)
		require.NoError(t, err)
		for _, h := range found {
			params = append(params, string(h.Params))
		}
		return params
	}
	require.Equal(t, []string{"1", "2", "4"}, heads())
	require.Equal(t, []string{"2"}, heads(7, 9))

	found, err := outbox.Heads(t.Context(), nil, 1)
	require.NoError(t, err)
	retry := delivery.Result{Outgoing: found[0].Outgoing, RetryAt: time.Now().Add(time.Hour)}
	require.NoError(t, outbox.Settle(t.Context(), retry))
	require.Equal(t, []string{"2", "4"}, heads(), "a chat waits behind its head")
	d, err := db.Depths(t.Context())
	require.NoError(t, err)
	require.Equal(t, 4, d.Outbox)
	require.Positive(t, d.OutboxOldest)
}

func TestRefusalIsToldInItsTransactionAndOnlyOnce(t *testing.T) {
	db := postgrestest.New(t)
	var told []delivery.Refusal
	outbox := db.Outbox(func(ctx context.Context, tx *postgres.Tx, o delivery.Outgoing, reason delivery.Refusal) error {
		told = append(told, reason)
		require.EqualValues(t, 55, o.MessageID)
		_, err := tx.Send(ctx, message(100, 2))
		return err
	})
	inTx(t, db, func(ctx context.Context, tx *postgres.Tx) {
		o := message(7, 1)
		o.MessageID = 55
		_, err := tx.Send(ctx, o)
		require.NoError(t, err)
	})
	heads, err := outbox.Heads(t.Context(), nil, 10)
	require.NoError(t, err)
	refused := delivery.Result{Outgoing: heads[0].Outgoing, Refusal: delivery.RefusedBlocked}
	require.NoError(t, outbox.Settle(t.Context(), refused))
	require.NoError(t, outbox.Settle(t.Context(), refused))
	require.Equal(t, []delivery.Refusal{delivery.RefusedBlocked}, told)
	require.Equal(t, map[int64][]int64{100: {2}}, outboxOrder(t, db))
}

// An older state is refused while a newer one waits in its place: that one still goes out, unless nobody is there any more.
func TestRefusalOfAnOlderState(t *testing.T) {
	for name, c := range map[string]struct {
		refusal delivery.Refusal
		waits   []string
	}{
		"the state is to blame":  {delivery.RefusedTooLong, []string{"3"}},
		"the person is to blame": {delivery.RefusedBlocked, nil},
	} {
		t.Run(name, func(t *testing.T) {
			db := postgrestest.New(t)
			told := 0
			outbox := db.Outbox(func(context.Context, *postgres.Tx, delivery.Outgoing, delivery.Refusal) error {
				told++
				return nil
			})
			waits := func() (heads []delivery.Head, params []string) {
				heads, err := outbox.Heads(t.Context(), nil, 10)
				require.NoError(t, err)
				for _, h := range heads {
					params = append(params, string(h.Params))
				}
				return heads, params
			}
			var sent int64
			inTx(t, db, func(ctx context.Context, tx *postgres.Tx) {
				var err error
				sent, err = tx.Send(ctx, message(7, 1))
				require.NoError(t, err)
			})
			heads, _ := waits()
			require.NoError(t, outbox.Settle(t.Context(), delivery.Result{Outgoing: heads[0].Outgoing, Sent: true, TelegramID: 70}))
			edit := func(n int) {
				inTx(t, db, func(ctx context.Context, tx *postgres.Tx) {
					o := message(7, n)
					o.Method, o.About, o.LatestEdit = "editMessageCaption", sent, true
					_, err := tx.Send(ctx, o)
					require.NoError(t, err)
				})
			}
			edit(2)
			heads, _ = waits()
			edit(3) // while 2 is on its way
			require.NoError(t, outbox.Settle(t.Context(), delivery.Result{Outgoing: heads[0].Outgoing, Refusal: c.refusal}))
			heads, params := waits()
			require.Equal(t, c.waits, params)
			for _, h := range heads {
				require.Zero(t, told, "what is sent again is not lost")
				require.NoError(t, outbox.Settle(t.Context(), delivery.Result{Outgoing: h.Outgoing, Refusal: c.refusal}))
			}
			require.Equal(t, 1, told)
			_, params = waits()
			require.Empty(t, params)
		})
	}
}

func TestRefusalThatCannotBeToldDoesNotBlockTheChat(t *testing.T) {
	db := postgrestest.New(t)
	outbox := db.Outbox(func(context.Context, *postgres.Tx, delivery.Outgoing, delivery.Refusal) error {
		return helpdesk.ErrNotFound
	})
	inTx(t, db, func(ctx context.Context, tx *postgres.Tx) {
		_, err := tx.Send(ctx, message(7, 1))
		require.NoError(t, err)
	})
	heads, err := outbox.Heads(t.Context(), nil, 10)
	require.NoError(t, err)
	require.NoError(t, outbox.Settle(t.Context(), delivery.Result{Outgoing: heads[0].Outgoing, Refusal: delivery.RefusedOther}))
	require.Empty(t, outboxOrder(t, db))
}

func TestSentMessagesAreFoundByPlaceAndByWhatTheyCarry(t *testing.T) {
	db := postgrestest.New(t)
	outbox := db.Outbox(nil)
	var card int64
	inTx(t, db, func(ctx context.Context, tx *postgres.Tx) {
		o := message(7, 1)
		o.TicketID, o.MessageID = 5, 55
		id, err := tx.Send(ctx, o)
		require.NoError(t, err)
		card = id
		carriers, err := tx.Carriers(ctx, 55)
		require.NoError(t, err)
		require.Len(t, carriers, 1, "known before the commit")

		edit := message(7, 2)
		edit.Method, edit.About = "editMessageText", id
		_, err = tx.Send(ctx, edit)
		require.NoError(t, err)
	})
	for _, about := range []int{0, 31} {
		heads, err := outbox.Heads(t.Context(), nil, 10)
		require.NoError(t, err)
		require.Equal(t, about, heads[0].AboutTelegramID)
		require.NoError(t, outbox.Settle(t.Context(), delivery.Result{Outgoing: heads[0].Outgoing, Sent: true, TelegramID: 31}))
	}
	inTx(t, db, func(ctx context.Context, tx *postgres.Tx) {
		at, err := tx.SentAt(ctx, 7, 31)
		require.NoError(t, err)
		require.Equal(t, card, at.ID, "the call that named the ticket, not its edit")
		require.EqualValues(t, 5, at.TicketID)
		_, err = tx.SentAt(ctx, 7, 99)
		require.ErrorIs(t, err, helpdesk.ErrNotFound)
		carriers, err := tx.Carriers(ctx, 55)
		require.NoError(t, err)
		require.Len(t, carriers, 1)
	})
}

func TestMessageThatWentOutTwiceIsTheNextOne(t *testing.T) {
	db := postgrestest.New(t)
	outbox := db.Outbox(nil)
	var ids []int64
	inTx(t, db, func(ctx context.Context, tx *postgres.Tx) {
		for n := range 3 {
			o := message(7, n)
			if n == 2 {
				o.About = ids[0] // an edit stands nowhere of its own
			}
			id, err := tx.Send(ctx, o)
			require.NoError(t, err)
			ids = append(ids, id)
		}
		_, err := tx.Send(ctx, message(8, 1))
		require.NoError(t, err)
	})
	after := func(telegramID int) (id int64) {
		inTx(t, db, func(ctx context.Context, tx *postgres.Tx) {
			o, err := tx.SentAfter(ctx, 7, telegramID)
			if err != nil {
				require.ErrorIs(t, err, helpdesk.ErrNotFound)
			}
			id = o.ID
		})
		return id
	}
	require.Equal(t, ids[0], after(30), "it waits to be sent again")
	for i, telegramID := range []int{31, 40} {
		o := message(7, i)
		o.ID = ids[i]
		require.NoError(t, outbox.Settle(t.Context(), delivery.Result{Outgoing: o, Sent: true, TelegramID: telegramID}))
	}
	require.Equal(t, ids[0], after(30))
	require.Equal(t, ids[0], after(31), "recorded since the first look")
	require.Equal(t, ids[1], after(32))
	require.Zero(t, after(41))
}

// TestWaitingEditTakesItsLatestState merges edits of the same kind that wait in a row, but not into the message itself, nor
// past an edit of another kind.
func TestWaitingEditTakesItsLatestState(t *testing.T) {
	t.Parallel()
	db := postgrestest.New(t)
	outbox := db.Outbox(nil)
	var sent int64
	edit := func(method, params string) {
		inTx(t, db, func(ctx context.Context, tx *postgres.Tx) {
			_, err := tx.Send(ctx, delivery.Outgoing{
				ChatID: 7, Method: method, About: sent, LatestEdit: true, Params: json.RawMessage(params),
			})
			require.NoError(t, err)
		})
	}
	inTx(t, db, func(ctx context.Context, tx *postgres.Tx) {
		var err error
		sent, err = tx.Send(ctx, message(7, 1))
		require.NoError(t, err)
	})
	edit("editMessageText", "2")
	edit("editMessageText", "3")
	edit("editMessageMedia", "4")
	edit("editMessageText", "5")
	edit("editMessageText", "6")
	var went []string
	for {
		heads, err := outbox.Heads(t.Context(), nil, 10)
		require.NoError(t, err)
		if len(heads) == 0 {
			break
		}
		went = append(went, heads[0].Method+" "+string(heads[0].Params))
		require.NoError(t, outbox.Settle(t.Context(), delivery.Result{Outgoing: heads[0].Outgoing, Sent: true, TelegramID: 55}))
	}
	require.Equal(t, []string{
		"sendMessage " + string(message(7, 1).Params), "editMessageText 3", "editMessageMedia 4", "editMessageText 6",
	}, went)
}
