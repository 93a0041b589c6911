package index

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"github.com/chatbotsmanagers/faqbot/kb"
)

// Index finds the articles of one state of a knowledge base. It never changes after Build and may be used by any
// number of goroutines.
type Index struct {
	base    *kb.Base
	numbers map[string]int // article's number by id

	parts    []part            // find the candidates
	norms    [fields][]float64 // of the articles' lengths, by field and article
	forward  *forward          // ranks them
	synonyms synonyms
	repairer *repairer // mends the words that no article knows; nil: they stay as typed
	asTyped  bool
	given    []Precedent
	asked    *precedents // earlier questions
	model    *Model
	now      func() time.Time
	scratch  sync.Pool

	inMain []int32 // place in the first part of each article, or gone
	closed atomic.Bool
}

// Option changes how an index is built.
type Option func(*Index)

// WithModel ranks and judges by other weights than the embedded ones, which stay for nil; the model must come from ReadModel,
// NewModel or DefaultModel, or Build fails.
func WithModel(m *Model) Option { return func(ix *Index) { ix.model = m } }

// WithoutRepair searches for every word as it was typed, which tells what the repair is worth.
func WithoutRepair() Option { return func(ix *Index) { ix.asTyped = true } }

// WithClock tells the time by which articles expire.
func WithClock(now func() time.Time) Option { return func(ix *Index) { ix.now = now } }

// Build makes an index of a knowledge base, which must not change afterwards. It fails when two articles have one id, when
// ctx is cancelled, or with an error of Bleve.
func Build(ctx context.Context, base *kb.Base, options ...Option) (*Index, error) {
	ix := &Index{now: time.Now}
	for _, set := range options {
		set(ix)
	}
	if err := ix.chooseModel(); err != nil {
		return nil, err
	}
	if err := ix.build(ctx, base); err != nil {
		return nil, fmt.Errorf("build the index: %w", err)
	}
	return ix, nil
}

// chooseModel takes the embedded model where none was given.
func (ix *Index) chooseModel() (err error) {
	if ix.model == nil {
		ix.model, err = DefaultModel()
		return err
	}
	if !ix.model.compiled {
		return errors.New("the model was made by hand: NewModel checks its numbers and makes it ready")
	}
	return nil
}

func (ix *Index) build(ctx context.Context, base *kb.Base) error {
	if err := ix.take(base); err != nil {
		return err
	}
	f := newForward()
	ix.forward = f
	main, err := newShelf(ctx, ahead(ctx, f.readAll(base)))
	if err != nil {
		return err
	}
	articles := make([]int32, len(f.articles))
	for i := range articles {
		articles[i] = int32(i)
	}
	ix.parts = []part{newPart(main, articles)}
	ix.inMain = articles
	ix.finish()
	return nil
}

// readAll analyses the articles of a base one by one.
func (f *forward) readAll(base *kb.Base) iter.Seq[*document] {
	return func(yield func(*document) bool) {
		f.articles = make([]entry, len(base.Articles))
		counted := f.tally(1)
		for i := range f.articles {
			e := &f.articles[i]
			*e = f.read(&base.Articles[i])
			counted.count(e)
			if !yield(f.document(e)) {
				return
			}
		}
	}
}

// ahead prepares a batch of documents while Bleve adds the one before, since either keeps a processor busy. When it
// ends, nothing is prepared any more.
func ahead(ctx context.Context, documents iter.Seq[*document]) iter.Seq[*document] {
	return func(yield func(*document) bool) {
		ctx, stop := context.WithCancel(ctx)
		ready := make(chan *document, perBatch)
		go func() {
			defer close(ready)
			for d := range documents {
				select {
				case ready <- d:
				case <-ctx.Done():
					return
				}
			}
		}()
		defer func() {
			stop()
			for range ready { // until it is closed
			}
		}()
		for d := range ready {
			if !yield(d) {
				return
			}
		}
	}
}

// take numbers the articles of a base.
func (ix *Index) take(base *kb.Base) error {
	ix.base, ix.numbers = base, make(map[string]int, len(base.Articles))
	for i := range base.Articles {
		id := base.Articles[i].ID
		if _, twice := ix.numbers[id]; twice {
			return fmt.Errorf("two articles have the id %q: rename one", id)
		}
		ix.numbers[id] = i
	}
	return nil
}

// finish derives what depends on all articles together.
func (ix *Index) finish() {
	f := ix.forward
	f.weigh()
	ix.norms = f.fieldNorms()
	same := slices.Concat(ix.base.Synonyms, abbreviations(ix.base))
	ix.synonyms = newSynonyms(same, f.table)
	if !ix.asTyped {
		ix.repairer = newRepairer(f, same)
	}
	ix.learn()
}

// learn reads the precedents, and gets ready to search.
func (ix *Index) learn() {
	ix.asked = ix.newPrecedents()
	ix.scratch.New = func() any { return newScratch(ix) }
}

// Base returns the knowledge base that the index was built of.
func (ix *Index) Base() *kb.Base { return ix.base }

// Model returns the weights and calibration in use.
func (ix *Index) Model() *Model { return ix.model }

// Article returns the article with the id, or nil.
func (ix *Index) Article(id string) *kb.Article {
	if i, ok := ix.numbers[id]; ok {
		return &ix.base.Articles[i]
	}
	return nil
}

// ErrClosed is returned by searches after Close.
var ErrClosed = errors.New("the index is closed")

// Close frees the inverted index as far as no other state of it needs it. Searches after it fail.
func (ix *Index) Close() error {
	if ix.closed.Swap(true) {
		return nil
	}
	var errs []error
	for _, p := range ix.parts {
		errs = append(errs, p.shelf.release())
	}
	if err := errors.Join(errs...); err != nil {
		return fmt.Errorf("close the index: %w", err)
	}
	return nil
}
