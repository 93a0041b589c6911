package chart

import (
	"bytes"
	"encoding/xml"
	"errors"
	"image/png"
	"io"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/chatbotsmanagers/faqbot/internal/eval"
)

// run makes a run of n questions: confidence falls from 1, and every third answer is wrong.
func run(n int) []eval.Answer {
	answers := make([]eval.Answer, n)
	for i := range answers {
		id := "right"
		if i%3 == 2 {
			id = "wrong"
		}
		answers[i] = eval.Answer{
			Question: eval.Question{Right: []string{"right"}},
			Hits:     []eval.Hit{{ID: id, Confidence: 1 - float64(i)/float64(n)}},
		}
	}
	return answers
}

func TestDrawPNG(t *testing.T) {
	var picture bytes.Buffer
	require.NoError(t, Draw(&picture, "png", 0.9, Of("old", run(50)), Of("new", run(80))))
	decoded, err := png.Decode(&picture)
	require.NoError(t, err)
	require.Greater(t, decoded.Bounds().Dx(), decoded.Bounds().Dy())
}

func TestDrawSVG(t *testing.T) {
	var picture bytes.Buffer
	require.NoError(t, Draw(&picture, "svg", 0.9, Of("this run", run(50))))
	require.Contains(t, picture.String(), "this run")
	require.Contains(t, picture.String(), "answered from 0.90")
	requireXML(t, picture.String())
}

func TestDrawOfNextToNothing(t *testing.T) {
	for name, answers := range map[string][]eval.Answer{
		"nothing":       nil,
		"nothing found": {{Question: eval.Question{Right: []string{"right"}}}},
		"one":           run(1),
	} {
		t.Run(name, func(t *testing.T) {
			var picture bytes.Buffer
			require.NoError(t, Draw(&picture, "svg", 1.01, Of("this run", answers)))
			requireXML(t, picture.String())
			require.NotContains(t, picture.String(), "NaN")
			require.NotContains(t, picture.String(), "answered from", "nothing is")
		})
	}
}

func TestDrawRefuses(t *testing.T) {
	require.ErrorContains(t, Draw(io.Discard, "gif", 0.9), "gif")
	require.ErrorContains(t, Draw(io.Discard, "svg", 0.9, Series{}, Series{}, Series{}), "3 runs")
	require.ErrorIs(t, Draw(full{}, "png", 0.9, Of("this run", run(9))), errFull)
}

func requireXML(t *testing.T, text string) {
	t.Helper()
	for d := xml.NewDecoder(strings.NewReader(text)); ; {
		_, err := d.Token()
		if errors.Is(err, io.EOF) {
			return
		}
		require.NoError(t, err)
	}
}

var errFull = errors.New("no space left")

// full is a disk that takes nothing more.
type full struct{}

func (full) Write([]byte) (int, error) { return 0, errFull }
