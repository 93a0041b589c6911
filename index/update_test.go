package index

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/chatbotsmanagers/faqbot/kb"
)

// someWords are few, so that articles and questions share many of them, with forms, slips and a word that only one may hold.
var someWords = strings.Fields(`доставка доставки доставить доставщик заказ заказать оплата оплатить картой карта возврат вернуть не нельзя когда
	сколько стоит москва казань личный кабинет пароль забыл видео хостинг видеохостинг login 1с 2026`)

func drawText(t *rapid.T, most int) string {
	return strings.Join(rapid.SliceOfN(rapid.SampledFrom(someWords), 1, most).Draw(t, "words"), " ")
}

func drawArticle(t *rapid.T, id string) kb.Article {
	a := kb.Article{ID: id, Question: drawText(t, 5), Answer: drawText(t, 12)}
	if rapid.Bool().Draw(t, "also") {
		a.Also = []string{drawText(t, 4)}
	}
	return a
}

// found is told, and ends the test when the search fails.
func found(t require.TestingT, ix *Index, text string) string {
	all, err := told(ix, text)
	require.NoError(t, err)
	return all
}

// told is all that a search tells, without pointers into a base.
func told(ix *Index, text string) (string, error) {
	r, err := ix.Search(context.Background(), text, 10)
	if err != nil {
		return "", err
	}
	var b strings.Builder
	fmt.Fprintln(&b, r.Terms, r.Repairs, r.Confidence, r.SuggestConfidence)
	for _, h := range r.Hits {
		fmt.Fprintln(&b, h.Article.ID, h.Article.Answer, h.Phrasing, h.Score, h.Confidence)
	}
	return b.String(), nil
}

func TestUpdateFindsWhatBuildFinds(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		articles := map[string]kb.Article{}
		state := func() *kb.Base {
			var all []kb.Article
			for _, a := range articles {
				all = append(all, a)
			}
			return kb.NewBase(all, nil, [][]string{{"оплата", "платёж", "карта"}})
		}
		ids := rapid.SampledFrom(strings.Fields("a b c d e f g h i j k l"))
		for range rapid.IntRange(0, 12).Draw(t, "articles") {
			id := ids.Draw(t, "id")
			articles[id] = drawArticle(t, id)
		}
		ix, err := Build(context.Background(), state())
		require.NoError(t, err)
		defer func() { require.NoError(t, ix.Close()) }()
		for range rapid.IntRange(1, 6).Draw(t, "updates") {
			for range rapid.IntRange(0, 4).Draw(t, "edits") {
				id := ids.Draw(t, "id")
				if rapid.Bool().Draw(t, "remove") {
					delete(articles, id)
				} else {
					articles[id] = drawArticle(t, id)
				}
			}
			next, err := ix.Update(context.Background(), state())
			require.NoError(t, err)
			require.NoError(t, ix.Close())
			ix = next
			fresh, err := Build(context.Background(), state())
			require.NoError(t, err)
			for range 4 {
				q := drawText(t, 6)
				if rapid.Bool().Draw(t, "slip") {
					letters := []rune(q)
					at := rapid.IntRange(0, len(letters)-1).Draw(t, "at")
					q = string(append(letters[:at:at], letters[at+1:]...))
				}
				require.Equal(t, found(t, fresh, q), found(t, ix, q), "question «%s»", q)
			}
			require.NoError(t, fresh.Close())
		}
	})
}

func TestUpdateLeavesThePresentStateAlone(t *testing.T) {
	other, questions := generated(310)
	ix, err := Build(t.Context(), kb.NewBase(other.Articles[20:], nil, nil))
	require.NoError(t, err)
	before := make([]string, 20)
	for i := range before {
		before[i] = found(t, ix, questions[i])
	}
	var searches sync.WaitGroup
	for range 2 {
		searches.Go(func() {
			for i := range before {
				now, err := told(ix, questions[i])
				if err != nil {
					t.Error(err) // only the test's own goroutine may end it
					return
				}
				assert.Equal(t, before[i], now, "«%s»", questions[i])
			}
		})
	}
	for range 3 {
		next, err := ix.Update(t.Context(), other)
		require.NoError(t, err)
		require.Len(t, next.parts, 2, "shared and added")
		require.NoError(t, next.Close())
	}
	searches.Wait()
	require.Equal(t, before[0], found(t, ix, questions[0]))
	require.NoError(t, ix.Close())
	require.NoError(t, ix.Close(), "twice is once")
	_, err = ix.Search(t.Context(), questions[0], 10)
	require.ErrorIs(t, err, ErrClosed)
}

func TestManyUpdatesGrowNothing(t *testing.T) {
	base, _ := generated(60)
	ix, err := Build(t.Context(), base)
	require.NoError(t, err)
	rebuilt := 0
	for n := range 150 {
		edited := kb.NewBase(base.Articles, nil, nil)
		edited.Articles[n%60].Answer = fmt.Sprintf("слово%d и ещё%d раз%d да%d вот%d", n, n, n, n, n)
		next, err := ix.Update(t.Context(), edited)
		require.NoError(t, err)
		require.LessOrEqual(t, len(next.parts), 2)
		if next.parts[0].shelf != ix.parts[0].shelf {
			rebuilt++
		}
		texts := next.forward.table.texts
		require.LessOrEqual(t, len(texts.terms), 2*len(texts.numbers)+2000)
		require.NoError(t, ix.Close())
		ix, base = next, edited
	}
	require.Positive(t, rebuilt)
	require.Less(t, rebuilt, 10)
	require.NoError(t, ix.Close())
}

func TestUpdateTellsWhatIsWrong(t *testing.T) {
	base, _ := generated(10)
	ix, err := Build(t.Context(), base)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, ix.Close()) })
	twice := kb.NewBase(base.Articles, nil, nil)
	twice.Articles[1].ID = twice.Articles[0].ID
	_, err = ix.Update(t.Context(), twice)
	require.ErrorContains(t, err, twice.Articles[0].ID)
	other, _ := generated(12)
	stopped, cancel := context.WithCancel(t.Context())
	cancel()
	_, err = ix.Update(stopped, other)
	require.ErrorIs(t, err, context.Canceled)
}
