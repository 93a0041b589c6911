package eval

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/chatbotsmanagers/faqbot/kb"
)

func knowing(ids ...string) *kb.Base {
	articles := make([]kb.Article, len(ids))
	for i, id := range ids {
		articles[i] = kb.Article{ID: id, Question: id}
	}
	return kb.NewBase(articles, nil, nil)
}

func TestReadRunReadsWhatWriteRunWrites(t *testing.T) {
	answers := []Answer{
		asked(0.75, "a", "a", "b", "c"),
		asked(0, "a"), // nothing found
		asked(0.125, "", "b"),
		asked(0, "a"), // likewise, at the end
	}
	questions := make([]Question, len(answers))
	for i := range answers {
		questions[i] = answers[i].Question
	}
	var file bytes.Buffer
	require.NoError(t, WriteRun(&file, answers))
	read, err := ReadRun(&file, questions, knowing("a"))
	require.NoError(t, err)
	require.Equal(t, answers, read)
}

func TestReadRunLooksNoDeeperThanIsMeasured(t *testing.T) {
	var file strings.Builder
	for rank := range Depth + 5 {
		fmt.Fprintf(&file, "0\t%d\ta%d\t0.5\n", rank+1, rank)
	}
	file.WriteString("1\t1\tb\t0.5\n")
	read, err := ReadRun(strings.NewReader(file.String()), make([]Question, 2), knowing("a0"))
	require.NoError(t, err)
	require.Len(t, read[0].Hits, Depth)
	require.Len(t, read[1].Hits, 1)
}

func TestReadRunSaysWhatDoesNotFit(t *testing.T) {
	questions := make([]Question, 3)
	for name, test := range map[string]struct{ run, want string }{
		"empty":             {"", "it holds no row"},
		"JSON":              {`{"q": "x"}`, "line 1: it is no row of a run"},
		"header":            {"query\trank\tid\tconfidence", `line 1: "query" is no number`},
		"negative":          {"-1\t1\ta\t0.5", `"-1" is no number of a question`},
		"rank 0":            {"0\t0\ta\t0.5", `"0" is no rank`},
		"rank left out":     {"0\t1\ta\t0.5\n0\t3\tb\t0.4", "line 2: rank 3 of question 0, where 2 must be"},
		"rank twice":        {"0\t1\ta\t0.5\n0\t1\tb\t0.4", "line 2: rank 1 of question 0, where 2 must be"},
		"no id":             {"0\t1\t\t0.5", "the article's id is missing"},
		"raw score":         {"0\t1\ta\t7.5", `"7.5" is no confidence`},
		"NaN":               {"0\t1\ta\tNaN", `"NaN" is no confidence`},
		"more questions":    {"0\t1\ta\t0.5\n3\t1\ta\t0.5", "line 2: it is about question 3, but there are only 3"},
		"order":             {"1\t1\ta\t0.5\n0\t1\ta\t0.5", "line 2: question 0 comes after question 1"},
		"another knowledge": {"0\t1\tx\t0.5", "none of its articles is in the knowledge base"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := ReadRun(strings.NewReader(test.run+"\n"[:min(1, len(test.run))]), questions, knowing("a", "b"))
			require.ErrorContains(t, err, test.want)
		})
	}
}

func TestReadRunRefusesOneThatEndsEarly(t *testing.T) {
	questions := make([]Question, 100)
	var run strings.Builder
	for i := range len(questions) - silentEnd {
		fmt.Fprintf(&run, "%d\t1\ta\t0.5\n", i)
	}
	_, err := ReadRun(strings.NewReader(run.String()), questions, knowing("a"))
	require.ErrorContains(t, err, "its rows end with question 79, but there are 100")
	fmt.Fprintf(&run, "%d\t1\ta\t0.5\n", len(questions)-silentEnd)
	_, err = ReadRun(strings.NewReader(run.String()), questions, knowing("a"))
	require.NoError(t, err)
}

func FuzzReadRun(f *testing.F) {
	f.Add("0\t1\ta\t0.5\n0\t2\tb\t0.25\n2\t1\ta\t1\n")
	f.Add("0\t1\ta\t1e-400\n")
	f.Fuzz(func(t *testing.T, text string) {
		answers, err := ReadRun(strings.NewReader(text), make([]Question, 3), knowing("a", "b"))
		if err != nil {
			return
		}
		require.Len(t, answers, 3)
		for _, a := range answers {
			require.LessOrEqual(t, len(a.Hits), Depth)
			require.GreaterOrEqual(t, a.Confidence(), 0.0)
			require.LessOrEqual(t, a.Confidence(), 1.0)
		}
	})
}
