package tune

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"github.com/chatbotsmanagers/faqbot/index"
)

// withPrecedents adds the first set of each domain once more, searched with precedents, so that the weights serve both a
// company that has labelled questions and one that has none.
func withPrecedents(sets []Set) []Set {
	both := slices.Clone(sets)
	var domains []string
	for _, s := range sets {
		if s.Domain = s.domain(); slices.Contains(domains, s.Domain) {
			continue
		}
		domains = append(domains, s.Domain)
		s.Name, s.Learn = s.Name+" with precedents", true
		s.Weight = cmp.Or(s.Weight, 1) / 2 // they are the same questions
		both = append(both, s)
	}
	return both
}

// learn decides whether a model remembers the questions of its only set as precedents: when that makes the ranking
// better, as it stands, on questions that are not among them. It returns the examples as the model will see them.
func (f *fitter) learn(ctx context.Context, bare []*example, model *index.Model) ([]*example, choice, error) {
	s := f.sets[0]
	s.Learn = true
	learned, err := observe(ctx, []Set{s}, model)
	if err != nil {
		return nil, choice{}, fmt.Errorf("search with precedents: %w", err)
	}
	var with, without []*example
	for i := range bare {
		if bare[i].group.teaches() && learned[i].group.teaches() {
			with, without = append(with, learned[i]), append(without, bare[i])
		}
	}
	if len(with) == 0 {
		return bare, choice{}, nil
	}
	as := *f
	as.pull = infinite
	losses, err := as.rankingLosses(ctx, with)
	if err != nil {
		return nil, choice{}, err
	}
	others, err := as.rankingLosses(ctx, without)
	if err != nil {
		return nil, choice{}, err
	}
	c := compare(with, losses, others)
	if c.gain <= c.noise {
		return bare, c, nil
	}
	f.sets[0] = s
	return learned, c, nil
}
