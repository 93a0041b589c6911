package index

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestAsked(t *testing.T) {
	for story, want := range map[string][]string{
		"Здравствуйте! У меня магазин. Сколько стоит бот? Спасибо!": {"Сколько стоит бот"},
		"Пишут ночью… а можно ли ответить утром?!\nИ сколько это стоит???": {
			"а можно ли ответить утром", "И сколько это стоит",
		},
		"Заголовок\nкак быть":    nil,
		"??? ? !?":               nil,
		"Раз? Два? Три? Четыре?": nil,
		"":                       nil,
	} {
		require.Equal(t, want, asked(story), story)
	}
}

// What a customer tells before and after the question must not hide it.
func TestAStorysQuestionIsFound(t *testing.T) {
	ix := shop(t)
	story := strings.Repeat("Мы живём за городом, вечером гуляли с собакой и встретили соседа, который посоветовал ваш магазин. ", 4)
	for _, text := range []string{"как получить заказ самовывозом? " + story, story + "\nКак получить заказ самовывозом? Спасибо!"} {
		found, err := ix.Search(t.Context(), text, 1)
		require.NoError(t, err)
		require.Equal(t, "delivery/pickup", found.Hits[0].Article.ID)
		alone, err := ix.Search(t.Context(), "Как получить заказ самовывозом", 1)
		require.NoError(t, err)
		require.InDelta(t, alone.Confidence, found.Confidence, 1e-9)
	}
}

// The same words over and over say no more than once.
func TestLengthAloneMakesNothingSure(t *testing.T) {
	ix := shop(t)
	for _, text := range []string{"скрипучий рояль настроить ", "очень длинное слово про доставку рояля ", "когда и как можно "} {
		short, err := ix.Search(t.Context(), strings.Repeat(text, 5), 1)
		require.NoError(t, err)
		for _, times := range []int{10, 30, 100} {
			long, err := ix.Search(t.Context(), strings.Repeat(text, times), 1)
			require.NoError(t, err)
			require.LessOrEqual(t, long.Confidence, short.Confidence+0.05, "%d times %s", times, text)
			require.LessOrEqual(t, long.SuggestConfidence, short.SuggestConfidence+0.05, "%d times %s", times, text)
		}
	}
}
