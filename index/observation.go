package index

import (
	"context"
	"fmt"
	"slices"
)

// Observation is all that ranking and calibration know of a question, before any weight is applied: what a fit
// learns from. It keeps the words of the question, so whoever may not read the one may not read the other.
type Observation struct {
	query      *query
	candidates []*candidate
	ids        []string
}

// Observe looks for a text as Search does and keeps what the candidates look like. Precedents that are hidden, by their
// number among those of the model and those given after them, are as if nobody had asked them; nil hides none. Its errors
// are those of Search.
func (ix *Index) Observe(ctx context.Context, text string, hidden func(precedent int) bool) (*Observation, error) {
	f, err := ix.find(ctx, text, hidden)
	if err != nil {
		return nil, err
	}
	o := &Observation{query: f.query, candidates: f.candidates, ids: make([]string, len(f.candidates))}
	// In the order of the articles: what a fit adds up must not depend on the weights that the search began with.
	slices.SortFunc(o.candidates, func(a, b *candidate) int { return a.article - b.article })
	for i := range o.candidates {
		o.ids[i] = ix.base.Articles[o.candidates[i].article].ID
	}
	return o, nil
}

// Len is the number of candidates.
func (o *Observation) Len() int { return len(o.candidates) }

// ID returns the article of a candidate.
func (o *Observation) ID(candidate int) string { return o.ids[candidate] }

// Features returns the features of a candidate, in the order of RankingInputs.
func (o *Observation) Features(candidate int) []float64 {
	return slices.Clone(o.candidates[candidate].values[:])
}

// Outcome is how a question comes out under some ranking weights.
type Outcome struct {
	IDs     []string  // of the candidates, best first
	Shares  []float64 // of the softmax over the candidates
	Signals []float64 // in the order of ConfidenceInputs; nil without candidates
	Trust   float64   // what a confidence is multiplied by, below 1 where the question was repaired
}

// Under ranks the candidates by weights in the order of RankingInputs. It fails only when their number is another.
func (o *Observation) Under(weights []float64) (Outcome, error) {
	if len(weights) != int(features) {
		return Outcome{}, fmt.Errorf("rank by %d weights: there are %d features", len(weights), features)
	}
	if len(o.candidates) == 0 {
		return Outcome{}, nil
	}
	cs := make([]*candidate, len(o.candidates))
	for i, c := range o.candidates {
		mine := *c
		cs[i] = &mine
	}
	order(cs, (*[features]float64)(weights))
	out := Outcome{IDs: make([]string, len(cs)), Shares: make([]float64, len(cs))}
	ids := make(map[int]string, len(cs))
	for i, c := range o.candidates {
		ids[c.article] = o.ids[i]
	}
	for i, c := range cs {
		out.IDs[i], out.Shares[i] = ids[c.article], c.share
	}
	signals := signalsOf(o.query, cs)
	out.Signals, out.Trust = slices.Clone(signals[:]), o.query.trust
	return out, nil
}
