package bench

import (
	"context"
	"fmt"

	"github.com/blevesearch/bleve/v2"
	_ "github.com/blevesearch/bleve/v2/analysis/lang/ru" // the analyzer
	"github.com/blevesearch/bleve/v2/index/scorch"
	"github.com/blevesearch/bleve/v2/search/query"
	bleveindex "github.com/blevesearch/bleve_index_api"

	"github.com/chatbotsmanagers/faqbot/internal/eval"
	"github.com/chatbotsmanagers/faqbot/kb"
)

// stockBleve is Bleve as its documentation has it for Russian: two fields under the analyzer "ru", BM25, and a match
// query in which the question counts three times the answer.
type stockBleve struct{ index bleve.Index }

// The fields and their weights.
const (
	questionField = "question"
	answerField   = "answer"
	questionBoost = 3
)

// perBleveBatch is the size of a batch that builds 100,000 articles fastest and in the least memory.
const perBleveBatch = 10_000

func buildBleve(ctx context.Context, base *kb.Base) (engine, error) {
	text := bleve.NewTextFieldMapping()
	text.Analyzer = "ru"
	text.Store, text.IncludeTermVectors, text.IncludeInAll, text.DocValues = false, false, false, false
	article := bleve.NewDocumentStaticMapping()
	article.AddFieldMappingsAt(questionField, text)
	article.AddFieldMappingsAt(answerField, text)
	m := bleve.NewIndexMapping()
	m.DefaultMapping = article
	m.ScoringModel = bleveindex.BM25Scoring
	ix, err := bleve.NewUsing("", m, scorch.Name, scorch.Name, nil)
	if err != nil {
		return nil, fmt.Errorf("open Bleve: %w", err)
	}
	batch := ix.NewBatch()
	for i := range base.Articles {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		a := &base.Articles[i]
		if err := batch.Index(a.ID, map[string]any{questionField: a.Phrasings(), answerField: a.Answer}); err != nil {
			return nil, fmt.Errorf("article %s into Bleve: %w", a.ID, err)
		}
		if batch.Size() == perBleveBatch || i == len(base.Articles)-1 {
			if err := ix.Batch(batch); err != nil {
				return nil, fmt.Errorf("a batch into Bleve: %w", err)
			}
			batch.Reset()
		}
	}
	return stockBleve{ix}, nil
}

const (
	bleveName = "Bleve, ru"
	fuzzyName = "Bleve, ru, fuzziness 1"
)

func (b stockBleve) peers() []peer {
	with := func(fuzziness int) func(context.Context, string, int) ([]eval.Hit, error) {
		return func(ctx context.Context, question string, hits int) ([]eval.Hit, error) {
			return b.search(ctx, question, hits, fuzziness)
		}
	}
	return []peer{{bleveName, with(0)}, {fuzzyName, with(1)}}
}

func (b stockBleve) resident() (int64, error) { return 0, nil }
func (b stockBleve) close() error             { return b.index.Close() }

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
