package index

import (
	"context"
	"flag"
	"fmt"
	"math"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/chatbotsmanagers/faqbot/kb"
)

var update = flag.Bool("update", false, "write the golden files anew")

func shop(t *testing.T, options ...Option) *Index {
	t.Helper()
	base, problems, err := kb.LoadPath("testdata/rank.jsonl")
	require.NoError(t, err)
	require.Empty(t, problems)
	return build(t, base, options...)
}

func build(t *testing.T, base *kb.Base, options ...Option) *Index {
	t.Helper()
	ix, err := Build(t.Context(), base, options...)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, ix.Close()) })
	return ix
}

// TestRanking shows every change of the ranking as a diff that a person can judge. Run with -update to accept it.
func TestRanking(t *testing.T) {
	ix := shop(t)
	questions, err := os.ReadFile("testdata/questions.txt")
	require.NoError(t, err)
	var got strings.Builder
	for question := range strings.Lines(string(questions)) {
		question = strings.TrimSpace(question)
		found, err := ix.Search(t.Context(), question, 3)
		require.NoError(t, err)
		fmt.Fprintf(&got, "%s  (confidence %.2f, one of three %.2f)\n", question, found.Confidence, found.SuggestConfidence)
		for _, h := range found.Hits {
			fmt.Fprintf(&got, "\t%6.2f %s: %s\n", h.Score, h.Article.ID, h.Phrasing)
		}
	}
	const golden = "testdata/rank.golden"
	if *update {
		require.NoError(t, os.WriteFile(golden, []byte(got.String()), 0o644))
	}
	want, err := os.ReadFile(golden)
	require.NoError(t, err)
	require.Empty(t, cmp.Diff(strings.Split(string(want), "\n"), strings.Split(got.String(), "\n")))
}

func TestNegationAndNumbersDecide(t *testing.T) {
	ix := shop(t)
	for question, want := range map[string]string{
		"какие товары нельзя вернуть":      "refund/not",
		"не могу оплатить":                 "payment/failed",
		"как работаете на праздники 2025?": "hours/2025",
		"как работаете на праздники 2026?": "hours/2026",
	} {
		found, err := ix.Search(t.Context(), question, 1)
		require.NoError(t, err)
		require.Equal(t, want, found.Hits[0].Article.ID, question)
	}
}

func TestALoneAnswerIsFound(t *testing.T) {
	ix := build(t, kb.NewBase([]kb.Article{
		{ID: "a", Answer: "Подарочные сертификаты действуют год."},
		{ID: "b", Answer: "Книги и лекарства не возвращаются."},
	}, nil, nil))
	found, err := ix.Search(t.Context(), "сколько действует сертификат", 5)
	require.NoError(t, err)
	require.Equal(t, "a", found.Hits[0].Article.ID)
	require.Empty(t, found.Hits[0].Phrasing)
}

func TestSynonymsWidenTheQuestion(t *testing.T) {
	articles := []kb.Article{
		{ID: "price", Question: "Какая стоимость?", Answer: "Сто."},
		{ID: "cabinet", Question: "Как открыть личный кабинет?", Answer: "По ссылке."},
		{ID: "other", Question: "Где вы находитесь?", Answer: "Тут."},
	}
	ix := build(t, kb.NewBase(articles, nil, [][]string{{"цена", "прайс", "стоимость"}, {"лк", "личный кабинет"}}))
	for question, want := range map[string]string{"прайс": "price", "а цена": "price", "лк": "cabinet"} {
		found, err := ix.Search(t.Context(), question, 1)
		require.NoError(t, err)
		require.NotEmpty(t, found.Hits, question)
		require.Equal(t, want, found.Hits[0].Article.ID, question)
	}
}

func TestConfidenceIsAProbabilityThatFallsWithRank(t *testing.T) {
	ix := shop(t)
	for _, question := range []string{"доставка", "вернуть", "как", "не", "оплатить счет картой", "борщ"} {
		found, err := ix.Search(t.Context(), question, 10)
		require.NoError(t, err)
		last := found.Confidence
		require.LessOrEqual(t, last, found.SuggestConfidence)
		require.LessOrEqual(t, found.SuggestConfidence, 1.0)
		for _, h := range found.Hits {
			require.LessOrEqual(t, h.Confidence, last)
			require.GreaterOrEqual(t, h.Confidence, 0.0)
			last = h.Confidence
		}
	}
}

func TestExpiredArticlesAreFoundWithoutConfidence(t *testing.T) {
	day := time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)
	now := day.Add(23 * time.Hour)
	ix := build(t, kb.NewBase([]kb.Article{
		{ID: "sale", Question: "Какие скидки весной?", Answer: "Двадцать процентов.", ValidUntil: day},
		{ID: "other", Question: "Где вы находитесь?", Answer: "Тут."},
	}, nil, nil), WithClock(func() time.Time { return now }))
	found, err := ix.Search(t.Context(), "какие скидки весной", 1)
	require.NoError(t, err)
	require.False(t, found.Hits[0].Expired, "the last day is included")
	require.Positive(t, found.Confidence)

	now = now.Add(time.Hour)
	found, err = ix.Search(t.Context(), "какие скидки весной", 1)
	require.NoError(t, err)
	require.True(t, found.Hits[0].Expired)
	require.Zero(t, found.Confidence)
	found, err = ix.Search(t.Context(), "какие скидки весной", 0)
	require.NoError(t, err)
	require.Zero(t, found.Confidence, "nobody asked for hits")
}

func TestAClosedIndexFailsWhateverIsAsked(t *testing.T) {
	ix := build(t, kb.NewBase([]kb.Article{{ID: "other", Question: "Где вы находитесь?", Answer: "Тут."}}, nil, nil))
	gone, leave := context.WithCancel(t.Context())
	leave()
	_, err := ix.Search(gone, "🙂", 1)
	require.ErrorIs(t, err, context.Canceled)
	require.NoError(t, ix.Close())
	for _, text := range []string{"где вы", "слон", "🙂"} {
		_, err = ix.Search(t.Context(), text, 1)
		require.ErrorIs(t, err, ErrClosed, text)
	}
}

func TestExplanationAddsUp(t *testing.T) {
	ix := shop(t)
	why, err := ix.Explain(t.Context(), "скока стоит даставка в кропоткин", 3)
	require.NoError(t, err)
	require.Len(t, why.Hits, 3)
	for i, h := range why.Hits {
		sum := 0.0
		for _, p := range h.Parts {
			sum += p.Adds()
		}
		require.InDelta(t, why.Result.Hits[i].Score, sum, 1e-9)
	}
	odds := why.Bias
	for _, p := range why.Confidence {
		odds += p.Adds()
	}
	require.Less(t, why.Trust, 1.0)
	require.InDelta(t, why.Result.Confidence, why.Trust/(1+math.Exp(-odds)), 1e-9)
	for _, name := range signalNames {
		require.NotEmpty(t, meaningOf(name), "%s: an explanation must say what it is", name)
	}
	text := why.String()
	for _, part := range []string{"кропоткин", "in no article", "даставка → доставка", "confidence", "1. delivery/price", "first_share"} {
		require.Contains(t, text, part)
	}
	why, err = ix.Explain(t.Context(), "достаток", 3)
	require.NoError(t, err)
	require.Contains(t, why.String(), "no article holds any of these words")
	why, err = ix.Explain(t.Context(), "🙂", 3)
	require.NoError(t, err)
	require.Contains(t, why.String(), "nothing was found")
}

func TestBuildRefusesTwoArticlesWithOneID(t *testing.T) {
	_, err := Build(t.Context(), &kb.Base{Articles: []kb.Article{{ID: "a", Question: "x"}, {ID: "a", Question: "y"}}})
	require.ErrorContains(t, err, `"a"`)
}

func TestAnEmptyBaseFindsNothing(t *testing.T) {
	found, err := build(t, kb.NewBase(nil, nil, nil)).Search(t.Context(), "доставка", 3)
	require.NoError(t, err)
	require.Empty(t, found.Hits)
	require.Zero(t, found.Confidence)
	require.Len(t, found.Terms, 1)
}

func TestSearchesRunSideBySide(t *testing.T) {
	ix := shop(t)
	var searching sync.WaitGroup
	for range 8 {
		searching.Go(func() {
			for range 50 {
				for question, want := range map[string]string{"забыл пароль": "account/login", "самовывоз": "delivery/pickup", "часы работы": "hours"} {
					found, err := ix.Search(t.Context(), question, 1)
					if err != nil || found.Hits[0].Article.ID != want {
						t.Errorf("%s: %+v, error %v", question, found.Hits, err)
						return
					}
				}
			}
		})
	}
	searching.Wait()
}

// Whatever is asked, a search ends, leaves nothing behind for the next one, and gives probabilities.
// distinct returns that many words of which no two are the same.
func distinct(words int) string {
	var text strings.Builder
	for i := range words {
		fmt.Fprintf(&text, "слово%c%c ", 'а'+rune(i%32), 'а'+rune(i/32))
	}
	return text.String()
}

func FuzzSearch(f *testing.F) {
	base, _, err := kb.LoadPath("testdata/rank.jsonl")
	if err != nil {
		f.Fatal(err)
	}
	ix, err := Build(f.Context(), base)
	if err != nil {
		f.Fatal(err)
	}
	f.Cleanup(func() { _ = ix.Close() })
	for _, s := range []string{"доставка", "не", "\x00\xff", "а а а а", strings.Repeat("слово доставка ", 300), distinct(maxUnits + 6), "2025 2026"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		found, err := ix.Search(t.Context(), text, 10)
		require.NoError(t, err)
		require.True(t, found.Confidence >= 0 && found.Confidence <= found.SuggestConfidence && found.SuggestConfidence <= 1)
		after, err := ix.Search(t.Context(), "забыл пароль", 1)
		require.NoError(t, err)
		require.Equal(t, "account/login", after.Hits[0].Article.ID)
	})
}
