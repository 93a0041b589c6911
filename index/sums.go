package index

import (
	"cmp"
	"context"
	"fmt"
	"slices"
)

// termSums gathers what the terms of a question give each article. It belongs to the scratch, since a new one for every
// search would cost more than the search in a large index.
type termSums struct {
	sums    []termSum // by article
	touched []uint32  // articles that hold a term
	best    []uint32
}

type termSum struct {
	score float64
	terms int
}

func newTermSums(articles int) termSums { return termSums{sums: make([]termSum, articles)} }

func (t *termSums) add(article uint32, score float64) {
	s := &t.sums[article]
	if s.terms == 0 {
		t.touched = append(t.touched, article)
	}
	s.score += score
	s.terms++
}

func (t *termSums) wipe() {
	for _, article := range t.touched {
		t.sums[article] = termSum{}
	}
	t.touched, t.best = t.touched[:0], t.best[:0]
}

// sum adds up the terms' BM25 scores, article by article. It goes through the terms one after the other, where Bleve's own
// disjunction keeps all of them in a heap to go through the documents in order: with dozens of terms, which is what
// trigrams make, the heap is most of the work. Bleve finds who holds a term and how often, and the score is computed here:
// Bleve takes for the mean length of a field the number of its distinct terms by document, which has nothing to do with
// lengths and changes with the number of segments.
func (ix *Index) sum(ctx context.Context, terms []wanted, s *scratch) error {
	t, articles := &s.sums, len(ix.base.Articles)
	for i := range terms {
		if err := ctx.Err(); err != nil {
			return err
		}
		w := &terms[i]
		idf := inverseFrequency(w.df, articles)
		// The square lets a rare term outweigh two common ones; it finds more of the right articles than the idf alone.
		weight := w.boost * idf * idf
		norms := ix.norms[w.field]
		for n := range ix.parts {
			found, err := s.postings.of(&ix.parts[n], n, w)
			if err != nil {
				return fmt.Errorf("look for a term in %s: %w", fieldNames[w.field], err)
			}
			for _, p := range found {
				t.add(p.article, weight*saturated(float64(p.n), norms[p.article]))
			}
		}
	}
	for _, article := range t.touched {
		s := &t.sums[article]
		s.score *= float64(s.terms)
	}
	return nil
}

// candidateLengthWeight is how much a field's length counts in BM25 when candidates are found.
const candidateLengthWeight = 0.75

// first returns the articles with the highest sums, n at most, best first. Of equal ones the first in the base stays, so that
// the outcome does not hang on the order in which Bleve happens to keep them.
func (t *termSums) first(n int) []uint32 {
	heap := t.best[:0] // the worst of the best is at its root
	for _, article := range t.touched {
		switch {
		case len(heap) < n:
			heap = append(heap, article)
			t.up(heap)
		case t.worse(heap[0], article):
			heap[0] = article
			t.down(heap)
		}
	}
	slices.SortFunc(heap, func(a, b uint32) int {
		return cmp.Or(cmp.Compare(t.sums[b].score, t.sums[a].score), cmp.Compare(a, b))
	})
	t.best = heap
	return t.promising(heap)
}

// promising leaves out what lies far behind.
func (t *termSums) promising(best []uint32) []uint32 {
	for i := leastCandidates; i < len(best); i++ {
		if t.sums[best[i]].score < leastShare*t.sums[best[0]].score {
			return best[:i]
		}
	}
	return best
}

func (t *termSums) worse(a, b uint32) bool {
	x, y := t.sums[a].score, t.sums[b].score
	return x < y || x == y && a > b
}

func (t *termSums) up(heap []uint32) {
	for at := len(heap) - 1; at > 0; {
		parent := (at - 1) / 2
		if !t.worse(heap[at], heap[parent]) {
			return
		}
		heap[at], heap[parent] = heap[parent], heap[at]
		at = parent
	}
}

func (t *termSums) down(heap []uint32) {
	for at := 0; ; {
		child := 2*at + 1
		if child >= len(heap) {
			return
		}
		if child+1 < len(heap) && t.worse(heap[child+1], heap[child]) {
			child++
		}
		if !t.worse(heap[child], heap[at]) {
			return
		}
		heap[at], heap[child] = heap[child], heap[at]
		at = child
	}
}
