package eval

import (
	"cmp"
	"slices"
)

// outcome is all that the measures need to know of an answered question.
type outcome struct {
	confidence float64
	rank       int  // of the first right hit from 1; 0: none is
	found      bool // there is a hit
	answerable bool
}

func (o outcome) right() bool { return o.rank == 1 }

func outcomeOf(a *Answer) outcome {
	return outcome{confidence: a.Confidence(), rank: a.rank(), found: len(a.Hits) > 0, answerable: a.Question.Answerable()}
}

// surer compares by confidence, highest first; among equals what has hits comes first.
func surer(a, b outcome) int {
	if c := cmp.Compare(b.confidence, a.confidence); c != 0 {
		return c
	}
	switch {
	case a.found == b.found:
		return 0
	case a.found:
		return -1
	default:
		return 1
	}
}

// surestFirst are the outcomes of answers in the order in which a falling threshold would answer them.
func surestFirst(answers []Answer) []outcome {
	sorted := make([]outcome, len(answers))
	for i := range answers {
		sorted[i] = outcomeOf(&answers[i])
	}
	slices.SortStableFunc(sorted, surer)
	return sorted
}

// eachThreshold tells for every threshold of confidence, from the highest down, how many questions it answers and how
// many of those rightly. Questions of equal confidence are answered together or not at all; where nothing was found
// there is nothing to answer with.
func eachThreshold(surestFirst []outcome, tell func(confidence float64, answered, right int)) {
	right := 0
	for i, o := range surestFirst {
		if !o.found {
			return
		}
		if o.right() {
			right++
		}
		if next := i + 1; next == len(surestFirst) || !surestFirst[next].found || surestFirst[next].confidence != o.confidence {
			tell(o.confidence, i+1, right)
		}
	}
}

func countAnswerable(outcomes []outcome) int {
	n := 0
	for _, o := range outcomes {
		if o.answerable {
			n++
		}
	}
	return n
}
