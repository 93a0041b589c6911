package bot_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestManyEditsAreOne has a customer edit one message again and again: what was sent goes out as it was, and of the edits
// only the last.
func TestManyEditsAreOne(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.do("@ Мария is a manager", "> Анна: Сколько лет вашему директору и где он учился?", "> Мария: /take 1", "> Мария: Сорок",
		"@ Telegram takes nothing for a while")
	const many = 30
	s.do("> Анна: Спасибо 0")
	for i := range many {
		s.do(fmt.Sprintf("> Анна edits «Спасибо %d»: Спасибо %d", i, i+1))
	}
	heard := s.do("@ Telegram takes messages again")
	require.Contains(t, heard, "< bot to Мария: №1 · Анна\n  Спасибо 0\n")
	require.Equal(t, 1, strings.Count(heard, "< bot edits to Мария"), heard)
	require.Contains(t, heard, fmt.Sprintf("Спасибо %d\n", many))

	// Nor does a message that leaves no room to say whose it is say so below each time.
	long := strings.Repeat("а", 4090)
	s.do("> Анна edits «Спасибо 30»: 0" + long)
	require.Equal(t, 1, strings.Count(s.do("> Анна edits «0ааа»: 1"+long), "< bot"))
	s.check()
}
