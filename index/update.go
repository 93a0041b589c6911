package index

import (
	"context"
	"fmt"
	"slices"

	"github.com/chatbotsmanagers/faqbot/kb"
)

// Update makes the index of another state of the knowledge base from the present one, which stays as it is and may be
// searched meanwhile. Only articles that are new or changed are analysed, and the two share what they can; both must be
// closed, the present one after Update has returned. What is found, in which order and with which confidence is the same as after Build.
//
// The first part of the inverted index is left as it is. All articles that have changed since it was built go to a
// second part, which every update makes anew, so that there are never more than two. When that grows too large for it, or when too
// many words are in use no more, Update builds everything anew.
//
// The next index has the options of the present one, and those that are given. Of the same base it is made in no time, but
// for what precedents take. Update fails as Build does, and with [ErrClosed] when the present index is closed.
func (ix *Index) Update(ctx context.Context, base *kb.Base, options ...Option) (*Index, error) {
	if ix.closed.Load() {
		return nil, ErrClosed
	}
	next := &Index{model: ix.model, now: ix.now, asTyped: ix.asTyped, given: ix.given}
	for _, set := range options {
		set(next)
	}
	if err := next.chooseModel(); err != nil {
		return nil, err
	}
	if base == ix.base && next.asTyped == ix.asTyped {
		ix.lend(next)
		return next, nil
	}
	if err := next.take(base); err != nil {
		return nil, fmt.Errorf("update the index: %w", err)
	}
	inMain := ix.stillInMain(base)
	moved := 0
	for _, place := range inMain {
		if place == gone {
			moved++
		}
	}
	articles := len(base.Articles)
	if moved > articles/2 || moved > max(movedLeast, articles/movedPart) || ix.forward.table.holes() {
		if err := next.build(ctx, base); err != nil {
			return nil, fmt.Errorf("build the index anew: %w", err)
		}
		return next, nil
	}
	next.inMain = inMain
	next.forward = ix.forward.with(base, ix)
	if err := next.shelve(ctx, ix.parts[0].shelf, moved); err != nil {
		return nil, fmt.Errorf("update the index: %w", err)
	}
	next.finish()
	return next, nil
}

// lend lets another index of the same articles use all that is made of them.
func (ix *Index) lend(next *Index) {
	next.base, next.numbers, next.inMain = ix.base, ix.numbers, ix.inMain
	next.parts, next.norms, next.forward = ix.parts, ix.norms, ix.forward
	next.synonyms, next.repairer = ix.synonyms, ix.repairer
	for _, p := range ix.parts {
		p.shelf.share()
	}
	next.learn()
}

// The second part holds at most so many articles, or that part of all of them, and never more than the first: an update
// analyses none of those that were moved before, but adds them to Bleve again.
const (
	movedLeast = 256
	movedPart  = 20
)

// stillInMain returns the place in the first part of each article of a base, gone for those that it does not hold as they are.
func (ix *Index) stillInMain(base *kb.Base) []int32 {
	inMain := make([]int32, len(base.Articles))
	for i := range base.Articles {
		inMain[i] = gone
		if was, same := ix.sameAs(&base.Articles[i]); same {
			inMain[i] = ix.inMain[was]
		}
	}
	return inMain
}

// sameAs returns the number of an article that is found by the same texts as one of another base.
func (ix *Index) sameAs(a *kb.Article) (number int, same bool) {
	number, known := ix.numbers[a.ID]
	if !known {
		return 0, false
	}
	was := &ix.base.Articles[number]
	return number, slices.Equal(was.Phrasings(), a.Phrasings()) &&
		was.Answer == a.Answer && slices.Equal(was.Tags, a.Tags) && sku(was) == sku(a)
}

func sku(a *kb.Article) string {
	if a.Product == nil {
		return ""
	}
	return a.Product.SKU
}

// with returns the forward index of another base: entries of articles that have not changed are shared.
func (f *forward) with(base *kb.Base, ix *Index) *forward {
	next := f.clone()
	next.articles = make([]entry, len(base.Articles))
	kept := make([]bool, len(f.articles))
	added := next.tally(1)
	for i := range base.Articles {
		if was, same := ix.sameAs(&base.Articles[i]); same {
			next.articles[i], kept[was] = f.articles[was], true
			continue
		}
		next.articles[i] = next.read(&base.Articles[i])
		added.count(&next.articles[i])
	}
	removed := next.tally(-1)
	for was := range f.articles {
		if !kept[was] {
			removed.count(&f.articles[was])
		}
	}
	return next
}

// shelve finds the articles of the first part in a shelf that exists, and puts the others on a second one.
func (ix *Index) shelve(ctx context.Context, main *shelf, moved int) error {
	numbers := make([]int32, len(main.places))
	for i := range numbers {
		numbers[i] = gone
	}
	others := make([]int32, 0, moved)
	for number, place := range ix.inMain {
		if place == gone {
			others = append(others, int32(number))
		} else {
			numbers[place] = int32(number)
		}
	}
	ix.parts = []part{newPart(main, numbers)}
	if len(others) > 0 {
		second, err := newShelf(ctx, func(yield func(*document) bool) {
			for _, number := range others {
				if !yield(ix.forward.document(&ix.forward.articles[number])) {
					return
				}
			}
		})
		if err != nil {
			return err
		}
		ix.parts = append(ix.parts, newPart(second, others))
	}
	main.share()
	return nil
}
