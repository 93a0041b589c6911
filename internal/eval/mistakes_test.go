package eval

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/chatbotsmanagers/faqbot/kb"
)

func TestMistakesTellWhy(t *testing.T) {
	ix := build(t, kb.NewBase([]kb.Article{
		{ID: "create", Question: "Как создать канал?", Also: []string{"создание нового канала"}, Answer: "Нажмите плюс."},
		{ID: "delete", Question: "Убрать канал насовсем", Answer: "В настройках."},
		{ID: "money", Question: "Когда придут деньги?", Answer: "В пятницу."},
	}, nil, nil))
	questions := []Question{
		{Text: "как создать канал", Right: []string{"create"}, Line: 1}, // right
		{Text: "как создать пустой канал", Right: []string{"delete", "gone"}, Line: 2},
		{Text: "когда придут деньги", Line: 3},
		{Text: "ъъъъ", Right: []string{"money"}, Line: 4},
		{Text: "создать канал", Right: []string{"money"}, Line: 5},
		{Text: "создать", Right: []string{"nowhere"}, Line: 6},
	}
	answers, err := Run(t.Context(), ix, questions)
	require.NoError(t, err)
	mistakes, err := Mistakes(t.Context(), ix, answers, 0)
	require.NoError(t, err)
	byLine := map[int]Mistake{}
	last := 1.0
	for _, m := range mistakes {
		byLine[m.Line] = m
		require.LessOrEqual(t, m.confidence(), last, "the most confident first")
		last = m.confidence()
	}
	require.Len(t, byLine, 5)
	require.NotContains(t, byLine, 1, "it is right")

	m := byLine[2]
	require.Equal(t, "create", m.Got.ID)
	require.Equal(t, "Как создать канал?", m.Got.Title)
	require.True(t, m.Answered)
	require.Equal(t, []Wanted{{ID: "delete", Title: "Убрать канал насовсем", Place: 2}, {ID: "gone"}}, m.Wanted)
	require.Contains(t, m.Why, "only the first has «как», «создать»; no article has «пустой»; decided by ")

	require.Empty(t, byLine[3].Wanted)
	require.Contains(t, byLine[3].Why, "the article has «когда», «придут», «деньги»; sure by ")

	require.Nil(t, byLine[4].Got)
	require.False(t, byLine[4].Answered)
	require.Equal(t, "nothing was found: no article has «ъъъъ»", byLine[4].Why)

	require.Equal(t, 0, byLine[5].Wanted[0].Place)
	require.Equal(t, "no word of the question stands in the wanted article; the first has «создать», «канал»", byLine[5].Why)

	require.Equal(t, "the knowledge base has no article nowhere", byLine[6].Why)
}

func TestMistakesOfUnanswerableQuestionsAreTheAnsweredOnes(t *testing.T) {
	ix := build(t, kb.NewBase([]kb.Article{{ID: "money", Question: "Когда придут деньги?", Answer: "В пятницу."}}, nil, nil))
	answers, err := Run(t.Context(), ix, []Question{{Text: "когда придут деньги", Line: 1}})
	require.NoError(t, err)
	mistakes, err := Mistakes(t.Context(), ix, answers, 1.01)
	require.NoError(t, err)
	require.Equal(t, []Mistake{}, mistakes)
}
