package index

import (
	"context"
	"fmt"
	"math"
	"math/bits"

	"github.com/blevesearch/bleve/v2/mapping"
	"github.com/blevesearch/bleve/v2/search"
	"github.com/blevesearch/bleve/v2/search/searcher"
	bleveindex "github.com/blevesearch/bleve_index_api"
)

// anyTerm is a Bleve query that finds the documents which hold any of some terms and scores them as Bleve's own
// disjunction does: the sum of the terms' scores, times the part of the terms that the document holds. It goes through
// the terms one after the other and adds up by document, where Bleve keeps all terms in a heap to go through the
// documents in order: with dozens of terms in a small index, which is what trigrams make, the heap is most of the work.
type anyTerm struct {
	terms []wanted
	sums  *termSums
}

// Searcher implements query.Query.
func (q anyTerm) Searcher(ctx context.Context, r bleveindex.IndexReader, _ mapping.IndexMapping, o search.SearcherOptions) (search.Searcher, error) {
	s := &anyTermSearcher{sums: q.sums, terms: len(q.terms)}
	terms := make([]search.Searcher, 0, len(q.terms))
	defer func() {
		for _, t := range terms {
			_ = t.Close() // it only hands its buffers back
		}
	}()
	squares := 0.0
	for _, w := range q.terms {
		t, err := searcher.NewTermSearcher(ctx, r, w.term, w.field, w.boost, o)
		if err != nil {
			return nil, err
		}
		terms = append(terms, t)
		squares += t.Weight()
	}
	within := &search.SearchContext{DocumentMatchPool: search.NewDocumentMatchPool(1, 0), IndexReader: r}
	for _, t := range terms {
		t.SetQueryNorm(1 / math.Sqrt(squares))
		if err := s.add(ctx, within, t); err != nil {
			return nil, err
		}
	}
	return s, nil
}

// termSums gathers what the terms give each document. It belongs to the scratch, since a new one for every search
// would cost more than the search in a large index.
type termSums struct {
	sums []termSum // by document number
	held []uint64  // bits of the documents that hold a term
}

type termSum struct {
	score float64
	terms int
}

func newTermSums(documents int) termSums {
	return termSums{sums: make([]termSum, documents), held: make([]uint64, (documents+63)/64)}
}

// from returns the first document from number on that holds a term.
func (t *termSums) from(number uint64) (uint64, bool) {
	for word := number / 64; word < uint64(len(t.held)); word++ {
		left := t.held[word]
		if word == number/64 {
			left &= ^uint64(0) << (number % 64)
		}
		if left != 0 {
			return word*64 + uint64(bits.TrailingZeros64(left)), true
		}
	}
	return 0, false
}

func (t *termSums) wipe() {
	for number, ok := t.from(0); ok; number, ok = t.from(number + 1) {
		t.sums[number] = termSum{}
	}
	clear(t.held)
}

// anyTermSearcher walks the sums in the order of the documents.
type anyTermSearcher struct {
	sums  *termSums
	next  uint64
	terms int
}

func (s *anyTermSearcher) add(ctx context.Context, within *search.SearchContext, term search.Searcher) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	for {
		match, err := term.Next(within)
		if err != nil || match == nil {
			return err
		}
		number := match.IndexInternalID.Value()
		if number >= uint64(len(s.sums.sums)) {
			return fmt.Errorf("document number %d among %d documents", number, len(s.sums.sums))
		}
		s.sums.sums[number].score += match.Score
		s.sums.sums[number].terms++
		s.sums.held[number/64] |= 1 << (number % 64)
		within.DocumentMatchPool.Put(match)
	}
}

// Next implements search.Searcher.
func (s *anyTermSearcher) Next(within *search.SearchContext) (*search.DocumentMatch, error) {
	number, ok := s.sums.from(s.next)
	if !ok {
		return nil, nil //nolint:nilnil // what the interface asks for at the end
	}
	s.next = number + 1
	sum := s.sums.sums[number]
	match := within.DocumentMatchPool.Get()
	match.IndexInternalID = bleveindex.NewIndexInternalID(match.IndexInternalID, number)
	match.Score = sum.score * float64(sum.terms) / float64(s.terms)
	return match, nil
}

// Advance implements search.Searcher.
func (s *anyTermSearcher) Advance(within *search.SearchContext, id bleveindex.IndexInternalID) (*search.DocumentMatch, error) {
	s.next = max(s.next, id.Value())
	return s.Next(within)
}

// Close implements search.Searcher.
func (s *anyTermSearcher) Close() error { return nil }

// Weight implements search.Searcher; the terms' weights are normed already.
func (s *anyTermSearcher) Weight() float64 { return 1 }

// SetQueryNorm implements search.Searcher.
func (s *anyTermSearcher) SetQueryNorm(float64) {}

// Count implements search.Searcher.
func (s *anyTermSearcher) Count() uint64 { return uint64(len(s.sums.sums)) }

// Min implements search.Searcher.
func (s *anyTermSearcher) Min() int { return 0 }

// Size implements search.Searcher. It is asked by callers that bound the memory of searches; ours is in the scratch.
func (s *anyTermSearcher) Size() int { return 0 }

// DocumentMatchPoolSize implements search.Searcher.
func (s *anyTermSearcher) DocumentMatchPoolSize() int { return 1 }
