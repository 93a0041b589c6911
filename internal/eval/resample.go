package eval

import (
	"math"
	"math/rand/v2"
	"slices"

	"gonum.org/v1/gonum/stat"
)

// How often runs are drawn anew: enough that a p of 0.05 is known to within 0.005.
const (
	randomisations = 10_000
	bootstraps     = 2_000
)

// tolerance is what rounding may make of two equal sums.
const tolerance = 1e-12

// pairs are the outcomes of two runs on the same questions, surest first across both: sorted once, whatever is drawn
// from them is in order too.
type pairs struct {
	questions   int
	all         []paired
	before, now []outcome // what was drawn last
}

type paired struct {
	outcome
	question int
	later    bool // of the later run
}

func pairUp(before, now []Answer) *pairs {
	ps := &pairs{questions: len(now), all: make([]paired, 0, 2*len(now))}
	for i := range now {
		ps.all = append(ps.all,
			paired{outcome: outcomeOf(&before[i]), question: i},
			paired{outcome: outcomeOf(&now[i]), question: i, later: true})
	}
	slices.SortStableFunc(ps.all, func(a, b paired) int { return surer(a.outcome, b.outcome) })
	return ps
}

// draw takes each question so many times, with its two outcomes swapped where that is asked for, and returns the
// differences of all measures.
func (ps *pairs) draw(times func(question int) int, swap func(question int) bool) []float64 {
	ps.before, ps.now = ps.before[:0], ps.now[:0]
	for _, p := range ps.all {
		for range times(p.question) {
			if p.later != swap(p.question) {
				ps.now = append(ps.now, p.outcome)
			} else {
				ps.before = append(ps.before, p.outcome)
			}
		}
	}
	differences := make([]float64, len(measures))
	for i, m := range measures {
		differences[i] = m.of(ps.now) - m.of(ps.before)
	}
	return differences
}

func once(int) int   { return 1 }
func never(int) bool { return false }

// randomise returns for each measure the p of Fisher's randomisation test: if the runs are equally good, it is chance
// which of a question's two outcomes is called the later one, and swapping them at random shows what differences chance
// makes (M. Smucker, J. Allan, B. Carterette, A Comparison of Statistical Significance Tests for Information Retrieval
// Evaluation, CIKM 2007). The drawing that was observed counts as one of them, so that p is never 0 (B. Phipson,
// G. Smyth, Permutation P-values Should Never Be Zero, 2010).
func (ps *pairs) randomise() []float64 {
	observed := ps.draw(once, never)
	asLarge := make([]int, len(measures))
	random, swapped := seeded(), make([]bool, ps.questions)
	for range randomisations {
		for i := range swapped {
			swapped[i] = random.Uint64()&1 == 1
		}
		for i, d := range ps.draw(once, func(question int) bool { return swapped[question] }) {
			if math.Abs(d) >= math.Abs(observed[i])-tolerance {
				asLarge[i]++
			}
		}
	}
	p := make([]float64, len(measures))
	for i, n := range asLarge {
		p[i] = float64(n+1) / (randomisations + 1)
	}
	return p
}

// intervals returns for each measure the 95 % confidence interval of its difference.
func (ps *pairs) intervals() [][2]float64 {
	return bootstrap(ps.questions, func(times func(int) int) []float64 { return ps.draw(times, never) })
}

// Intervals returns for each measure, by its key in a Report, its 95 % confidence interval by the bootstrap, as far as the
// choice of the questions is chance. The calibration error is not among them: any drawing makes it larger, since questions
// drawn twice agree with each other, so that its interval would lie too high.
func Intervals(answers []Answer) map[string][2]float64 {
	if len(answers) == 0 {
		return nil
	}
	type numbered struct {
		outcome
		question int
	}
	sorted := make([]numbered, len(answers))
	for i := range answers {
		sorted[i] = numbered{outcomeOf(&answers[i]), i}
	}
	slices.SortStableFunc(sorted, func(a, b numbered) int { return surer(a.outcome, b.outcome) })
	var drawn []outcome
	found := bootstrap(len(answers), func(times func(int) int) []float64 {
		drawn = drawn[:0]
		for _, o := range sorted {
			for range times(o.question) {
				drawn = append(drawn, o.outcome)
			}
		}
		figures := make([]float64, len(measures))
		for i, m := range measures {
			figures[i] = m.of(drawn)
		}
		return figures
	})
	byKey := make(map[string][2]float64, len(measures))
	for i, m := range measures {
		if !m.lower {
			byKey[m.key] = found[i]
		}
	}
	return byKey
}

// bootstrap draws questions with replacement and returns the 2.5th and the 97.5th percentile of each figure (B. Efron,
// R. Tibshirani, An Introduction to the Bootstrap, 1993, chapter 13).
func bootstrap(questions int, figures func(times func(question int) int) []float64) [][2]float64 {
	intervals := make([][2]float64, len(measures))
	if questions == 0 {
		return intervals
	}
	random, times := seeded(), make([]int, questions)
	drawn := make([][]float64, len(measures))
	for range bootstraps {
		clear(times)
		for range questions {
			times[random.IntN(questions)]++
		}
		for i, f := range figures(func(question int) int { return times[question] }) {
			drawn[i] = append(drawn[i], f)
		}
	}
	for i, values := range drawn {
		slices.Sort(values)
		intervals[i] = [2]float64{
			stat.Quantile(0.025, stat.Empirical, values, nil), stat.Quantile(0.975, stat.Empirical, values, nil),
		}
	}
	return intervals
}

// seeded draws the same each time, so that the same runs get the same verdict.
func seeded() *rand.Rand {
	return rand.New(rand.NewPCG(20, 26)) //nolint:gosec // a drawing for statistics keeps no secret
}
