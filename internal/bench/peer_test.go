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
	// edit makes the engine find an article of another state of the base, its only one that has changed, by its new texts.
	edit(ctx context.Context, base *kb.Base, changed int) error
	close() error
}

// outsider is an engine that lives outside of this process.
type outsider interface {
	// resident is the memory that it holds there.
	resident() (bytes int64, err error)
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
	return &ours{ix}, nil
}

func (o *ours) peers() []peer { return []peer{{oursName, o.search}} }
func (o *ours) close() error  { return o.index.Close() }

func (o *ours) edit(ctx context.Context, base *kb.Base, _ int) error {
	next, err := o.index.Update(ctx, base)
	if err != nil {
		return err
	}
	before := o.index
	o.index = next
	return before.Close()
}

func (o *ours) search(ctx context.Context, question string, hits int) ([]eval.Hit, error) {
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
