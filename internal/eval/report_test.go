package eval

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// asked makes an answer out of the right ids and the ids that were found.
func asked(confidence float64, right string, found ...string) Answer {
	a := Answer{}
	if right != "" {
		a.Question.Right = strings.Split(right, ",")
	}
	for i, id := range found {
		a.Hits = append(a.Hits, Hit{ID: id, Confidence: confidence / float64(i+1)})
	}
	return a
}

// example has seven answerable questions and two others.
func example() []Answer {
	return []Answer{
		asked(0.95, "a", "a", "b"),           // right
		asked(0.85, "a,c", "c", "a"),         // right, by the second id
		asked(0.75, "", "b"),                 // nothing was right, answered all the same
		asked(0.65, "b", "b"),                // right
		asked(0.55, "b", "a", "c", "b"),      // in the third place
		asked(0.25, "d", "a", "b", "c", "d"), // in the fourth place
		asked(0.05, "e", "a", "b"),           // not at all
		asked(0, "e"),                        // nothing found
		asked(0.15, "", "a"),                 // nothing was right
	}
}

func TestMeasureByHand(t *testing.T) {
	r := Measure(example())
	require.Equal(t, 9, r.Questions)
	require.InDelta(t, 3.0/7, r.R1, 1e-9)
	require.InDelta(t, 4.0/7, r.R3, 1e-9)
	require.InDelta(t, (1+1+1+1.0/3+1.0/4)/7, r.MRR10, 1e-9)
	// The first two are right; the third breaks 90 %, and 3 of 4 never make it good.
	require.InDelta(t, 2.0/7, r.CoverageP90, 1e-9)
	require.InDelta(t, 2.0/7, r.CoverageP95, 1e-9)
	// 0.95 and 0.85 are above all six others, 0.65 above five of them: 17 of 18 pairs.
	require.InDelta(t, 17.0/18, r.AUROC, 1e-9)
	// Every bin holds one question (the lowest two: 0.05 and 0): its error is 1-c where right, c where not.
	require.InDelta(t, (0.05+0.15+0.75+0.35+0.55+0.25+0.05+0.15)/9, r.ECE, 1e-9)
}

func TestCoverageTakesTheLargestShareOverAllThresholds(t *testing.T) {
	var answers []Answer
	answers = append(answers, asked(0.99, "", "x")) // the surest answer is wrong
	for range 9 {
		answers = append(answers, asked(0.5, "a", "a"))
	}
	answers = append(answers, asked(0.1, "a", "b"))
	require.InDelta(t, 0.9, Coverage(answers, 0.90), 1e-9) // 9 of 10 right, of 10 answerable
	require.Zero(t, Coverage(answers, 0.95))
}

func TestCoverageAnswersEqualConfidencesTogether(t *testing.T) {
	answers := []Answer{asked(0.5, "a", "a"), asked(0.5, "a", "b")}
	require.Zero(t, Coverage(answers, 0.90))
	require.InDelta(t, 0.5, Coverage(answers, 0.50), 1e-9)
}

func TestAUROCCountsEqualConfidencesHalf(t *testing.T) {
	require.InDelta(t, 0.5, AUROC([]Answer{asked(0.5, "a", "a"), asked(0.5, "a", "b")}), 1e-9)
	require.InDelta(t, 0.75, AUROC([]Answer{asked(0.5, "a", "a"), asked(0.5, "a", "b"), asked(0.1, "", "b")}), 1e-9)
	require.InDelta(t, 0.5, AUROC([]Answer{asked(0.5, "a", "a")}), 1e-9, "nothing to compare")
}

func TestMeasureOfNothing(t *testing.T) {
	require.Equal(t, Report{AUROC: 0.5}, Measure(nil))
	r := Measure([]Answer{asked(0.9, "", "a")})
	require.Zero(t, r.R1+r.R3+r.MRR10+r.CoverageP90)
	require.InDelta(t, 0.9, r.ECE, 1e-9)
}

func TestLatencyIsNearestRank(t *testing.T) {
	var answers []Answer
	for i := range 100 {
		answers = append(answers, Answer{Took: time.Duration(100-i) * time.Microsecond})
	}
	require.Equal(t, Latency{P50: 50, P99: 99}, Measure(answers).LatencyUS)
}

func TestReportKeepsItsKeys(t *testing.T) {
	text, err := json.Marshal(Report{Questions: 1, R1: 0.5, LatencyUS: Latency{P50: 2, P99: 3}})
	require.NoError(t, err)
	require.JSONEq(t, `{"questions": 1, "r1": 0.5, "r3": 0, "mrr10": 0, "coverage_p95": 0, "coverage_p90": 0,
		"auroc": 0, "ece": 0, "latency_us": {"p50": 2, "p99": 3}}`, string(text))
}

func TestWriteRunNumbersEveryQuestion(t *testing.T) {
	var out strings.Builder
	require.NoError(t, WriteRun(&out, []Answer{
		asked(0.5, "a", "a", "b"),
		asked(0, "a"), // no hits: no line, but a number
		{Hits: []Hit{{"c", 0.25}, {"d", 0.25}}},
		{Hits: []Hit{{"expired", 0}, {"e", 0.1}}},
	}))
	require.Equal(t, "0\t1\ta\t0.500000\n0\t2\tb\t0.250000\n"+
		"2\t1\tc\t0.250000\n2\t2\td\t0.249999\n"+
		"3\t1\texpired\t0.000000\n3\t2\te\t0.000000\n", out.String())
}

func TestWriteRunRefusesAnIDThatBreaksALine(t *testing.T) {
	for _, id := range []string{"a\tb", "a\nb", "a\r"} {
		var out strings.Builder
		require.ErrorContains(t, WriteRun(&out, []Answer{asked(0.5, "a", "a", id)}), "rename the article")
		require.Empty(t, out.String())
	}
}
