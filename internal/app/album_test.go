package app_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/chatbotsmanagers/faqbot/internal/botapi"
)

// TestAlbumArrivesWhole sends albums through the whole program, where their pieces come one by one.
func TestAlbumArrivesWhole(t *testing.T) {
	telegram := startTelegram(t)
	serveBot(t, settings(t, telegram))
	ask(t, telegram, "можно ли подарить сертификат на курсы рисования", "№1")
	_, err := telegram.User(manager).Send("/take 1")
	require.NoError(t, err)
	hear(t, telegram, customer, "занимается")

	for _, way := range []struct{ from, to int64 }{{customer, manager}, {manager, customer}} {
		arrived := 0
		for n := 1; arrived < 4; n++ {
			require.Less(t, n, 10, "a machine that stands still parts an album, but not each")
			words := fmt.Sprintf("Такой? Попытка %d.", n)
			_, err := telegram.User(way.from).SendAlbum(botapi.Attachment{Data: []byte("0"), Caption: words},
				botapi.Attachment{Data: []byte("1")}, botapi.Attachment{Data: []byte("2")}, botapi.Attachment{Data: []byte("3")})
			require.NoError(t, err)
			first := hear(t, telegram, way.to, words)
			arrived = 0
			for _, m := range telegram.Messages(way.to) {
				if m.MediaGroupID != "" && m.MediaGroupID == first.MediaGroupID {
					arrived++
				}
			}
		}
	}
}
