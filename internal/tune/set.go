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
		examples, err := sets[i].observe(ctx, i, model)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", sets[i].Name, err)
		}
		deal(examples, fold)
		all = append(all, examples...)
	}
	return all, nil
}

func (s *Set) observe(ctx context.Context, number int, model *index.Model) ([]*example, error) {
	ix, err := index.Build(ctx, s.Base, index.WithModel(model))
	if err != nil {
		return nil, err
	}
	defer ix.Close()
	examples := make([]*example, len(s.Questions))
	g, ctx := errgroup.WithContext(ctx)
	g.SetLimit(runtime.GOMAXPROCS(0))
	for i, q := range s.Questions {
		g.Go(func() error {
			seen, err := ix.Observe(ctx, q.Text)
			if err != nil {
				return fmt.Errorf("the question of line %d: %w", q.Line, err)
			}
			examples[i] = &example{question: q, set: number, seen: seen, group: newGroup(q, seen, cmp.Or(s.Weight, 1))}
			return nil
		})
	}
	return examples, g.Wait()
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
