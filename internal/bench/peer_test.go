package bench

import (
	"context"

	"github.com/chatbotsmanagers/faqbot/index"
	"github.com/chatbotsmanagers/faqbot/internal/eval"
	"github.com/chatbotsmanagers/faqbot/kb"
)

// engine holds the articles of one base in one search engine.
type engine interface {
	// peers are the ways to search it that are compared.
	peers() []peer
	// resident is the memory that the engine holds outside of this process, 0 for one that lives in it.
	resident() (bytes int64, err error)
	close() error
}

// peer is one way to search. The confidence of its hits is whatever it scores them by.
type peer struct {
	name   string
	search func(ctx context.Context, question string, hits int) ([]eval.Hit, error)
}

// builder makes an engine of a base.
type builder func(ctx context.Context, base *kb.Base) (engine, error)

// ours is the search of this project with everything on.
type ours struct{ index *index.Index }

const oursName = "faqbot"

func buildOurs(ctx context.Context, base *kb.Base) (engine, error) {
	ix, err := index.Build(ctx, base)
	if err != nil {
		return nil, err
	}
	return ours{ix}, nil
}

func (o ours) peers() []peer            { return []peer{{oursName, o.search}} }
func (o ours) resident() (int64, error) { return 0, nil }
func (o ours) close() error             { return o.index.Close() }

func (o ours) search(ctx context.Context, question string, hits int) ([]eval.Hit, error) {
	found, err := o.index.Search(ctx, question, hits)
	if err != nil {
		return nil, err
	}
	all := make([]eval.Hit, len(found.Hits))
	for i, h := range found.Hits {
		all[i] = eval.Hit{ID: h.Article.ID, Confidence: h.Confidence}
	}
	return all, nil
}
