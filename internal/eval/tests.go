package eval

import (
	"context"
	"fmt"

	"github.com/chatbotsmanagers/faqbot/index"
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

// CheckTests asks the index the tests of all its articles and returns those that fail, and how many were asked.
func CheckTests(ctx context.Context, ix *index.Index) (failures []Failure, checked int, err error) {
	base := ix.Base()
	for i := range base.Articles {
		a := &base.Articles[i]
		for _, test := range a.Tests {
			found, err := ix.Search(ctx, test, Depth)
			if err != nil {
				return nil, checked, fmt.Errorf("check the tests of %s: %w", a.ID, err)
			}
			checked++
			f := Failure{File: a.File, Line: base.TestLine(a, test), ID: a.ID, Test: test}
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
	}
	return failures, checked, nil
}
