package tune

import (
	"cmp"
	"context"
	"errors"
	"slices"

	"github.com/chatbotsmanagers/faqbot/index"
	"github.com/chatbotsmanagers/faqbot/internal/eval"
	"github.com/chatbotsmanagers/faqbot/kb"
)

// Kinds of questions that articles give.
const (
	// An article's test, searched for in the whole knowledge base. Its author saw to it that it finds the article, so
	// it is easier than a customer's question.
	ownTest = "test"
	// A phrasing, searched for in an index without it. Authors avoid to say the same twice, so it is harder than a
	// customer's question.
	leftPhrasing = "phrasing"
	// A test or a phrasing, searched for in an index without its article.
	unanswerable = "unanswerable"
)

const (
	// builds is how many indexes stand for those without each single phrasing and article: each misses a tenth of both.
	builds = 10
	// unanswerableShare is the part of the questions that have no answer, about that of the labelled sets that the
	// embedded model was fitted on.
	unanswerableShare = 0.25
	// mostArticles bounds the work: of a larger knowledge base evenly spread articles are asked.
	mostArticles = 1500
)

// askArticles makes questions of the articles and searches for them. Customers' questions lie between tests and
// phrasings that are left out, so both count the same where an article has both. An article counts as one question,
// however many it gives: they are alike.
func askArticles(ctx context.Context, base *kb.Base, model *index.Model) ([]*example, error) {
	whole, parts := questionsOfArticles(base)
	asked := Set{Base: base, Questions: whole}
	all := asked.examples(0)
	if err := asked.observe(ctx, all, model); err != nil {
		return nil, err
	}
	for n, questions := range parts {
		if len(questions) == 0 {
			continue
		}
		asked := Set{Base: without(base, n), Questions: questions}
		examples := asked.examples(0)
		if err := asked.observe(ctx, examples, model); err != nil {
			return nil, err
		}
		all = append(all, examples...)
	}
	if !slices.ContainsFunc(all, func(e *example) bool { return e.question.Answerable() }) {
		return nil, errors.New("no article has tests or a second phrasing, so there is nothing to calibrate on: " +
			"write some, or give labelled questions with --queries")
	}
	weighArticles(all)
	return all, nil
}

// questionsOfArticles returns the questions to ask the whole knowledge base, and those to ask each build.
func questionsOfArticles(base *kb.Base) (whole []eval.Question, parts [builds][]eval.Question) {
	step := 1 + (len(base.Articles)-1)/mostArticles
	for i := range base.Articles {
		if i%step != 0 {
			continue
		}
		a := &base.Articles[i]
		for _, text := range a.Tests {
			whole = append(whole, ofArticle(a, i, ownTest, text))
		}
		phrasings := a.Phrasings()
		for k, text := range phrasings {
			if n := leavesPhrasing(i, k); len(phrasings) > 1 && n != leavesArticle(i) {
				parts[n] = append(parts[n], ofArticle(a, i, leftPhrasing, text))
			}
		}
		lost := a.Tests
		if len(lost) == 0 {
			lost = phrasings
		}
		for _, text := range lost {
			n := leavesArticle(i)
			parts[n] = append(parts[n], ofArticle(a, i, unanswerable, text))
		}
	}
	return whole, parts
}

// ofArticle makes a question. Its line is the article's number, from 1.
func ofArticle(a *kb.Article, number int, kind, text string) eval.Question {
	q := eval.Question{Text: text, Kind: kind, Line: number + 1}
	if kind != unanswerable {
		q.Right = []string{a.ID}
	}
	return q
}

// leavesArticle is the build without an article. Neighbours, which are often alike, are left out by different ones.
func leavesArticle(number int) int { return number % builds }

// leavesPhrasing is the build without a phrasing. No build is without all of two or more.
func leavesPhrasing(number, phrasing int) int { return (number + 1 + phrasing) % builds }

// without returns the knowledge base that a build is made of.
func without(base *kb.Base, build int) *kb.Base {
	var articles []kb.Article
	for i, a := range base.Articles {
		if leavesArticle(i) == build {
			continue
		}
		if phrasings := a.Phrasings(); len(phrasings) > 1 {
			var left []string
			for k, text := range phrasings {
				if leavesPhrasing(i, k) != build {
					left = append(left, text)
				}
			}
			a.Question, a.Also = left[0], left[1:]
		}
		articles = append(articles, a)
	}
	return kb.NewBase(articles, base.Topics, base.Synonyms)
}

// weighArticles makes every article count once among the answerable questions, and once among the others, of which all
// together get their share.
func weighArticles(all []*example) {
	type part struct {
		article int
		kind    string
	}
	questions := map[part]float64{}
	answerable, others := map[int]bool{}, map[int]bool{}
	for _, e := range all {
		questions[part{e.question.Line, e.question.Kind}]++
		if e.question.Answerable() {
			answerable[e.question.Line] = true
		} else {
			others[e.question.Line] = true
		}
	}
	share := unanswerableShare / (1 - unanswerableShare) * float64(len(answerable)) / float64(max(1, len(others)))
	for _, e := range all {
		q := e.question
		e.fold = q.Line % folds // questions of one article are never on both sides
		e.group.weight = 1 / questions[part{q.Line, q.Kind}]
		switch {
		case !q.Answerable():
			e.group.weight *= share
		case questions[part{q.Line, ownTest}] > 0 && questions[part{q.Line, leftPhrasing}] > 0:
			e.group.weight /= 2
		}
	}
	slices.SortStableFunc(all, func(a, b *example) int { return cmp.Compare(a.question.Line, b.question.Line) })
}
