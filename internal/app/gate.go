package app

import (
	"context"
	"fmt"

	"github.com/chatbotsmanagers/faqbot/index"
	"github.com/chatbotsmanagers/faqbot/internal/eval"
	"github.com/chatbotsmanagers/faqbot/kb"
)

// Gate says what becomes of a changed knowledge base that makes tests of its articles fail.
type Gate string

// The gates; the empty one is GateWarn.
const (
	GateWarn   Gate = "warn"   // it goes live at once, and the tests are told
	GateRefuse Gate = "refuse" // the last state stays, and the tests are told
)

// tested is the last state of the knowledge base whose articles' own tests were asked.
type tested struct {
	base   *kb.Base // nil before the first
	failed []eval.Failure
	// What of failed the state tested before did not have: tests that passed there, and tests that are new. Before the first
	// there is nothing to break, and all is new.
	broken, fresh []eval.Failure
}

// test asks the tests of a state.
func (t tested) test(ctx context.Context, ix *index.Index) (now tested, err error) {
	failed, _, err := eval.CheckTests(ctx, ix)
	if err != nil {
		return t, fmt.Errorf("ask the tests of the articles: %w", err)
	}
	now = tested{base: ix.Base(), failed: failed, fresh: failed}
	if t.base != nil {
		now.broken, now.fresh = eval.Since(t.base, t.failed, failed)
	}
	return now, nil
}

// refused is why a state does not go live; fresh fails beside that.
type refused struct{ broken, fresh []eval.Failure }

func (r refused) Error() string {
	return fmt.Sprintf("tests of articles that pass now and would fail: %d", len(r.broken))
}

// toldTests bounds how many tests are told one by one, each cut to toldRunes: faqbot kb lint has them all.
const (
	toldTests = 20
	toldRunes = 300
)

// failures are failing tests as the problems of files are told.
func failures(of []eval.Failure, severity kb.Severity) []kb.Problem {
	told := make([]kb.Problem, 0, min(toldTests, len(of)))
	for _, f := range of[:min(toldTests, len(of))] {
		told = append(told, kb.Problem{File: f.File, Line: f.Line, Severity: severity, Text: shorten(f.Text())})
	}
	return told
}

func shorten(text string) string {
	if runes := []rune(text); len(runes) > toldRunes {
		return string(runes[:toldRunes-1]) + "…"
	}
	return text
}
