package postgres_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/chatbotsmanagers/faqbot/internal/delivery"
	"github.com/chatbotsmanagers/faqbot/internal/helpdesk"
	"github.com/chatbotsmanagers/faqbot/internal/postgres"
	"github.com/chatbotsmanagers/faqbot/internal/postgres/postgrestest"
)

// piece is a message of an album; with none it is any other message.
func piece(chat int64, n int, album string) delivery.Outgoing {
	o := message(chat, n)
	if album != "" {
		o.Album, o.Media = album, o.Params
	}
	return o
}

// pieces shows, for each chat that may be sent to, what goes out in one call.
func pieces(t *testing.T, outbox *postgres.Outbox) (shown []string) {
	t.Helper()
	heads, err := outbox.Heads(t.Context(), nil, 10)
	require.NoError(t, err)
	for _, h := range heads {
		together := []string{string(h.Params)}
		for i, p := range h.Pieces {
			require.JSONEq(t, string(p.Params), string(p.Media))
			require.Equal(t, i == 0, p.ID == h.ID)
			if i > 0 {
				together = append(together, string(p.Params))
			}
		}
		shown = append(shown, strings.Join(together, "+"))
	}
	return shown
}

func TestPiecesOfAnAlbumGoOutTogether(t *testing.T) {
	for name, c := range map[string]struct {
		waits []delivery.Outgoing
		want  []string
	}{
		"whole":                  {[]delivery.Outgoing{piece(7, 1, "a"), piece(7, 2, "a"), piece(7, 3, "a")}, []string{"1+2+3"}},
		"alone":                  {[]delivery.Outgoing{piece(7, 1, "a"), piece(7, 2, "")}, []string{"1"}},
		"parted by a message":    {[]delivery.Outgoing{piece(7, 1, "a"), piece(7, 2, "a"), piece(7, 3, ""), piece(7, 4, "a")}, []string{"1+2"}},
		"beside another":         {[]delivery.Outgoing{piece(7, 1, "a"), piece(7, 2, "b"), piece(7, 3, "b")}, []string{"1"}},
		"in several chats":       {[]delivery.Outgoing{piece(7, 1, "a"), piece(8, 2, "a"), piece(7, 3, "a"), piece(8, 4, "")}, []string{"1+3", "2"}},
		"behind another message": {[]delivery.Outgoing{piece(7, 1, ""), piece(7, 2, "a"), piece(7, 3, "a")}, []string{"1"}},
	} {
		t.Run(name, func(t *testing.T) {
			db := postgrestest.New(t)
			send(t, db, c.waits...)
			require.Equal(t, c.want, pieces(t, db.Outbox(nil)))
		})
	}
}

func send(t *testing.T, db *postgres.DB, outgoing ...delivery.Outgoing) (ids []int64) {
	t.Helper()
	inTx(t, db, func(ctx context.Context, tx *postgres.Tx) {
		for _, o := range outgoing {
			id, err := tx.Send(ctx, o)
			require.NoError(t, err)
			ids = append(ids, id)
		}
	})
	return ids
}

func TestAnAlbumTakesNoMoreThanTelegramDoes(t *testing.T) {
	db := postgrestest.New(t)
	for n := range 12 {
		send(t, db, piece(7, n, "a"))
	}
	require.Equal(t, []string{"0+1+2+3+4+5+6+7+8+9"}, pieces(t, db.Outbox(nil)))
}

// The first piece waits for the others, and with it all that is behind it in the chat.
func TestFirstPieceWaitsForTheOthers(t *testing.T) {
	db := postgrestest.New(t)
	outbox := db.Outbox(nil)
	first := piece(7, 1, "a")
	first.Delay = 300 * time.Millisecond
	send(t, db, first, piece(8, 9, ""))
	send(t, db, piece(7, 2, "a"), piece(7, 3, ""))
	require.Equal(t, []string{"9"}, pieces(t, outbox))
	require.Eventually(t, func() bool { return len(pieces(t, outbox)) == 2 }, 10*time.Second, 10*time.Millisecond)
	require.Equal(t, []string{"1+2", "9"}, pieces(t, outbox))
}

func TestPiecesAreSettledTogether(t *testing.T) {
	databaseURL := postgrestest.URL(t)
	db := postgrestest.Open(t, databaseURL)
	outbox := db.Outbox(nil)
	first := piece(7, 1, "a")
	first.MessageID = 55
	second := piece(7, 2, "a")
	second.MessageID = 55
	ids := send(t, db, first, second, piece(7, 3, "a"))
	heads, err := outbox.Heads(t.Context(), nil, 1)
	require.NoError(t, err)
	together := heads[0].Pieces

	var results []delivery.Result
	for _, o := range together {
		results = append(results, delivery.Result{Outgoing: o, RetryAt: time.Now().Add(-time.Second)})
	}
	require.NoError(t, outbox.Settle(t.Context(), results...))
	require.Equal(t, []string{"1+2+3"}, pieces(t, outbox), "they are tried again together")

	results = results[:0]
	for i, o := range together {
		results = append(results, delivery.Result{Outgoing: o, Sent: true, TelegramID: 70 + i, Joined: i > 0})
	}
	postgrestest.Exec(t, databaseURL, `ALTER TABLE outbox ADD CONSTRAINT no_72 CHECK (telegram_id <> 72)`)
	require.ErrorContains(t, outbox.Settle(t.Context(), results...), "no_72")
	require.Equal(t, []string{"1+2+3"}, pieces(t, outbox), "all are recorded, or none")

	postgrestest.Exec(t, databaseURL, `ALTER TABLE outbox DROP CONSTRAINT no_72`)
	require.NoError(t, outbox.Settle(t.Context(), results...))
	require.NoError(t, outbox.Settle(t.Context(), results...))
	require.Empty(t, pieces(t, outbox))
	inTx(t, db, func(ctx context.Context, tx *postgres.Tx) {
		for i, id := range ids {
			o, err := tx.SentAt(ctx, 7, 70+i)
			require.NoError(t, err)
			require.Equal(t, id, o.ID)
			require.Equal(t, i > 0, o.Joined())
		}
		carriers, err := tx.Carriers(ctx, 55)
		require.NoError(t, err)
		require.Equal(t, []bool{false, true}, []bool{carriers[0].Joined(), carriers[1].Joined()})
	})
}

func TestPiecesOfARefusedAlbumGoOutAlone(t *testing.T) {
	db := postgrestest.New(t)
	outbox := db.Outbox(nil)
	send(t, db, piece(7, 1, "a"), piece(7, 2, "a"))
	heads, err := outbox.Heads(t.Context(), nil, 1)
	require.NoError(t, err)
	send(t, db, piece(7, 3, "a")) // comes meanwhile
	require.NoError(t, outbox.Settle(t.Context(),
		delivery.Result{Outgoing: heads[0].Pieces[0], Apart: true}, delivery.Result{Outgoing: heads[0].Pieces[1], Apart: true}))
	require.Equal(t, map[int64][]int64{7: {1, 2, 3}}, outboxOrder(t, db))
}

// A newer state takes the place of a piece on its way: it comes as an edit of that one.
func TestNewerStateOfAPiece(t *testing.T) {
	db := postgrestest.New(t)
	outbox := db.Outbox(nil)
	ids := send(t, db, piece(7, 1, "a"), piece(7, 2, "a"))
	heads, err := outbox.Heads(t.Context(), nil, 1)
	require.NoError(t, err)
	newer := message(7, 3)
	newer.Method, newer.About, newer.Latest = "editMessageText", ids[1], true
	send(t, db, newer)
	require.Equal(t, []string{"1"}, pieces(t, outbox), "it is a piece no more")
	require.NoError(t, outbox.Settle(t.Context(),
		delivery.Result{Outgoing: heads[0].Pieces[0], Sent: true, TelegramID: 70},
		delivery.Result{Outgoing: heads[0].Pieces[1], Sent: true, TelegramID: 71, Joined: true}))
	heads, err = outbox.Heads(t.Context(), nil, 1)
	require.NoError(t, err)
	require.Equal(t, "3", string(heads[0].Params))
	require.Equal(t, 71, heads[0].AboutTelegramID)
}

// An edit parts a piece that waits from its album.
func TestEditOfAPieceThatWaits(t *testing.T) {
	db := postgrestest.New(t)
	outbox := db.Outbox(nil)
	ids := send(t, db, piece(7, 1, "a"), piece(7, 2, "a"), piece(7, 3, "a"), piece(7, 4, "a"))
	for n := range 2 {
		edit := message(7, 5+n)
		edit.Method, edit.About, edit.LatestEdit = "editMessageCaption", ids[1], true
		send(t, db, edit)
	}
	for i, alone := range []string{"1", "2"} {
		require.Equal(t, []string{alone}, pieces(t, outbox))
		require.NoError(t, outbox.Settle(t.Context(),
			delivery.Result{Outgoing: delivery.Outgoing{ID: ids[i]}, Sent: true, TelegramID: 70 + i}))
	}
	require.Equal(t, []string{"3+4"}, pieces(t, outbox))
	require.Equal(t, map[int64][]int64{7: {3, 4, 6}}, outboxOrder(t, db))
}

func TestMessageKeepsWhatAnAlbumTakesOfIt(t *testing.T) {
	db := postgrestest.New(t)
	inTx(t, db, func(ctx context.Context, tx *postgres.Tx) {
		customer, err := tx.SeeCustomer(ctx, helpdesk.Customer{ID: 7, Language: helpdesk.Russian})
		require.NoError(t, err)
		ticket, err := tx.CreateTicket(ctx, helpdesk.Ticket{CustomerID: customer.ID, Origin: helpdesk.OriginMiss})
		require.NoError(t, err)
		said := helpdesk.Message{TicketID: ticket.ID, Author: helpdesk.AuthorCustomer, Kind: "photo"}
		alone, err := tx.AddMessage(ctx, said)
		require.NoError(t, err)
		require.Nil(t, alone.Piece)
		said.Piece = &helpdesk.Piece{Album: "a", File: "f", Spoiler: true}
		said, err = tx.AddMessage(ctx, said)
		require.NoError(t, err)
		said.Piece.File = "g"
		require.NoError(t, tx.EditMessage(ctx, said))
		kept, err := tx.Message(ctx, said.ID)
		require.NoError(t, err)
		require.Equal(t, &helpdesk.Piece{Album: "a", File: "g", Spoiler: true}, kept.Piece)
		require.NoError(t, tx.DeleteMessage(ctx, said.ID, time.Now()))
		kept, err = tx.Message(ctx, said.ID)
		require.NoError(t, err)
		require.Nil(t, kept.Piece, "forgotten with its words")
	})
}
