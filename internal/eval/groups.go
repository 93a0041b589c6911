package eval

import (
	"cmp"
	"slices"
)

// Group holds the measures of the questions that bear one value of a label.
type Group struct {
	Label string `json:"label"`
	Value string `json:"value"` // empty: the questions that do not bear the label

	Questions  int `json:"questions"`
	Answerable int `json:"answerable"`

	// Over the answerable questions; nil where there are none.
	R1    *float64 `json:"r1,omitempty"`
	R3    *float64 `json:"r3,omitempty"`
	MRR10 *float64 `json:"mrr10,omitempty"`

	// Over all of its questions.
	Answered        float64 `json:"answered"`         // part whose confidence reaches the threshold
	AnsweredWrongly float64 `json:"answered_wrongly"` // part of which that is true although the first hit is wrong
	Confidence      float64 `json:"mean_confidence"`
}

// LabelID is the label that every question has: whether the knowledge base holds its answer, as its id tells.
const LabelID = "id"

// The values of LabelID.
const (
	Given = "given"
	Null  = "null"
)

// mostValues is how many values a label may have to sort questions by. One with more is a remark.
const mostValues = 30

// ByKind measures the questions by each value of each label, answerable or not first. threshold is the confidence from
// which a question is answered. Labels that have too many values to sort by are left out and returned.
func ByKind(answers []Answer, threshold float64) (groups []Group, leftOut []string) {
	groups = byLabel(answers, LabelID, threshold, func(q *Question) string {
		if q.Answerable() {
			return Given
		}
		return Null
	})
	for _, label := range labelsOf(answers) {
		by := byLabel(answers, label, threshold, func(q *Question) string { return q.Labels[label] })
		if len(by) > mostValues {
			leftOut = append(leftOut, label)
			continue
		}
		groups = append(groups, by...)
	}
	return groups, leftOut
}

func labelsOf(answers []Answer) []string {
	known := map[string]bool{}
	var labels []string
	for i := range answers {
		for label := range answers[i].Question.Labels {
			if !known[label] {
				known[label] = true
				labels = append(labels, label)
			}
		}
	}
	slices.Sort(labels)
	return labels
}

// byLabel sorts by value, the questions without the label last.
func byLabel(answers []Answer, label string, threshold float64, value func(*Question) string) []Group {
	parts := map[string][]Answer{}
	for i := range answers {
		v := value(&answers[i].Question)
		parts[v] = append(parts[v], answers[i])
	}
	groups := make([]Group, 0, len(parts))
	for v, of := range parts {
		g := groupOf(of, threshold)
		g.Label, g.Value = label, v
		groups = append(groups, g)
	}
	slices.SortFunc(groups, func(a, b Group) int {
		if (a.Value == "") != (b.Value == "") {
			return cmp.Compare(b.Value, a.Value)
		}
		return cmp.Compare(a.Value, b.Value)
	})
	return groups
}

// groupOf measures questions; there is at least one.
func groupOf(answers []Answer, threshold float64) Group {
	outcomes := surestFirst(answers)
	g := Group{Questions: len(answers), Answerable: countAnswerable(outcomes)}
	answered, wrongly := 0, 0
	for _, o := range outcomes {
		g.Confidence += o.confidence
		if !o.found || o.confidence < threshold {
			continue
		}
		answered++
		if !o.right() {
			wrongly++
		}
	}
	g.Confidence /= float64(len(outcomes))
	g.Answered, g.AnsweredWrongly = part(answered, len(outcomes)), part(wrongly, len(outcomes))
	if g.Answerable > 0 {
		r1, r3, mrr := recallWithin(1)(outcomes), recallWithin(3)(outcomes), reciprocalRank(outcomes)
		g.R1, g.R3, g.MRR10 = &r1, &r3, &mrr
	}
	return g
}
