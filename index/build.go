package index

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/blevesearch/bleve/v2"

	"github.com/chatbotsmanagers/faqbot/kb"
)

// Index finds the articles of one state of a knowledge base. It never changes after Build and may be used by any
// number of goroutines.
type Index struct {
	base     *kb.Base
	numbers  map[string]int // article's number by id
	inverted bleve.Index    // finds the candidates
	forward  *forward       // ranks them
	synonyms synonyms
	repairer *repairer // mends the words that no article knows; nil: they stay as typed
	asTyped  bool
	model    *Model
	now      func() time.Time
	scratch  sync.Pool
}

// Option changes how an index is built.
type Option func(*Index)

// WithModel ranks and judges by other weights than the embedded ones; the model must come from ReadModel.
func WithModel(m *Model) Option { return func(ix *Index) { ix.model = m } }

// WithoutRepair searches for every word as it was typed, which tells what the repair is worth.
func WithoutRepair() Option { return func(ix *Index) { ix.asTyped = true } }

// WithClock tells the time by which articles expire.
func WithClock(now func() time.Time) Option { return func(ix *Index) { ix.now = now } }

// perBatch keeps a build at one to ten batches for any knowledge base that fits: each batch stays a segment in memory
// for good, which every search visits, while one batch of 100,000 articles takes three times the memory of ten.
const perBatch = 10_000

// Build makes an index of a knowledge base. The base must not change afterwards.
func Build(ctx context.Context, base *kb.Base, options ...Option) (*Index, error) {
	inverted, err := newInverted()
	if err != nil {
		return nil, err
	}
	ix := &Index{
		base: base, numbers: make(map[string]int, len(base.Articles)),
		inverted: inverted, forward: newForward(), now: time.Now,
	}
	for _, set := range options {
		set(ix)
	}
	if ix.model == nil {
		if ix.model, err = DefaultModel(); err != nil {
			return nil, errors.Join(err, inverted.Close())
		}
	}
	if err := ix.addAll(ctx); err != nil {
		return nil, errors.Join(fmt.Errorf("build the index: %w", err), inverted.Close())
	}
	ix.forward.weigh()
	ix.synonyms = newSynonyms(base.Synonyms, ix.forward.table)
	if !ix.asTyped {
		ix.repairer = newRepairer(ix.forward, base.Synonyms)
	}
	ix.scratch.New = func() any { return newScratch(ix.forward.table, len(base.Articles)) }
	return ix, nil
}

func (ix *Index) addAll(ctx context.Context) error {
	batch := ix.inverted.NewBatch()
	counters := ix.forward.counters()
	for i := range ix.base.Articles {
		if err := ctx.Err(); err != nil {
			return err
		}
		a := &ix.base.Articles[i]
		if _, twice := ix.numbers[a.ID]; twice {
			return fmt.Errorf("two articles have the id %q: rename one", a.ID)
		}
		ix.numbers[a.ID] = i
		e := ix.forward.add(a, counters)
		if err := batch.Index(strconv.Itoa(i), ix.forward.document(e)); err != nil {
			return fmt.Errorf("article %s: %w", a.ID, err)
		}
		if batch.Size() == perBatch || i == len(ix.base.Articles)-1 {
			if err := ix.inverted.Batch(batch); err != nil {
				return err
			}
			batch.Reset()
		}
	}
	return nil
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

// Close frees the inverted index. Searches after it fail.
func (ix *Index) Close() error {
	if err := ix.inverted.Close(); err != nil {
		return fmt.Errorf("close the index: %w", err)
	}
	return nil
}

// document writes an article's terms for the inverted index.
func (f *forward) document(e *entry) document {
	var stems, grams, answer strings.Builder
	for _, p := range e.phrasings {
		for _, id := range p.words {
			w := &f.table.words[id]
			writeTerm(&stems, f.table.stems.terms[w.stem])
			for _, g := range w.grams {
				writeTerm(&grams, f.table.grams.terms[g])
			}
		}
	}
	for _, c := range e.answer {
		for range c.n {
			writeTerm(&answer, f.table.stems.terms[f.table.words[c.word].stem])
		}
	}
	return document{Stems: stems.String(), Trigrams: grams.String(), Answer: answer.String()}
}

func writeTerm(to *strings.Builder, term string) {
	to.WriteString(term)
	to.WriteByte(' ')
}
