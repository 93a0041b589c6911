package index

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"
	"strings"
)

// Explanation tells a person why a search came out as it did.
type Explanation struct {
	Result     Result
	Hits       []HitExplanation // in the order of Result.Hits
	Confidence []Part           // of the confidence, as additions to its log odds; strongest first
	Bias       float64          // of the confidence, where the additions begin
	Trust      float64          // that the repairs are what was meant: the confidence is multiplied by it
}

// HitExplanation tells where the score of a hit comes from.
type HitExplanation struct {
	Parts []Part  // features of the hit, strongest first; they add up to the score
	Share float64 // of all candidates' probability
}

// Part is one addition to a sum: the value of a feature or a signal times its weight.
type Part struct {
	Name   string // one of RankingInputs or ConfidenceInputs
	Value  float64
	Weight float64 // in the model
}

// Adds is what the part adds.
func (p Part) Adds() float64 { return p.Value * p.Weight }

// Explain searches as Search does and tells why. Its errors are those of Search.
func (ix *Index) Explain(ctx context.Context, text string, n int) (Explanation, error) {
	f, err := ix.find(ctx, text, nil)
	if err != nil {
		return Explanation{}, err
	}
	x := Explanation{Result: ix.result(f, n), Trust: f.query.trust}
	for i := range x.Result.Hits {
		c := f.candidates[i]
		x.Hits = append(x.Hits, HitExplanation{
			Parts: parts(featureNames[:], c.values[:], ix.model.ranking[:]),
			Share: c.share,
		})
	}
	if len(f.candidates) > 0 {
		x.Confidence = parts(signalNames[:], f.signals[:], ix.model.confidence.by[:])
		x.Bias = ix.model.confidence.bias
	}
	return x, nil
}

func parts(names []string, values, weights []float64) []Part {
	var ps []Part
	for i, name := range names {
		if p := (Part{Name: name, Value: values[i], Weight: weights[i]}); p.Adds() != 0 {
			ps = append(ps, p)
		}
	}
	slices.SortStableFunc(ps, func(a, b Part) int { return cmp.Compare(math.Abs(b.Adds()), math.Abs(a.Adds())) })
	return ps
}

// String writes the explanation as a page of text.
func (x Explanation) String() string {
	var b strings.Builder
	b.WriteString("words:\n")
	for _, t := range x.Result.Terms {
		known := ""
		if !t.Known {
			known = "  in no article"
		}
		fmt.Fprintf(&b, "  %-20s stem %-16s weight %5.2f%s\n", t.Text, t.Stem, t.Weight, known)
	}
	if len(x.Result.Repairs) > 0 {
		b.WriteString("searched for in another spelling:\n")
	}
	for _, r := range x.Result.Repairs {
		fmt.Fprintf(&b, "  %-40s %-16s trusted %.2f\n", r, r.Kind, r.Trust)
	}
	if len(x.Result.Hits) == 0 {
		b.WriteString("nothing was found\n")
		return b.String()
	}
	if !x.Result.Understood {
		b.WriteString("no article holds any of these words, or others that mean the same: it is never answered with what only looks alike, whatever the confidence below\n")
	}
	trusted := ""
	if x.Trust < 1 {
		trusted = fmt.Sprintf(", multiplied by %.2f since words were repaired", x.Trust)
	}
	fmt.Fprintf(&b, "confidence %.3f that the first is right, %.3f that one of three is%s; the sum begins at %+.2f:\n",
		x.Result.Confidence, x.Result.SuggestConfidence, trusted, x.Bias)
	writeParts(&b, x.Confidence)
	for i, h := range x.Result.Hits {
		expired := ""
		if h.Expired {
			expired = ", expired"
		}
		fmt.Fprintf(&b, "%d. %s  score %.3f, share %.3f, confidence %.3f%s\n", i+1, h.Article.ID, h.Score, x.Hits[i].Share, h.Confidence, expired)
		if h.Phrasing != "" {
			fmt.Fprintf(&b, "   %s\n", h.Phrasing)
		}
		writeParts(&b, x.Hits[i].Parts)
	}
	return b.String()
}

// writeParts lists the parts that decide; the rest adds next to nothing.
func writeParts(b *strings.Builder, ps []Part) {
	const shown = 8
	for _, p := range ps[:min(shown, len(ps))] {
		fmt.Fprintf(b, "   %+7.2f = %5.2f × %+6.2f  %-22s %s\n", p.Adds(), p.Value, p.Weight, p.Name, meaningOf(p.Name))
	}
}
