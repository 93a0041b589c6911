package bot_test

import (
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
