package eval

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/chatbotsmanagers/faqbot/index"
)

// Depth is how many hits of a question are looked at.
const Depth = 10

// Hit is an article found for a question.
type Hit struct {
	ID         string
	Confidence float64
}

// Answer is what the search made of one question.
type Answer struct {
	Question Question
	Hits     []Hit // best first; the first one's confidence is that of the whole decision
	Took     time.Duration
}

// Confidence is that of the whole decision, 0 when nothing was found.
func (a *Answer) Confidence() float64 {
	if len(a.Hits) == 0 {
		return 0
	}
	return a.Hits[0].Confidence
}

// Right tells whether the first hit is right.
func (a *Answer) Right() bool { return a.rank() == 1 }

// rank returns the place of the first right hit from 1, or 0.
func (a *Answer) rank() int {
	for i, h := range a.Hits {
		if a.Question.IsRight(h.ID) {
			return i + 1
		}
	}
	return 0
}

// Run asks the index all questions, one after the other, so that each one's time is its own.
func Run(ctx context.Context, ix *index.Index, questions []Question) ([]Answer, error) {
	answers := make([]Answer, 0, len(questions))
	for _, q := range questions {
		start := time.Now()
		found, err := ix.Search(ctx, q.Text, Depth)
		took := time.Since(start)
		if err != nil {
			return nil, fmt.Errorf("search for the question of line %d: %w", q.Line, err)
		}
		a := Answer{Question: q, Took: took}
		for _, h := range found.Hits {
			a.Hits = append(a.Hits, Hit{ID: h.Article.ID, Confidence: h.Confidence})
		}
		answers = append(answers, a)
	}
	return answers, nil
}

// WriteRun writes the first ten hits of each question as tab-separated lines: number of the question from 0, rank from
// 1, id, confidence. Questions without hits have no line, but a number. Confidence falls with rank even where the
// search found two hits equally good, so that a sort by it keeps the order, and it never falls below 0. An id with a tab or
// a line break is refused: nobody could read the line back.
func WriteRun(w io.Writer, answers []Answer) error {
	const step = 1e-6 // the last digit that is written
	out := bufio.NewWriter(w)
	for i := range answers {
		last := 0.0
		for rank, h := range answers[i].Hits {
			if strings.ContainsAny(h.ID, "\t\r\n") {
				return fmt.Errorf("write the run: the article id %q holds a tab or a line break, which part the columns and lines of the file: rename the article", h.ID)
			}
			confidence := h.Confidence
			if rank > 0 {
				confidence = max(0, min(confidence, last-step))
			}
			last = confidence
			fmt.Fprintf(out, "%d\t%d\t%s\t%.6f\n", i, rank+1, h.ID, confidence)
		}
	}
	if err := out.Flush(); err != nil {
		return fmt.Errorf("write the run: %w", err)
	}
	return nil
}
