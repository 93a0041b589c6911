//go:build linux

package app_test

import (
	"encoding/json"
	"slices"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/chatbotsmanagers/faqbot/internal/botapi"
)

// albumPieces is of how many pieces the albums of managers are.
const albumPieces = 3

// showAlbum has the manager send the customer of a ticket an album, whose pieces are numbered.
func (d *desk) showAlbum(person *botapi.Person, card int64) error {
	pieces := make([]botapi.Attachment, albumPieces)
	for i := range pieces {
		pieces[i] = botapi.Attachment{
			Data: []byte("picture"), ReplyTo: card, Caption: mark{d.ticket, i + 1, albumPieces}.String(fromAlbum),
		}
	}
	sent, err := person.SendAlbum(pieces...)
	if err != nil {
		return err
	}
	d.album = true
	d.words = append(d.words, sent[0].ID)
	return nil
}

// delivered is a call that brought pieces of an album.
type delivered struct {
	sending
	pieces []int // their numbers
}

// albums lists what brought albums, by ticket, in the order in which it took effect.
func (x *torture) albums() map[int64][]delivered {
	x.t.Helper()
	all := map[int64][]delivered{}
	for _, r := range x.telegram.Log("sendMediaGroup", "copyMessage") {
		if !r.Applied {
			assert.True(x.t, r.Cut, "Telegram refuses a piece of an album: %d %s", r.Code, r.Description)
			continue
		}
		captions := []struct{ Caption string }{{r.Params["caption"]}}
		if media := r.Params["media"]; media != "" {
			require.NoError(x.t, json.Unmarshal([]byte(media), &captions))
		}
		d := delivered{sending: sending{chat: r.Chat, at: r.Time.Add(r.Duration)}}
		d.Message = botapi.Message{ID: r.Messages[0], Text: captions[0].Caption}
		var of mark
		for _, c := range captions {
			of, _ = markOf(fromAlbum, c.Caption)
			d.pieces = append(d.pieces, of.n)
		}
		all[of.ticket] = append(all[of.ticket], d)
	}
	for _, calls := range all {
		slices.SortFunc(calls, func(a, b delivered) int { return a.at.Compare(b.at) })
	}
	return all
}

// judgeAlbums wants each piece of an album at the customer, in order, and again only over a crash.
func (x *torture) judgeAlbums(v *verdict) {
	x.t.Helper()
	all := x.albums()
	for ticket, d := range x.load.tickets {
		if !d.album || !d.closed {
			continue
		}
		var times []time.Time // of each piece
		for _, call := range all[ticket] {
			if first := call.pieces[0]; first <= len(times) {
				x.excuse(sending{at: times[first-1]}, call.sending, v)
				times = times[:first-1]
			}
			for _, n := range call.pieces {
				assert.Equal(x.t, len(times)+1, n, "ticket %d: order of an album's pieces", ticket)
				times = append(times, call.at)
			}
			if len(call.pieces) == albumPieces {
				v.WholeAlbums++
			}
		}
		assert.Len(x.t, times, albumPieces, "ticket %d: pieces of an album", ticket)
		v.Albums++
	}
}
