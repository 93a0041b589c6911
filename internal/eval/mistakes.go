package eval

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"github.com/chatbotsmanagers/faqbot/index"
)

// Mistake is a question that the search gets wrong, told so that a person can see why.
type Mistake struct {
	Line   int      `json:"line"`
	Text   string   `json:"q"`
	Wanted []Wanted `json:"wanted"` // empty: the knowledge base holds no answer
	Got    *Got     `json:"got"`    // nil: nothing was found
	// Answered: the confidence reaches the threshold. A customer would get this unless the bot takes the words for small talk
	// or a wish for a person, or understands none of them: those it never answers with an article, however sure the search is.
	Answered bool   `json:"answered"`
	Why      string `json:"why"`
}

// Wanted is an article that would have been right.
type Wanted struct {
	ID    string `json:"id"`
	Title string `json:"title"` // empty where the knowledge base has no such article
	Place int    `json:"place"` // from 1; 0: not even looked at closely
}

// Got is what came first.
type Got struct {
	ID         string  `json:"id"`
	Title      string  `json:"title"`
	Phrasing   string  `json:"phrasing,omitempty"` // the one that fits best, where it is not the title
	Confidence float64 `json:"confidence"`
}

// allCandidates asks an explanation for everything that was looked at closely.
const allCandidates = 1000

// Mistakes explains the answerable questions whose first hit is wrong, and the unanswerable ones whose confidence reaches
// the threshold, most confident first: those hurt customers most.
func Mistakes(ctx context.Context, ix *index.Index, answers []Answer, threshold float64) ([]Mistake, error) {
	mistakes := []Mistake{}
	for i := range answers {
		a := &answers[i]
		answered := len(a.Hits) > 0 && a.Confidence() >= threshold
		if a.Right() || !a.Question.Answerable() && !answered {
			continue
		}
		x, err := ix.Explain(ctx, a.Question.Text, allCandidates)
		if err != nil {
			return nil, fmt.Errorf("explain the question of line %d: %w", a.Question.Line, err)
		}
		mistakes = append(mistakes, mistakeOf(ix, &a.Question, answered, x))
	}
	slices.SortStableFunc(mistakes, func(a, b Mistake) int { return cmp.Compare(b.confidence(), a.confidence()) })
	return mistakes, nil
}

func (m *Mistake) confidence() float64 {
	if m.Got == nil {
		return -1
	}
	return m.Got.Confidence
}

func mistakeOf(ix *index.Index, q *Question, answered bool, x index.Explanation) Mistake {
	m := Mistake{Line: q.Line, Text: q.Text, Wanted: []Wanted{}, Answered: answered}
	for _, id := range q.Right {
		w := Wanted{ID: id}
		if a := ix.Article(id); a != nil {
			w.Title = a.Title()
		}
		w.Place = 1 + slices.IndexFunc(x.Result.Hits, func(h index.Hit) bool { return h.Article.ID == id })
		m.Wanted = append(m.Wanted, w)
	}
	// The one that came nearest is told first.
	slices.SortStableFunc(m.Wanted, func(a, b Wanted) int { return cmp.Compare(a.order(), b.order()) })
	if len(x.Result.Hits) > 0 {
		h := x.Result.Hits[0]
		m.Got = &Got{ID: h.Article.ID, Title: h.Article.Title(), Confidence: h.Confidence}
		if h.Phrasing != m.Got.Title {
			m.Got.Phrasing = h.Phrasing
		}
	}
	m.Why = why(ix, m.Wanted, x)
	return m
}

// order puts what was not looked at last, and what does not exist after it.
func (w Wanted) order() int {
	switch {
	case w.Place > 0:
		return w.Place
	case w.Title != "":
		return allCandidates + 1
	default:
		return allCandidates + 2
	}
}
