package bot

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/chatbotsmanagers/faqbot/internal/helpdesk"
)

var staffToMention = []helpdesk.Manager{
	{ID: 1, Name: "Олег Петров", Username: "oleg"},
	{ID: 2, Name: "Олег Сидоров"},
	{ID: 3, Name: "Мария", Username: "mary_k"},
	{ID: 4, Name: "Марияна"},
	{ID: 5}, // has never written
}

func TestMentions(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]struct {
		ids              []int64
		unknown, several []string
	}{
		"":                        {},
		"@":                       {},
		"@ Олег":                  {},
		"@oleg посмотри":          {ids: []int64{1}},
		"(@OLEG), @oleg!":         {ids: []int64{1}},
		"@Олег Петров, @Мария.":   {ids: []int64{1, 3}},
		"@олег сидоров и @mary_k": {ids: []int64{2, 3}},
		"@Марияна":                {ids: []int64{4}},
		"@Олег":                   {several: []string{"Олег"}},
		"@павел и @mary @павел":   {unknown: []string{"mary", "павел"}},
		"пишите на oleg@oleg.ru":  {},
		"@@oleg":                  {ids: []int64{1}},
		"@olegович":               {unknown: []string{"olegович"}},
	} {
		got := mentionsIn(text, staffToMention)
		var ids []int64
		for _, m := range got.found {
			ids = append(ids, m.ID)
		}
		require.Equal(t, want.ids, ids, text)
		require.ElementsMatch(t, want.unknown, got.unknown, text)
		require.ElementsMatch(t, want.several, got.several, text)
	}
}

// Whatever a note holds, nobody is told twice, and each name is told of once.
func FuzzMentions(f *testing.F) {
	f.Add("@oleg @Олег Петров @@мария, a@b.ru @\xff @ы")
	f.Fuzz(func(t *testing.T, text string) {
		got := mentionsIn(text, staffToMention)
		seen := map[int64]bool{}
		for _, m := range got.found {
			require.False(t, seen[m.ID])
			seen[m.ID] = true
		}
		for i, name := range got.unknown {
			require.NotEmpty(t, name)
			require.True(t, i == 0 || got.unknown[i-1] < name)
		}
	})
}
