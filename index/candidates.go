package index

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strconv"

	"github.com/blevesearch/bleve/v2"
	blevequery "github.com/blevesearch/bleve/v2/search/query"
)

// maxCandidates is how many articles go to the second stage.
const maxCandidates = 40

// Weights of the fields when candidates are found.
const (
	stemsBoost    = 1.0
	trigramsBoost = 0.4
	answerBoost   = 0.5
)

// maxGrams bounds the trigrams that are searched for; the rarest say most. A search takes time in proportion to them.
const maxGrams = 24

// candidates asks the inverted index for the articles that are worth a closer look.
func (ix *Index) candidates(ctx context.Context, q *query) ([]candidate, error) {
	var any []blevequery.Query
	add := func(field, term string, boost float64) {
		t := bleve.NewTermQuery(term)
		t.SetField(field)
		t.SetBoost(boost)
		any = append(any, t)
	}
	t := ix.forward.table
	for i := range q.units {
		u := &q.units[i]
		if u.known {
			add(fieldStems, u.word.Stem, stemsBoost)
			add(fieldAnswer, u.word.Stem, answerBoost)
		}
		for _, stem := range u.others {
			add(fieldStems, t.stems.terms[stem], stemsBoost*synonymWeight)
			add(fieldAnswer, t.stems.terms[stem], answerBoost*synonymWeight)
		}
	}
	for _, g := range rarest(q.grams) {
		add(fieldTrigrams, t.grams.terms[g.gram], trigramsBoost)
	}
	if len(any) == 0 {
		return nil, nil
	}
	found, err := ix.inverted.SearchInContext(ctx, bleve.NewSearchRequestOptions(bleve.NewDisjunctionQuery(any...), maxCandidates, 0, false))
	if err != nil {
		return nil, fmt.Errorf("find candidates: %w", err)
	}
	cs := make([]candidate, len(found.Hits))
	for i, hit := range found.Hits {
		if cs[i].article, err = strconv.Atoi(hit.ID); err != nil {
			return nil, fmt.Errorf("find candidates: %w", err)
		}
	}
	return cs, nil
}

// rarest returns the trigrams that tell most, at most maxGrams of them.
func rarest(grams []queryGram) []queryGram {
	if len(grams) <= maxGrams {
		return grams
	}
	sorted := slices.Clone(grams)
	slices.SortStableFunc(sorted, func(a, b queryGram) int { return cmp.Compare(b.asked, a.asked) })
	return sorted[:maxGrams]
}
