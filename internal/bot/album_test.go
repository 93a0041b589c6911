package bot_test

import (
	"strings"
	"testing"

	"github.com/jackc/pgx/v5" //nolint:depguard // the checks read rows that no method of the store shows
	"github.com/stretchr/testify/require"
)

// An album makes one sound at the other side, however many pictures it has.
func TestAlbumSoundsOnce(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.do("@ Мария is a manager", "> Анна sends photo: Чайник", "> Мария: /take 1",
		"> Анна sends album of 3: Вот он", "> Мария sends album of 2: Вижу", "> Анна sends photo: Ещё")

	for name, want := range map[string][]bool{"Мария": {false, false, true, true, false}, "Анна": {false, true}} {
		rows, err := s.sql.Query(t.Context(), `
			SELECT coalesce((params->>'disable_notification')::boolean, false) FROM outbox
			WHERE chat_id = $1 AND method = 'copyMessage' ORDER BY place`, ids[name])
		require.NoError(t, err)
		silent, err := pgx.CollectRows(rows, pgx.RowTo[bool])
		require.NoError(t, err)
		require.Equal(t, want, silent, name)
	}
	s.check()
}

// The first piece of an album waits for the others at the other side, but not when all are there already.
func TestFirstPieceOfAnAlbumWaits(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.do("@ Мария is a manager", "> Анна sends album of 2: Чайник")
	waiting := func() (waits []bool) {
		t.Helper()
		rows, err := s.sql.Query(t.Context(), `
			SELECT isfinite(not_before) FROM outbox WHERE album IS NOT NULL AND sent_at IS NULL ORDER BY place`)
		require.NoError(t, err)
		waits, err = pgx.CollectRows(rows, pgx.RowTo[bool])
		require.NoError(t, err)
		return waits
	}
	s.do("@ Telegram takes nothing for a while", "> Мария: /take 1")
	require.Equal(t, []bool{false, false}, waiting(), "they came before")
	s.do("@ Telegram takes messages again", "@ Telegram takes nothing for a while", "> Анна sends album of 3: Вот он")
	require.Equal(t, []bool{true, false, false}, waiting())
	s.do("@ Telegram takes messages again")
	require.Empty(t, waiting())
	s.check()
}

// A caption that leaves no room for whose it is parts no album: the first piece says it. So it is when the album came before
// the manager.
func TestLongCaptionPartsNoAlbum(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	long := strings.Repeat("ы", 1015)
	s.do("@ Мария is a manager", "> Анна sends photo: Чайник", "> Мария: /take 1")
	album := "(photo) №1 · Анна\n  Раз\n  + (photo) " + long + "\n  + (photo) Три\n  + (photo) Четыре\n"
	require.Contains(t, s.do("> Анна sends album of 4: Раз | "+long+" | Три | Четыре"), "< bot to Мария: "+album)
	s.do("@ Олег is a manager", "> Мария: /release 1")
	require.Contains(t, s.do("> Олег: /take 1"), "< bot: "+album)
	s.check()
}

// What takes the place of a piece that waits arrives in its place, however the album goes out.
func TestNewFileOfAPieceThatWaits(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.do("@ Мария is a manager", "> Анна sends photo: Чайник", "> Мария: /take 1", "@ Telegram takes nothing for a while",
		"> Анна sends album of 4: Раз | Два | Три | Четыре", "> Анна replaces «Два» by another photo: Вот два",
		"> Анна edits «Вот два»: Или два", "@ Telegram takes messages again")

	photos := func(name string) (files []string) {
		for _, m := range s.people[name].View().Messages {
			if len(m.Photo) > 0 {
				files = append(files, m.Photo[0].FileUniqueID)
			}
		}
		return files
	}
	require.Len(t, photos("Анна"), 5)
	require.Equal(t, photos("Анна"), photos("Мария"))
	require.Len(t, s.api.Log("sendMediaGroup"), 1, "what is still whole goes out together")
	s.check()
}
