package kb

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// phraseGen makes what authors type in one line, YAML's own signs included.
var phraseGen = rapid.Custom(func(t *rapid.T) string {
	return rapid.OneOf(
		rapid.StringMatching(`[а-яё]{1,9}( [а-яА-ЯЁa-z0-9:#'"\-\[\]{},&*!|>%@?\\]{1,7}){0,4}`),
		rapid.StringMatching(`[#'"\-\[\]{},&*!|>%@?:~=\\]{1,4}`),
		rapid.SampledFrom([]string{"yes", "null", "12", "1.50", "2027-03-01", "true", "0x1f", "---", "- a", "a: b", "«ё» — 🙂", ".inf", "1_000", "0o7", "<<"}),
	).Draw(t, "phrase")
})

var answerGen = rapid.Custom(func(t *rapid.T) string {
	lines := rapid.SliceOfN(rapid.OneOf(phraseGen, rapid.SampledFrom([]string{"", "  - пункт", "## заголовок", "```", "\tкод", "| a | b |"})), 0, 6).Draw(t, "lines")
	return trimAnswer("Ответ\n" + strings.Join(lines, "\n"))
})

var articleGen = rapid.Custom(func(t *rapid.T) Article {
	a := Article{
		ID: "тема/статья", Topic: "тема", Kind: KindFAQ, File: "тема/статья.md",
		Question: phraseGen.Draw(t, "question"),
		Also:     rapid.SliceOfN(phraseGen, 0, 3).Draw(t, "also"),
		Tags:     rapid.SliceOfN(phraseGen, 0, 2).Draw(t, "tags"),
		Tests:    rapid.SliceOfN(phraseGen, 0, 2).Draw(t, "tests"),
		Related:  rapid.SliceOfN(rapid.StringMatching(`[a-z]{1,5}/[a-z-]{1,9}`), 0, 2).Draw(t, "related"),
		Answer:   answerGen.Draw(t, "answer"),
	}
	if rapid.Bool().Draw(t, "expires") {
		a.ValidUntil = time.Date(2020+rapid.IntRange(0, 20).Draw(t, "year"), 3, rapid.IntRange(1, 31).Draw(t, "day"), 0, 0, 0, 0, time.UTC)
	}
	for range rapid.IntRange(0, 2).Draw(t, "variants") {
		a.Variants = append(a.Variants, Variant{
			When:   rapid.MapOfN(rapid.StringMatching(`[a-z]{1,5}`), phraseGen, 1, 2).Draw(t, "when"),
			Answer: answerGen.Draw(t, "variant"),
		})
	}
	switch a.Kind = rapid.SampledFrom([]Kind{KindFAQ, KindProduct, KindService}).Draw(t, "kind"); a.Kind {
	case KindFAQ:
	case KindProduct:
		stock := rapid.IntRange(0, 9).Draw(t, "stock")
		a.Product = &Product{Price: phraseGen.Draw(t, "price"), SKU: phraseGen.Draw(t, "sku"), Stock: &stock}
	case KindService:
		a.Service = &Service{
			Duration: time.Duration(rapid.IntRange(1, 600).Draw(t, "minutes")) * time.Minute,
			Schedule: phraseGen.Draw(t, "schedule"), Capacity: rapid.IntRange(1, 9).Draw(t, "capacity"),
		}
	}
	return a
})

func TestWriteReadsBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		want := articleGen.Draw(t, "article")
		file, err := Write(want)
		require.NoError(t, err)
		p := parsePage(want.File, want.ID, file)
		require.Empty(t, p.problems, "%s", file)
		require.Len(t, p.articles, 1)
		if diff := cmp.Diff(want, p.articles[0], cmpopts.EquateEmpty(), cmpopts.IgnoreFields(Article{}, "Line")); diff != "" {
			t.Fatalf("read back differently:\n%s\n%s", diff, file)
		}
	})
}

func TestWriteRefusesWhatWouldNotReadBack(t *testing.T) {
	for name, a := range map[string]Article{
		"no question":           {ID: "a", Question: "", Answer: "б"},
		"no answer":             {ID: "a", Question: "а?", Answer: ""},
		"a phrase of two lines": {ID: "a", Question: "а?", Also: []string{"б\nв"}, Answer: "г"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := Write(a)
			require.ErrorContains(t, err, "write article a")
		})
	}
}
