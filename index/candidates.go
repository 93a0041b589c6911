package index

import (
	"cmp"
	"context"
	"fmt"
	"slices"
)

// maxCandidates is how many articles go to the second stage at most.
const maxCandidates = 56

// Beyond the first leastCandidates an article goes there if it gets that part of the best sum. Of 1,384 questions to three
// companies and an encyclopedia one loses its article from the first three by it, and the second stage has a third less to do.
const (
	leastCandidates = 16
	leastShare      = 0.05
)

// Weights of the fields when candidates are found.
const (
	stemsBoost          = 1.0
	trigramsBoost       = 0.4
	answerBoost         = 0.5
	answerTrigramsBoost = 0.2
)

// The work of a search: its time grows with the postings that it visits. minTerms are looked for however common they are.
const (
	maxVisits = 1500
	minTerms  = 4
)

// wanted is a term to look for in a field, and how much finding it counts.
type wanted struct {
	field field
	term  string
	boost float64
	df    uint32 // articles that hold it, which is what looking for it costs
}

// candidates asks the inverted index for the articles that are worth a closer look.
func (ix *Index) candidates(ctx context.Context, q *query, s *scratch) ([]*candidate, error) {
	terms := affordable(ix.wanted(q))
	if len(terms) == 0 {
		return nil, nil
	}
	if err := ix.sum(ctx, terms, s); err != nil {
		return nil, fmt.Errorf("find candidates: %w", err)
	}
	found := s.sums.first(maxCandidates)
	room, cs := make([]candidate, len(found)), make([]*candidate, len(found))
	for i, article := range found {
		cs[i] = &room[i]
		cs[i].article = int(article)
	}
	return cs, nil
}

// wanted lists the question's stems, their synonyms and the trigrams of its words, as far as any article holds them.
func (ix *Index) wanted(q *query) []wanted {
	f := ix.forward
	var terms []wanted
	stem := func(number uint32, weight float64) {
		text := f.table.stems.terms[number]
		if df := f.stemsAsked.count(number); df > 0 {
			terms = append(terms, wanted{fieldStems, text, stemsBoost * weight, df})
		}
		if df := f.stemsAnswered.count(number); df > 0 {
			terms = append(terms, wanted{fieldAnswer, text, answerBoost * weight, df})
		}
	}
	for i := range q.units {
		if u := &q.units[i]; u.known {
			stem(u.stem, 1)
		}
		for _, o := range q.units[i].others {
			stem(o.stem, float64(o.weight))
		}
	}
	for _, g := range q.grams {
		if df := f.gramsAsked.count(g.gram); df > 0 {
			terms = append(terms, wanted{fieldTrigrams, f.table.grams.terms[g.gram], trigramsBoost, df})
		}
		if df := f.gramsAnswered.count(g.gram); df > 0 {
			terms = append(terms, wanted{fieldAnswerTrigrams, f.table.grams.terms[g.gram], answerTrigramsBoost, df})
		}
	}
	return terms
}

// affordable keeps the rarest terms, which tell most and cost least, up to a bound on the work.
func affordable(terms []wanted) []wanted {
	slices.SortFunc(terms, func(a, b wanted) int {
		if a.df != b.df { // mostly so, and the texts are not to be compared then
			return cmp.Compare(a.df, b.df)
		}
		return cmp.Or(cmp.Compare(a.field, b.field), cmp.Compare(a.term, b.term))
	})
	visits := uint32(0)
	for i, t := range terms {
		visits += t.df
		if i >= minTerms && visits > maxVisits {
			return terms[:i]
		}
	}
	return terms
}
