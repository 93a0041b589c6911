package index

import (
	"context"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/chatbotsmanagers/faqbot/kb"
)

// first returns the article that is found first, empty for none.
func first(t require.TestingT, ix *Index, text string) string {
	r, err := ix.Search(context.Background(), text, 1)
	require.NoError(t, err)
	if len(r.Hits) == 0 {
		return ""
	}
	return r.Hits[0].Article.ID
}

func TestPrecedentsAnswerWordsThatNoArticleHolds(t *testing.T) {
	const strange = "моя газель с холодильником"
	plain := shop(t)
	require.NotEqual(t, "delivery/time", first(t, plain, strange))
	learned := shop(t, WithPrecedents([]Precedent{{"когда приедет газель с холодильником", "delivery/time"}}))
	require.Equal(t, "delivery/time", first(t, learned, strange))
	require.Equal(t, found(t, plain, "цена оплаты картой"), found(t, learned, "цена оплаты картой"), "other questions are left alone")
}

func TestPrecedentsThatNobodyCouldAnswerMakeUnsure(t *testing.T) {
	const question = "сколько стоит доставка слона"
	plain, err := shop(t).Search(t.Context(), question, 1)
	require.NoError(t, err)
	learned, err := shop(t, WithPrecedents([]Precedent{{Question: "доставка слона сколько стоит"}})).Search(t.Context(), question, 1)
	require.NoError(t, err)
	require.Less(t, learned.Confidence, plain.Confidence)
}

func TestPrecedentsOfLostArticlesAreForgotten(t *testing.T) {
	require.Equal(t, found(t, shop(t), "газель с холодильником"),
		found(t, shop(t, WithPrecedents([]Precedent{{"газель с холодильником", "no/such"}})), "газель с холодильником"))
}

func TestHiddenPrecedentsAreAsIfNobodyHadAskedThem(t *testing.T) {
	const question = "когда приедет газель с холодильником"
	ix := shop(t, WithPrecedents([]Precedent{{"газель", "no/such"}, {question, "payment/invoice"}, {"газель с холодильником", "delivery/time"}}))
	votes := func(hidden ...int) map[string]float64 {
		o, err := ix.Observe(t.Context(), question, func(i int) bool { return slices.Contains(hidden, i) })
		require.NoError(t, err)
		of := map[string]float64{}
		for i := range o.Len() {
			if vote := o.Features(i)[precedentVote]; vote > 0 {
				of[o.ID(i)] = vote
			}
		}
		return of
	}
	all := votes()
	require.Len(t, all, 2)
	require.Greater(t, all["payment/invoice"], all["delivery/time"], "the nearer one weighs more")
	require.NotContains(t, votes(1), "payment/invoice")
	require.Contains(t, votes(1), "delivery/time")
	require.Empty(t, votes(1, 2))
}

func TestModelsRememberPrecedents(t *testing.T) {
	model, err := DefaultModel()
	require.NoError(t, err)
	own := *model
	own.Precedents = []Precedent{{"моя газель с холодильником", "payment/invoice"}}
	require.Equal(t, "payment/invoice", first(t, shop(t, WithModel(&own)), "газель моя с холодильником"))
}

func TestUpdateKeepsAndReplacesPrecedents(t *testing.T) {
	const strange = "моя газель с холодильником"
	ix := shop(t, WithPrecedents([]Precedent{{strange, "payment/invoice"}}))
	kept, err := ix.Update(t.Context(), ix.Base())
	require.NoError(t, err)
	defer kept.Close()
	require.Equal(t, found(t, ix, strange), found(t, kept, strange))
	replaced, err := kept.Update(t.Context(), ix.Base(), WithPrecedents([]Precedent{{strange, "delivery/time"}}))
	require.NoError(t, err)
	defer replaced.Close()
	require.Equal(t, "delivery/time", first(t, replaced, strange))
}

// A precedent is what somebody typed: anything.
func TestPrecedentsMayBeAnyText(t *testing.T) {
	base := kb.NewBase([]kb.Article{{ID: "a", Question: "Сколько идёт доставка?", Answer: "День."}}, nil, nil)
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.OneOf(rapid.String(), rapid.SampledFrom([]string{"", "?!", "доставка", "ljcnfdrf", "и на по"})).Draw(t, "text")
		ix, err := Build(context.Background(), base, WithPrecedents([]Precedent{{text, "a"}, {Question: text}}))
		require.NoError(t, err)
		defer ix.Close()
		r, err := ix.Search(context.Background(), text, 3)
		require.NoError(t, err)
		require.GreaterOrEqual(t, r.Confidence, 0.0)
		require.LessOrEqual(t, r.Confidence, 1.0)
	})
}
