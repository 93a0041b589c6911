package tune

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/chatbotsmanagers/faqbot/index"
	"github.com/chatbotsmanagers/faqbot/kb"
)

func TestEveryPhrasingIsSearchedForWithoutItself(t *testing.T) {
	base := shop()
	whole, parts := questionsOfArticles(base)
	tests, phrasings, lost := 0, 0, 0
	for _, a := range base.Articles {
		tests += len(a.Tests)
		phrasings += len(a.Phrasings())
	}
	require.Len(t, whole, tests)
	asked := map[string]bool{}
	for n, questions := range parts {
		part := without(base, n)
		for _, q := range questions {
			a := base.Articles[q.Line-1]
			switch q.Kind {
			case leftPhrasing:
				left := part.Article(a.ID)
				require.NotNil(t, left)
				require.NotEmpty(t, left.Phrasings())
				require.NotContains(t, left.Phrasings(), q.Text)
				require.Equal(t, []string{a.ID}, q.Right)
				asked[q.Text] = true
			case unanswerable:
				require.Nil(t, part.Article(a.ID))
				require.Empty(t, q.Right)
				lost++
			}
		}
	}
	require.Equal(t, tests, lost, "each test is asked once without its article")
	require.InDelta(t, phrasings, len(asked), float64(phrasings)/builds, "only those of the article that the build lacks are missing")
}

func TestArticlesCountAlike(t *testing.T) {
	m, err := index.DefaultModel()
	require.NoError(t, err)
	base := shop()
	base.Articles[0].Also = append(slices.Clone(base.Articles[0].Also), "ещё одно", "и ещё", "и третье")
	base.Articles[1].Tests = nil
	all, err := askArticles(t.Context(), base, m)
	require.NoError(t, err)
	answerable, others := map[int]float64{}, 0.0
	folds := map[int]int{}
	for _, e := range all {
		if e.question.Answerable() {
			answerable[e.question.Line] += e.group.weight
		} else {
			others += e.group.weight
		}
		folds[e.question.Line] = e.fold
		require.Equal(t, folds[e.question.Line], e.fold)
	}
	require.Len(t, answerable, len(base.Articles))
	for line, weight := range answerable {
		require.InDelta(t, 1, weight, 1e-9, "article %d", line)
	}
	require.InDelta(t, unanswerableShare, others/(others+float64(len(base.Articles))), 1e-9)
}

func TestCalibrateKeepsRankingAndConfidence(t *testing.T) {
	m, r, err := Calibrate(t.Context(), shop(), Options{Now: today})
	require.NoError(t, err)
	start, err := index.DefaultModel()
	require.NoError(t, err)
	require.Equal(t, start.Ranking, m.Ranking)
	require.Equal(t, start.Confidence, m.Confidence)
	require.Equal(t, start.Suggestion, m.Suggestion)
	require.Equal(t, start.Version, m.Version)
	require.NotEqual(t, start.Thresholds, m.Thresholds)
	require.Equal(t, m.Thresholds, r.Thresholds)
	require.Len(t, m.Origin.Data, len(start.Origin.Data)+1)
	require.Equal(t, map[string]int{ownTest: 24, leftPhrasing: 36, unanswerable: 24}, r.Sets[0].Kinds)
}

func TestCalibrateNeedsTestsOrPhrasings(t *testing.T) {
	base := kb.NewBase([]kb.Article{{ID: "a", Question: "Где?", Answer: "Там."}, {ID: "b", Question: "Когда?", Answer: "Завтра."}}, nil, nil)
	_, _, err := Calibrate(t.Context(), base, Options{})
	require.ErrorContains(t, err, "no article has tests or a second phrasing")
}
