package eval

import (
	"bytes"
	"math"

	"gonum.org/v1/gonum/stat/distuv"
)

// Comparison tells how a run differs from an earlier one on the same questions.
type Comparison struct {
	Measures map[string]Difference `json:"measures"` // by the key that the measure has in a Report
	// Won are the answerable questions whose first hit is right now and was not, Lost the other way round. Both are nil
	// where they were not asked for.
	Won  []Change `json:"won,omitzero"`
	Lost []Change `json:"lost,omitzero"`
}

// Difference is that of one measure.
type Difference struct {
	Before     float64    `json:"before"`
	Now        float64    `json:"now"`
	Difference float64    `json:"difference"`
	Interval   [2]float64 `json:"interval"` // 95 % confidence interval of the difference, by the bootstrap
	// P is how probable a difference as large as this one, up or down, would be if the two runs were equally good.
	P float64 `json:"p"`
	// Won and Lost count the questions that only one of the runs gets right, where the measure counts questions.
	Won  int `json:"won,omitempty"`
	Lost int `json:"lost,omitempty"`

	// Better and Worse tell the direction; neither is true of equal runs.
	Better bool `json:"-"`
	Worse  bool `json:"-"`
}

// Change is a question whose first hit changed between right and wrong.
type Change struct {
	Line   int    `json:"line"`
	Text   string `json:"q"`
	Before string `json:"before"` // id of the first hit, empty when nothing was found
	Now    string `json:"now"`
}

// Compare tests whether two runs on the same questions, in the same order, differ by more than chance. What is a count of
// questions is tested exactly by McNemar's test, everything else by randomisation, see mcNemar and
// pairs.randomise. The questions that changed sides are listed where they are asked for.
func Compare(before, now []Answer, list bool) (*Comparison, error) {
	now, err := asWritten(now)
	if err != nil {
		return nil, err
	}
	ps := pairUp(before, now)
	chances := ps.randomise()
	spreads := ps.intervals()
	old, latest := surestFirst(before), surestFirst(now)
	c := &Comparison{Measures: make(map[string]Difference, len(measures))}
	for i, m := range measures {
		d := Difference{Before: m.of(old), Now: m.of(latest), P: chances[i], Interval: spreads[i]}
		d.Difference = d.Now - d.Before
		if m.within > 0 {
			d.Won, d.Lost = turned(before, now, m.within)
			d.P = mcNemar(d.Won, d.Lost)
		}
		if d.Difference != 0 {
			d.Better = (d.Difference < 0) == m.lower
			d.Worse = !d.Better
		}
		c.Measures[m.key] = d
	}
	if list {
		c.Won, c.Lost = changes(before, now)
	}
	return c, nil
}

// asWritten is a run as a file holds it, so that a run compared with itself does not differ by the digits that are not
// written.
func asWritten(answers []Answer) ([]Answer, error) {
	var file bytes.Buffer
	if err := WriteRun(&file, answers); err != nil {
		return nil, err
	}
	questions := make([]Question, len(answers))
	for i := range answers {
		questions[i] = answers[i].Question
	}
	written, _, err := readRows(&file, questions)
	return written, err
}

// changes lists the questions that changed sides.
func changes(before, now []Answer) (won, lost []Change) {
	won, lost = []Change{}, []Change{}
	for i := range now {
		was, is := before[i].Right(), now[i].Right()
		if was == is {
			continue
		}
		c := Change{Line: now[i].Question.Line, Text: now[i].Question.Text, Before: first(before[i]), Now: first(now[i])}
		if is {
			won = append(won, c)
		} else {
			lost = append(lost, c)
		}
	}
	return won, lost
}

func first(a Answer) string {
	if len(a.Hits) == 0 {
		return ""
	}
	return a.Hits[0].ID
}

// turned counts the answerable questions whose right article came among the first k in one run only.
func turned(before, now []Answer, k int) (won, lost int) {
	for i := range now {
		was, is := before[i].rank(), now[i].rank()
		switch had, has := was >= 1 && was <= k, is >= 1 && is <= k; {
		case has && !had:
			won++
		case had && !has:
			lost++
		}
	}
	return won, lost
}

// mcNemar is the exact two-sided McNemar test (Q. McNemar, Note on the Sampling Error of the Difference Between Correlated
// Proportions, Psychometrika 12, 1947): if two searches are equally good, each question that only one of them gets right
// is a fair coin.
func mcNemar(won, lost int) float64 {
	if won == lost {
		return 1
	}
	coins := distuv.Binomial{N: float64(won + lost), P: 0.5}
	return math.Min(1, 2*coins.CDF(float64(min(won, lost))))
}
