package bench

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"

	"github.com/blevesearch/bleve/v2"
	_ "github.com/blevesearch/bleve/v2/analysis/lang/ru" // the analyzer
	"github.com/blevesearch/bleve/v2/index/scorch"
	"github.com/blevesearch/bleve/v2/mapping"
	"github.com/blevesearch/bleve/v2/search/query"
	bleveindex "github.com/blevesearch/bleve_index_api"

	"github.com/chatbotsmanagers/faqbot/internal/eval"
	"github.com/chatbotsmanagers/faqbot/kb"
)

// stockBleve is Bleve as its documentation has it for Russian: two fields under the analyzer "ru", BM25, and a match
// query in which the question counts three times the answer.
type stockBleve struct {
	index bleve.Index
	ways  map[string]int // fuzziness by name
}

// The fields and their weights.
const (
	questionField = "question"
	answerField   = "answer"
	questionBoost = 3
)

// perBleveBatch is the size of a batch that builds 100,000 articles fastest and in the least memory.
const perBleveBatch = 10_000

const (
	bleveName   = "Bleve, ru"
	fuzzyName   = "Bleve, ru, fuzziness 1"
	memOnlyName = "Bleve by NewMemOnly, fuzziness 1"
)

// buildBleve shows Bleve at its best: a segmented index in memory, filled in large batches.
func buildBleve(ctx context.Context, base *kb.Base) (engine, error) {
	ix, err := bleve.NewUsing("", bleveMapping(), scorch.Name, scorch.Name, nil)
	return fill(ctx, base, stockBleve{ix, map[string]int{bleveName: 0, fuzzyName: 1}}, err)
}

// buildMemOnly shows Bleve as the function opens it that its users find for an index in memory: upside down on a tree. There
// is no BM25 on it, so Bleve scores by tf-idf.
func buildMemOnly(ctx context.Context, base *kb.Base) (engine, error) {
	ix, err := bleve.NewMemOnly(bleveMapping())
	return fill(ctx, base, stockBleve{ix, map[string]int{memOnlyName: 1}}, err)
}

func bleveMapping() mapping.IndexMapping {
	text := bleve.NewTextFieldMapping()
	text.Analyzer = "ru"
	text.Store, text.IncludeTermVectors, text.IncludeInAll, text.DocValues = false, false, false, false
	article := bleve.NewDocumentStaticMapping()
	article.AddFieldMappingsAt(questionField, text)
	article.AddFieldMappingsAt(answerField, text)
	m := bleve.NewIndexMapping()
	m.DefaultMapping = article
	m.ScoringModel = bleveindex.BM25Scoring
	return m
}

// fill puts the articles of a base into an index that was opened, unless that failed.
func fill(ctx context.Context, base *kb.Base, b stockBleve, errOpen error) (_ engine, err error) {
	if errOpen != nil {
		return nil, fmt.Errorf("open Bleve: %w", errOpen)
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, b.close())
		}
	}()
	batch := b.index.NewBatch()
	for i := range base.Articles {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		a := &base.Articles[i]
		if err := batch.Index(a.ID, fieldsOf(a)); err != nil {
			return nil, fmt.Errorf("article %s into Bleve: %w", a.ID, err)
		}
		if batch.Size() == perBleveBatch || i == len(base.Articles)-1 {
			if err := b.index.Batch(batch); err != nil {
				return nil, fmt.Errorf("a batch into Bleve: %w", err)
			}
			batch.Reset()
		}
	}
	return b, nil
}

func fieldsOf(a *kb.Article) map[string]any {
	return map[string]any{questionField: a.Phrasings(), answerField: a.Answer}
}

func (b stockBleve) peers() []peer {
	var all []peer
	for _, name := range slices.Sorted(maps.Keys(b.ways)) {
		all = append(all, peer{name, func(ctx context.Context, question string, hits int) ([]eval.Hit, error) {
			return b.search(ctx, question, hits, b.ways[name])
		}})
	}
	return all
}

func (b stockBleve) close() error { return b.index.Close() }

func (b stockBleve) edit(_ context.Context, base *kb.Base, changed int) error {
	a := &base.Articles[changed]
	return b.index.Index(a.ID, fieldsOf(a))
}

func (b stockBleve) search(ctx context.Context, question string, hits, fuzziness int) ([]eval.Hit, error) {
	match := func(field string, boost float64) query.Query {
		q := bleve.NewMatchQuery(question)
		q.SetField(field)
		q.SetBoost(boost)
		q.SetFuzziness(fuzziness)
		return q
	}
	either := bleve.NewDisjunctionQuery(match(questionField, questionBoost), match(answerField, 1))
	found, err := b.index.SearchInContext(ctx, bleve.NewSearchRequestOptions(either, hits, 0, false))
	if err != nil {
		return nil, err
	}
	all := make([]eval.Hit, len(found.Hits))
	for i, h := range found.Hits {
		all[i] = eval.Hit{ID: h.ID, Confidence: h.Score}
	}
	return all, nil
}
