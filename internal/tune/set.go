package tune

import (
	"cmp"
	"context"
	"fmt"
	"hash/fnv"
	"runtime"
	"slices"

	"golang.org/x/sync/errgroup"
	"gonum.org/v1/gonum/blas/blas64"

	"github.com/chatbotsmanagers/faqbot/index"
	"github.com/chatbotsmanagers/faqbot/internal/eval"
	"github.com/chatbotsmanagers/faqbot/kb"
)

// Set is a knowledge base with questions that people labelled with the articles that answer them.
type Set struct {
	Name      string
	Base      *kb.Base
	Questions []eval.Question
	// Weight is how much each question counts beside those of other sets; 0 means 1.
	Weight float64
	// Domain is what the set is about, its Name when empty. Sets of one domain, such as the same questions to two forms
	// of the same articles, are never on both sides of a test.
	Domain string
	// Learn searches for each question with those of the other folds as precedents. Weights that were fitted without a fold
	// have seen its labels only as precedents of others, as in stacking.
	Learn bool
}

// example is a question as a fit sees it.
type example struct {
	question eval.Question
	set      int
	fold     int
	seen     *index.Observation
	group    group
}

// folds is in how many parts the questions of a set are dealt out.
const folds = 5

// observe searches for all questions of all sets.
func observe(ctx context.Context, sets []Set, model *index.Model) ([]*example, error) {
	var all []*example
	fold := map[string]int{}
	for i := range sets {
		examples := sets[i].examples(i)
		deal(examples, fold)
		if err := sets[i].observe(ctx, examples, model); err != nil {
			return nil, fmt.Errorf("%s: %w", sets[i].Name, err)
		}
		all = append(all, examples...)
	}
	return all, nil
}

func (s *Set) examples(number int) []*example {
	all := make([]*example, len(s.Questions))
	for i, q := range s.Questions {
		all[i] = &example{question: q, set: number}
	}
	return all
}

// observe searches for the questions of a set.
func (s *Set) observe(ctx context.Context, examples []*example, model *index.Model) error {
	options := []index.Option{index.WithModel(model)}
	hidden := func(*example) func(int) bool { return nil }
	if s.Learn {
		options = append(options, index.WithPrecedents(s.precedents()))
		hidden = func(e *example) func(int) bool {
			return func(precedent int) bool { return examples[precedent].fold == e.fold }
		}
	}
	ix, err := index.Build(ctx, s.Base, options...)
	if err != nil {
		return err
	}
	defer ix.Close()
	g, ctx := errgroup.WithContext(ctx)
	g.SetLimit(runtime.GOMAXPROCS(0))
	for _, e := range examples {
		g.Go(func() (err error) {
			q := e.question
			if e.seen, err = ix.Observe(ctx, q.Text, hidden(e)); err != nil {
				return fmt.Errorf("the question of line %d: %w", q.Line, err)
			}
			e.group = newGroup(q, e.seen, cmp.Or(s.Weight, 1))
			return nil
		})
	}
	return g.Wait()
}

// precedents are the questions of the set, in their order.
func (s *Set) precedents() []index.Precedent {
	all := make([]index.Precedent, len(s.Questions))
	for i := range s.Questions {
		q := &s.Questions[i]
		all[i].Question = q.Text
		if q.Answerable() {
			all[i].ArticleID = q.Right[0]
		}
	}
	return all
}

func newGroup(q eval.Question, seen *index.Observation, weight float64) group {
	g := group{right: make([]bool, seen.Len()), weight: weight}
	if seen.Len() == 0 {
		return g
	}
	var values []float64
	for c := range seen.Len() {
		values = append(values, seen.Features(c)...)
		g.right[c] = q.IsRight(seen.ID(c))
	}
	columns := len(values) / seen.Len()
	g.features = blas64.General{Rows: seen.Len(), Cols: columns, Stride: columns, Data: values}
	return g
}

// deal gives each question of a set its fold, the answerable and the others in turn. A text keeps the fold that it was
// given before. The order is that of hashes: neighbours in a file are often alike.
func deal(examples []*example, fold map[string]int) {
	shuffled := slices.Clone(examples)
	slices.SortStableFunc(shuffled, func(a, b *example) int {
		return cmp.Compare(hash(a.question.Text), hash(b.question.Text))
	})
	dealt := map[bool]int{}
	for _, e := range shuffled {
		n, known := fold[e.question.Text]
		if !known {
			n = dealt[e.question.Answerable()] % folds
			dealt[e.question.Answerable()]++
			fold[e.question.Text] = n
		}
		e.fold = n
	}
}

func hash(text string) uint64 {
	h := fnv.New64a()
	_, _ = h.Write([]byte(text)) // it never fails
	return h.Sum64()
}
