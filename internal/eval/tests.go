package eval

import (
	"context"
	"fmt"
	"runtime"
	"slices"

	"golang.org/x/sync/errgroup"

	"github.com/chatbotsmanagers/faqbot/index"
	"github.com/chatbotsmanagers/faqbot/kb"
)

// Failure is a test of an article that did not find its article first.
type Failure struct {
	File  string
	Line  int // of the test, or of the article where the source has no lines of its own for tests
	ID    string
	Test  string
	Found string // id of what came first, empty when nothing was found
	Rank  int    // where the article came, from 1; 0: not among the first ten
}

// String tells an author where to look and what is wrong.
func (f Failure) String() string { return fmt.Sprintf("%s:%d: %s", f.File, f.Line, f.Text()) }

// Text tells an author what is wrong.
func (f Failure) Text() string {
	switch {
	case f.Found == "":
		return fmt.Sprintf("the test «%s» finds nothing", f.Test)
	case f.Rank == 0:
		return fmt.Sprintf("the test «%s» finds %s instead", f.Test, f.Found)
	default:
		return fmt.Sprintf("the test «%s» finds %s first and this article in place %d", f.Test, f.Found, f.Rank)
	}
}

// Since parts the failures that an earlier state of the knowledge base did not have. Broken are those of tests that it had and
// that passed there; a test in fresh is new, so nothing was broken. What failed before is in neither.
func Since(before *kb.Base, failedBefore, failed []Failure) (broken, fresh []Failure) {
	type test struct{ id, text string }
	known := map[test]bool{}
	for _, f := range failedBefore {
		known[test{f.ID, f.Test}] = true
	}
	for _, f := range failed {
		a := before.Article(f.ID)
		switch had := a != nil && slices.Contains(a.Tests, f.Test); {
		case !had:
			fresh = append(fresh, f)
		case !known[test{f.ID, f.Test}]:
			broken = append(broken, f)
		}
	}
	return broken, fresh
}

// CheckTests asks the index the tests of all its articles and returns those that fail, in the order of the articles,
// and how many were asked. It uses all cores, since an edited article waits for it.
func CheckTests(ctx context.Context, ix *index.Index) (failures []Failure, checked int, err error) {
	articles := ix.Base().Articles
	failed := make([][]Failure, len(articles)) // by article, each written by one goroutine
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(runtime.GOMAXPROCS(0))
	for i := range articles {
		if len(articles[i].Tests) == 0 {
			continue
		}
		checked += len(articles[i].Tests)
		group.Go(func() (err error) {
			failed[i], err = checkArticle(ctx, ix, &articles[i])
			return err
		})
	}
	if err := group.Wait(); err != nil {
		return nil, 0, err
	}
	return slices.Concat(failed...), checked, nil
}

func checkArticle(ctx context.Context, ix *index.Index, a *kb.Article) (failures []Failure, err error) {
	for _, test := range a.Tests {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		found, err := ix.Search(ctx, test, Depth)
		if err != nil {
			return nil, fmt.Errorf("check the tests of %s: %w", a.ID, err)
		}
		f := Failure{File: a.File, Line: ix.Base().TestLine(a, test), ID: a.ID, Test: test}
		for rank, h := range found.Hits {
			if rank == 0 {
				f.Found = h.Article.ID
			}
			if h.Article.ID == a.ID {
				f.Rank = rank + 1
			}
		}
		if f.Rank != 1 {
			failures = append(failures, f)
		}
	}
	return failures, nil
}
