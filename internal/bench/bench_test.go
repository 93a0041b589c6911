package bench

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/chatbotsmanagers/faqbot/internal/eval"
	"github.com/chatbotsmanagers/faqbot/kb"
)

func TestGeneratorGivesTheSameArticlesAgain(t *testing.T) {
	articles := embeddedSeed().articles
	first := newGenerator(articles).grow(3 * len(articles))
	require.Equal(t, first.Articles, newGenerator(articles).grow(3*len(articles)).Articles)
}

func TestGeneratedArticlesAreAllDifferent(t *testing.T) {
	s := embeddedSeed()
	base := newGenerator(s.articles).grow(20 * len(s.articles))
	require.Len(t, base.Articles, 20*len(s.articles))
	questions, answers := map[string]bool{}, map[string]bool{}
	for i := range base.Articles {
		a := &base.Articles[i]
		require.NotEmpty(t, a.Question)
		require.False(t, questions[a.Question], "two articles ask «%s»", a.Question)
		require.False(t, answers[a.Answer], "two articles answer «%s»", a.Answer)
		questions[a.Question], answers[a.Answer] = true, true
	}
}

// Heaps' law: ten times the text has several times the words, but far from ten times.
func TestVocabularyGrowsWithTheText(t *testing.T) {
	s := embeddedSeed()
	_, before := vocabulary(kb.NewBase(s.articles, nil, nil))
	_, after := vocabulary(newGenerator(s.articles).grow(10 * len(s.articles)))
	require.Greater(t, after, 2*before)
	require.Less(t, after, 7*before)
}

func TestEachPeerFindsAnObviousArticle(t *testing.T) {
	s := embeddedSeed()
	base := newGenerator(s.articles).grow(2 * len(s.articles))
	wanted := base.Articles[len(base.Articles)-1]
	for _, c := range contenders {
		b, err := buildMeasured(t.Context(), c.build, base)
		require.NoError(t, err)
		t.Cleanup(func() { require.NoError(t, b.close()) })
		require.Positive(t, b.took)
		for _, p := range b.peers() {
			found, err := p.search(t.Context(), wanted.Question, eval.Depth)
			require.NoError(t, err)
			require.NotEmpty(t, found, p.name)
			require.LessOrEqual(t, len(found), eval.Depth)
			require.Equal(t, wanted.ID, found[0].ID, p.name)
			require.Positive(t, found[0].Confidence)
		}
	}
}

func TestEachPeerFindsAnEditedArticle(t *testing.T) {
	s := embeddedSeed()
	base := newGenerator(s.articles).grow(2 * len(s.articles))
	for _, c := range contenders {
		e, err := c.build(t.Context(), base)
		require.NoError(t, err)
		t.Cleanup(func() { require.NoError(t, e.close()) })
		took, err := edit(t.Context(), e, base)
		require.NoError(t, err)
		require.Positive(t, took)
		for _, p := range e.peers() {
			found, err := p.search(t.Context(), editedPhrasing, edits)
			require.NoError(t, err)
			for n := range edits {
				id := base.Articles[n*(len(base.Articles)-1)/edits].ID
				require.True(t, slices.ContainsFunc(found, func(h eval.Hit) bool { return h.ID == id }), "%s does not find %s", p.name, id)
			}
		}
	}
}

func TestWhatIsTooLargeForAnEngineIsNotMeasured(t *testing.T) {
	c := contender{atMost: 10}
	require.True(t, c.takes(10))
	require.False(t, c.takes(11))
	require.True(t, (&contender{}).takes(1_000_000))
}

func TestMeasuringCountsEverySearch(t *testing.T) {
	s := embeddedSeed()
	questions := s.some(20)
	all, err := compare(t.Context(), kb.NewBase(s.articles, nil, nil), questions)
	require.NoError(t, err)
	require.Len(t, all, 5)
	for _, f := range all {
		require.Positive(t, f.p50, f.peer)
		require.GreaterOrEqual(t, f.p99, f.p50, f.peer)
		require.Positive(t, f.allocs, f.peer)
		require.Positive(t, f.edit, f.peer)
		require.Positive(t, f.throughput, f.peer)
	}
}

func TestQualityIsThatOfTheLabels(t *testing.T) {
	base := kb.NewBase(embeddedSeed().articles, nil, nil)
	set := labelledSet{base: base, questions: []eval.Question{{Text: "что испечь на ужин в духовке"}}}
	for i := range base.Articles {
		a := &base.Articles[i]
		set.questions = append(set.questions, eval.Question{Text: a.Question, Right: []string{a.ID}})
	}
	for _, build := range []builder{buildOurs, buildBleve, buildMemOnly} {
		e, err := build(t.Context(), base)
		require.NoError(t, err)
		t.Cleanup(func() { require.NoError(t, e.close()) })
		for _, p := range e.peers() {
			q, err := assess(t.Context(), p, "company", set)
			require.NoError(t, err)
			require.Greater(t, q.r1, 0.9, p.name)
			require.GreaterOrEqual(t, q.r3, q.r1, p.name)
			require.Greater(t, q.auroc, 0.5, p.name)
		}
	}
}

func TestSizesAreNumbers(t *testing.T) {
	sizes, err := numbers("1000, 20")
	require.NoError(t, err)
	require.Equal(t, []int{1000, 20}, sizes)
	for _, wrong := range []string{"", "1000;20", "0", "ten"} {
		_, err := numbers(wrong)
		require.ErrorContains(t, err, "-sizes", wrong)
	}
}
